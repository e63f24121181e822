// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  TRACK_REQUEST_HEADERS,
  readTrackHeaders,
} from '../../../../examples/demo/ingest/track-headers.js';
import { TRACK_HEADERS } from '../../../support/track-headers.js';
import { GOOD_HEADERS, headersWith } from './sample-upload.js';

describe('readTrackHeaders', () => {
  it('reads headers that keep every rule', () => {
    expect(readTrackHeaders(GOOD_HEADERS)).toEqual({
      ok: true,
      apiKey: 'key',
      clientVersion: '1.2.3',
      clientLibrary: 'plugin/1.2.3',
      clientUrl: 'http://127.0.0.1:5173/cart',
      sampleRate: 0.25,
      isGzip: false,
    });
  });

  it('allows the headers of the wire format, and no others', () => {
    expect([...TRACK_REQUEST_HEADERS].sort()).toEqual(
      [...TRACK_HEADERS].sort(),
    );
  });

  it('reads whether the body is compressed', () => {
    const headers = headersWith({ 'content-encoding': 'gzip' });
    expect(readTrackHeaders(headers)).toMatchObject({ ok: true, isGzip: true });
  });

  it.each(['0', '1', '0.5', '0.000001', '1e-6', '1e-7'])(
    'takes the sample rate %s',
    (rate) => {
      const headers = headersWith({ 'x-client-sample-rate': rate });
      expect(readTrackHeaders(headers)).toMatchObject({
        ok: true,
        sampleRate: Number(rate),
      });
    },
  );

  it.each(['plugin/1.2.3', 'standalone/0.1.0-beta.2'])(
    'takes the library %s',
    (library) => {
      const headers = headersWith({ 'x-client-library': library });
      expect(readTrackHeaders(headers)).toMatchObject({
        ok: true,
        clientLibrary: library,
      });
    },
  );

  it('does not mind what browsers and proxies add', () => {
    const headers = headersWith({
      host: 'localhost',
      origin: 'http://127.0.0.1:5173',
      'user-agent': 'Mozilla/5.0',
      'sec-fetch-mode': 'cors',
      'x-forwarded-for': '10.0.0.1',
    });
    expect(readTrackHeaders(headers)).toMatchObject({ ok: true });
  });

  it.each<[string, string | undefined, number]>([
    ['authorization', undefined, 401],
    ['authorization', 'key', 401],
    ['authorization', 'Bearer ', 401],
    ['authorization', 'Bearer two words', 401],
    ['content-type', undefined, 415],
    ['content-type', 'text/plain', 415],
    ['content-encoding', 'br', 415],
    ['accept', undefined, 400],
    ['accept', 'application/json', 400],
    ['x-client-version', undefined, 400],
    ['x-client-version', 'latest', 400],
    ['x-client-library', undefined, 400],
    ['x-client-library', 'segment/1.2.3', 400],
    ['x-client-url', undefined, 400],
    ['x-client-url', '', 400],
    ['x-client-url', 'h'.repeat(1_001), 400],
    ['x-client-sample-rate', undefined, 400],
    ['x-client-sample-rate', '', 400],
    ['x-client-sample-rate', '1.1', 400],
    ['x-client-sample-rate', '-0.1', 400],
    ['x-client-sample-rate', 'NaN', 400],
    ['x-sampling-hash-alg', undefined, 400],
    ['x-sampling-hash-alg', 'md5', 400],
    ['x-secret-extra', '1', 400],
  ])('refuses %s: %s with %i, naming the header', (name, value, status) => {
    const answer = readTrackHeaders(headersWith({ [name]: value }));
    expect(answer).toMatchObject({ ok: false, status });
    expect(answer.ok || answer.message.toLowerCase()).toContain(name);
  });

  it('takes an address of exactly 1000 characters', () => {
    const headers = headersWith({ 'x-client-url': 'h'.repeat(1_000) });
    expect(readTrackHeaders(headers)).toMatchObject({ ok: true });
  });
});

// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { validateTrackRequest } from '../../../../examples/demo/ingest/validate-track-request.js';
import { encodeNow } from '../../../../src/batcher/codec.js';
import { buildRequest } from '../../../../src/uploader/request.js';
import { sampleBatch, sampleEvent } from '../../store/sample-rows.js';
import {
  GOOD_EVENT,
  GOOD_HEADERS,
  eventsBody,
  gzip,
  headersWith,
} from './sample-upload.js';

const QUERY = 'device_id=device-1&session_id=17&type=replay';

function validate(
  differs: Partial<Parameters<typeof validateTrackRequest>[0]> = {},
) {
  return validateTrackRequest({
    method: 'POST',
    url: `/sessions/v2/track?${QUERY}`,
    headers: GOOD_HEADERS,
    body: eventsBody(GOOD_EVENT),
    ...differs,
  });
}

describe('validateTrackRequest', () => {
  it('reads an upload that keeps every rule', () => {
    const raw = eventsBody(GOOD_EVENT);
    const body = gzip(raw);
    const headers = headersWith({ 'content-encoding': 'gzip' });
    expect(validate({ body, headers })).toEqual({
      ok: true,
      deviceId: 'device-1',
      sessionId: '17',
      replayId: 'device-1/17',
      apiKey: 'key',
      sampleRate: 0.25,
      events: [GOOD_EVENT],
      clientLibrary: 'plugin/1.2.3',
      clientVersion: '1.2.3',
      clientUrl: 'http://127.0.0.1:5173/cart',
      isGzip: true,
      rawBytes: raw.length,
      receivedBytes: body.length,
    });
  });

  it.each([true, false])(
    'takes what the library sends (gzip: %s)',
    (gzipped) => {
      const events = [sampleEvent(1), sampleEvent(2)];
      const body = encodeNow({ events, gzip: gzipped });
      const request = buildRequest(sampleBatch(1, { body, gzipped }), {
        trackUrl: 'http://127.0.0.1:5173/sessions/v2/track',
        apiKey: 'demo',
      });
      expect(
        validate({ ...request, body: Buffer.from(request.body) }),
      ).toMatchObject({ ok: true, replayId: 'device-1/1719847315013', events });
    },
  );

  it('does not mind how header names are written', () => {
    const { authorization, ...rest } = GOOD_HEADERS;
    const headers = { ...rest, AUTHORIZATION: authorization };
    expect(validate({ headers })).toMatchObject({ ok: true, apiKey: 'key' });
  });

  it.each([undefined, 'GET', 'PUT', 'OPTIONS'])(
    'refuses the method %s with 405',
    (method) => {
      expect(validate({ method })).toMatchObject({ ok: false, status: 405 });
    },
  );

  it.each([
    ['no query', ''],
    ['no device', '?session_id=17&type=replay'],
    ['an empty device', '?device_id=&session_id=17&type=replay'],
    ['no session', '?device_id=d&type=replay'],
    ['two sessions', '?device_id=d&session_id=1&session_id=2&type=replay'],
    ['no type', '?device_id=d&session_id=17'],
    ['another type', '?device_id=d&session_id=17&type=events'],
  ])('refuses a query with %s', (_name, query) => {
    expect(validate({ url: `/sessions/v2/track${query}` })).toMatchObject({
      ok: false,
      status: 400,
    });
  });

  it('refuses a request without an address', () => {
    expect(validate({ url: undefined })).toMatchObject({ ok: false });
  });

  it('refuses what breaks a rule of the headers or of the body', () => {
    const headers = headersWith({ authorization: undefined });
    expect(validate({ headers })).toMatchObject({ ok: false, status: 401 });
    expect(validate({ body: eventsBody() })).toMatchObject({
      ok: false,
      status: 400,
    });
  });

  it('refuses compressed bytes under a header that says plain, and the reverse', () => {
    const body = eventsBody(GOOD_EVENT);
    const headers = headersWith({ 'content-encoding': 'gzip' });
    expect(validate({ body: gzip(body) })).toMatchObject({ ok: false });
    expect(validate({ body, headers })).toMatchObject({ ok: false });
  });
});

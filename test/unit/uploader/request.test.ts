// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { encodeNow } from '../../../src/batcher/codec.js';
import { buildRequest } from '../../../src/uploader/request.js';
import type { Batch } from '../../../src/store/session-store.js';
import {
  TRACK_HEADERS,
  findHeaderProblem,
} from '../../support/track-headers.js';
import { checkTrackRequest } from '../../support/track-request.js';
import {
  sampleBatch,
  sampleContext,
  sampleEvent,
} from '../store/sample-rows.js';

const TRACK_URL = 'https://api-sr.amplitude.com/sessions/v2/track';

function build(
  differs: Partial<Batch> = {},
  { trackUrl = TRACK_URL, apiKey = 'key' } = {},
) {
  return buildRequest(sampleBatch(1, differs), { trackUrl, apiKey });
}

/** Header names in lower case, as they arrive at a server. */
const arrivedHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(new Headers(headers));

/** What a server that keeps the wire format to the letter makes of a request. */
function check({ method, url, headers, body }: ReturnType<typeof build>) {
  const { pathname, search } = new URL(url);
  return checkTrackRequest({
    method,
    url: pathname + search,
    headers: arrivedHeaders(headers),
    body: Buffer.from(body),
  });
}

describe('buildRequest', () => {
  it.each([true, false])('keeps the wire format (gzip: %s)', (gzip) => {
    const events = [sampleEvent(1), sampleEvent(2)];
    const body = encodeNow({ events, gzip });
    expect(check(build({ body, gzipped: gzip }))).toEqual({
      ok: true,
      upload: {
        apiKey: 'key',
        deviceId: 'device-1',
        sessionId: '1719847315013',
        library: 'plugin/1.2.3',
        pageUrl: 'https://shop.example/',
        sampleRate: 0.25,
        events,
        isGzip: gzip,
        sentBytes: body.length,
        rawBytes: encodeNow({ events, gzip: false }).length,
      },
    });
  });

  it('names device, session and type in the query', () => {
    expect(build().url).toBe(
      `${TRACK_URL}?device_id=device-1&session_id=1719847315013&type=replay`,
    );
  });

  it.each(['a b&c=d#e/f?g', 'Gerät 日本 😀', '%2F', '+', 'quote\'"'])(
    'carries the ID "%s" unharmed',
    (id) => {
      const context = sampleContext({ deviceId: id, sessionId: id });
      expect(check(build({ context }))).toMatchObject({
        ok: true,
        upload: { deviceId: id, sessionId: id },
      });
    },
  );

  it('keeps the query of an address of the customer', () => {
    const trackUrl = 'https://proxy.example/replay?tenant=7';
    const { searchParams } = new URL(build({}, { trackUrl }).url);
    expect(Object.fromEntries(searchParams)).toEqual({
      tenant: '7',
      device_id: 'device-1',
      session_id: '1719847315013',
      type: 'replay',
    });
  });

  it('sends the headers that the server allows, and no others', () => {
    const allowed = [...TRACK_HEADERS].sort();
    expect(Object.keys(build({ gzipped: true }).headers).sort()).toEqual(
      allowed,
    );
    expect(Object.keys(build({ gzipped: false }).headers).sort()).toEqual(
      allowed.filter((name) => name !== 'Content-Encoding'),
    );
  });

  it.each([1, 0.5, 0.1, 0.000001])(
    'writes the sample rate %d as a number that the server reads',
    (sampleRate) => {
      const { headers } = build({ context: sampleContext({ sampleRate }) });
      expect(Number(headers['X-Client-Sample-Rate'])).toBe(sampleRate);
      expect(findHeaderProblem(arrivedHeaders(headers))).toBeUndefined();
    },
  );

  it('says by which library and version the batch was captured', () => {
    const context = sampleContext({ library: 'standalone/2.0.0-beta.1' });
    const { headers } = build({ context });
    expect(headers['X-Client-Library']).toBe('standalone/2.0.0-beta.1');
    expect(headers['X-Client-Version']).toBe('2.0.0-beta.1');
    expect(findHeaderProblem(arrivedHeaders(headers))).toBeUndefined();
  });

  it('sends the first 1000 characters of the address of the page', () => {
    const pageUrl = `https://shop.example/?q=${'x'.repeat(2_000)}`;
    const { headers } = build({ pageUrl });
    expect(headers['X-Client-Url']).toBe(pageUrl.slice(0, 1_000));
    expect(findHeaderProblem(arrivedHeaders(headers))).toBeUndefined();
  });

  it.each(['日本', 'ü', '😀', 'a\nb', 'a\u0000b', '\ud83d'])(
    'makes headers that a browser takes when the address of the page holds "%s"',
    (text) => {
      const { headers } = build({ pageUrl: `https://shop.example/${text}` });
      expect(() => new Headers(headers)).not.toThrow();
      expect(findHeaderProblem(arrivedHeaders(headers))).toBeUndefined();
    },
  );
});

import { gzipSync } from 'node:zlib';

/** Headers of an upload that keeps every rule, without compression. */
export const GOOD_HEADERS: Record<string, string> = {
  accept: '*/*',
  authorization: 'Bearer key',
  'content-type': 'application/json',
  'x-client-library': 'plugin/1.2.3',
  'x-client-sample-rate': '0.25',
  'x-client-url': 'http://127.0.0.1:5173/cart',
  'x-client-version': '1.2.3',
  'x-sampling-hash-alg': 'xxhash32',
};

/** An event as the recorder writes it. */
export const GOOD_EVENT = '{"type":3,"timestamp":1719792000000,"data":{}}';

/** The good headers with these instead; `undefined` leaves one out. */
export function headersWith(
  differs: Record<string, string | undefined>,
): Record<string, string | undefined> {
  return { ...GOOD_HEADERS, ...differs };
}

/** A body that holds this as JSON, or this text. */
export function bodyOf(content: unknown): Buffer {
  return Buffer.from(
    typeof content === 'string' ? content : JSON.stringify(content),
  );
}

/** A body with these events. */
export function eventsBody(...events: unknown[]): Buffer {
  return bodyOf({ version: 1, events });
}

export function gzip(body: Buffer): Buffer {
  return gzipSync(body);
}

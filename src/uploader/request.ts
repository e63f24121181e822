import type { Batch } from '../store/session-store.js';

/** How much of the page's address is sent. Unit: characters. */
const MAX_URL_LENGTH = 1_000;

/** Where a request goes, and what it carries. */
export interface ReplayRequest {
  url: string;
  method: 'POST';
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/**
 * The request that delivers a batch.
 *
 * Shape: the server's CORS rules allow exactly these headers.
 */
export function buildRequest(
  { context, body, gzipped, pageUrl }: Batch,
  { trackUrl, apiKey }: { trackUrl: string; apiKey: string },
): ReplayRequest {
  const query = new URLSearchParams({
    device_id: context.deviceId,
    session_id: context.sessionId,
    type: 'replay',
  });
  return {
    url: `${trackUrl}${trackUrl.includes('?') ? '&' : '?'}${query}`,
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: '*/*',
      Authorization: `Bearer ${apiKey}`,
      'X-Client-Version': context.library.replace(/.*\//, ''),
      'X-Client-Library': context.library,
      'X-Client-Url': headerText(pageUrl.slice(0, MAX_URL_LENGTH)),
      'X-Client-Sample-Rate': String(context.sampleRate),
      'X-Sampling-Hash-Alg': 'xxhash32',
      ...(gzipped && { 'Content-Encoding': 'gzip' }),
    },
    body,
  };
}

/** Leaves out what a header value cannot hold; one such character makes `fetch` throw. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}

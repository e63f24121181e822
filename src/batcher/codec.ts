/** Turns events into the body of a request. Runs in the worker and, where there is none, in the page. */
import { Gzip } from 'fflate';

/** Events in, bytes of the request body out. */
export interface EncodeJob {
  /** Events as JSON. */
  events: readonly string[];
  gzip: boolean;
}

/**
 * How much is compressed at a time where that happens in the page.
 *
 * Unit: bytes, before compression.
 * Why: about 2 ms of work on a slow phone.
 */
const SLICE_BYTES = 64 * 1024;

/**
 * Encodes in slices: each call of the returned function does one, until it returns the body.
 *
 * Shape: JSON `{"version":1,"events":[…]}`, each event a string.
 */
export function encodeInSlices({
  events,
  gzip,
}: EncodeJob): () => Uint8Array<ArrayBuffer> | undefined {
  const body = new TextEncoder().encode(JSON.stringify({ version: 1, events }));
  if (!gzip) return () => body;

  const chunks: Uint8Array[] = [];
  const stream = new Gzip({ level: 6 }, (chunk) => chunks.push(chunk));
  let offset = 0;
  return () => {
    const slice = body.subarray(offset, offset + SLICE_BYTES);
    offset += SLICE_BYTES;
    const isLast = offset >= body.length;
    stream.push(slice, isLast);
    return isLast ? concat(chunks) : undefined;
  };
}

/** Encodes in one go. */
export function encodeNow(job: EncodeJob): Uint8Array<ArrayBuffer> {
  const slice = encodeInSlices(job);
  for (;;) {
    const body = slice();
    if (body) return body;
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(
    chunks.reduce((total, chunk) => total + chunk.length, 0),
  );
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

import { gunzipSync } from 'node:zlib';
import type { StoredBody } from '../../../src/batcher/codec.js';

/** The events in a body, as JSON each. */
export function readEvents({ body, gzipped }: StoredBody): string[] {
  const plain = gzipped ? gunzipSync(body) : body;
  const { events }: { events: string[] } = JSON.parse(
    new TextDecoder().decode(plain),
  );
  return events;
}

/** Turns events into the body of a request. Runs in the worker and, where there is none, in the page. */
import { Gzip } from 'fflate';

/** Events in, bytes of the request body out. */
export interface EncodeJob {
  /** Events as JSON. */
  events: readonly string[];
  gzip: boolean;
}

/**
 * How much is encoded at a time where that happens in the page.
 *
 * Unit: characters of the events.
 * Why: about 5 ms of work on a slow phone.
 */
const SLICE_LENGTH = 32 * 1024;

/**
 * Encodes in slices: each call of the returned function does one, until it returns the body.
 *
 * Shape: JSON `{"version":1,"events":[…]}`, each event a string.
 */
export function encodeInSlices({
  events,
  gzip,
}: EncodeJob): () => Uint8Array<ArrayBuffer> | undefined {
  const chunks: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const keep = (chunk: Uint8Array): void => void chunks.push(chunk);
  const stream = gzip ? new Gzip({ level: 6 }, keep) : { push: keep };
  let text = '{"version":1,"events":[';
  let index = 0;
  let offset = 0;
  return () => {
    let room = SLICE_LENGTH;
    while (room > 0 && index < events.length) {
      const event = events[index] as string;
      const part = event.slice(offset, offset + room);
      if (offset === 0) text += index > 0 ? ',"' : '"';
      // Halves of an emoji that is cut in two are escaped, and read as one again.
      text += JSON.stringify(part).slice(1, -1);
      offset += part.length;
      room -= part.length + 1;
      if (offset < event.length) continue;
      text += '"';
      offset = 0;
      index += 1;
    }
    const isLast = index === events.length;
    stream.push(encoder.encode(isLast ? `${text}]}` : text), isLast);
    text = '';
    return isLast ? concat(chunks) : undefined;
  };
}

/** A body as it is stored. */
export interface StoredBody {
  body: Uint8Array<ArrayBuffer>;
  gzipped: boolean;
}

/** Bodies in, the same events in another number of bodies out. */
export interface RepackJob {
  /** In order. */
  bodies: readonly StoredBody[];
  /** Into how many bodies of about as many events each; the first ones get more. */
  partCount: number;
  gzip: boolean;
}

/**
 * Packs the events of stored bodies anew.
 *
 * Errors: rejects where the browser cannot decompress, or a body is not ours.
 */
export async function repack({
  bodies,
  partCount,
  gzip,
}: RepackJob): Promise<Uint8Array<ArrayBuffer>[]> {
  const lists = await Promise.all(bodies.map(readEvents));
  const events = lists.flat();
  const partLength = Math.ceil(events.length / partCount);
  // Some pages have an `Array.from` of their own, which maps nothing.
  return [...Array(partCount).keys()].map((part) =>
    encodeNow({
      events: events.slice(part * partLength, (part + 1) * partLength),
      gzip,
    }),
  );
}

async function readEvents({ body, gzipped }: StoredBody): Promise<string[]> {
  const stored = new Blob([body]).stream();
  const plain = gzipped
    ? stored.pipeThrough(new DecompressionStream('gzip'))
    : stored;
  const { events }: { events: string[] } = await new Response(plain).json();
  return events;
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

/** Turns events into the body of a request. Runs in the worker and, where there is none, in the page. */
import { Gzip } from 'fflate';
import { sumOf } from '../sum-of.js';

/** The body of a request. */
type Body = Uint8Array<ArrayBuffer>;

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

/** Takes the bytes of a body piece by piece, and gives what was made of them after the last one. */
type Sink<B> = (piece: Body, isLast: boolean) => B | undefined;

/**
 * Encodes in slices: each call of the returned function does one, until it returns the body. The browser compresses
 * where it can, in less time and to fewer bytes than a script.
 *
 * Errors: the body rejects where the browser cannot compress after all.
 */
export function encodeInSlices(
  job: EncodeJob,
): () => Body | Promise<Body> | undefined {
  return slices<Body | Promise<Body>>(
    job,
    job.gzip && 'CompressionStream' in globalThis
      ? nativeGzip()
      : atOnce(job.gzip),
  );
}

/** Encodes in one go. */
export function encodeNow(job: EncodeJob): Body {
  return runAll(slices(job, atOnce(job.gzip)));
}

/** Encodes without a pause. */
export async function encode(job: EncodeJob): Promise<Body> {
  try {
    return await runAll(encodeInSlices(job));
  } catch {
    return encodeNow(job);
  }
}

function runAll<B>(slice: () => B | undefined): B {
  for (;;) {
    const body = slice();
    if (body) return body;
  }
}

/** What is there as soon as the last piece is. */
function atOnce(gzip: boolean): Sink<Body> {
  const chunks: Uint8Array[] = [];
  const keep = (chunk: Uint8Array): void => void chunks.push(chunk);
  const stream = gzip ? new Gzip({ level: 6 }, keep) : { push: keep };
  return (piece, isLast) => {
    stream.push(piece, isLast);
    return isLast ? concat(chunks) : undefined;
  };
}

/** The browser's own compression. */
function nativeGzip(): Sink<Promise<Body>> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  const whole = new Response(readable).arrayBuffer();
  // Who reads hears of what goes wrong; nobody else may, as an unhandled rejection.
  const ignore = (): void => {};
  whole.catch(ignore);
  return (piece, isLast) => {
    writer.write(piece).catch(ignore);
    if (!isLast) return undefined;
    writer.close().catch(ignore);
    return whole.then((buffer) => new Uint8Array(buffer));
  };
}

/** Shape: JSON `{"version":1,"events":[…]}`, each event a string. */
function slices<B>({ events }: EncodeJob, sink: Sink<B>): () => B | undefined {
  const encoder = new TextEncoder();
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
    const piece = encoder.encode(isLast ? `${text}]}` : text);
    text = '';
    return sink(piece, isLast);
  };
}

/** A body as it is stored. */
export interface StoredBody {
  body: Body;
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
}: RepackJob): Promise<Body[]> {
  const lists = await Promise.all(bodies.map(readEvents));
  const events = lists.flat();
  const partLength = Math.ceil(events.length / partCount);
  // Some pages have an `Array.from` of their own, which maps nothing.
  return Promise.all(
    [...Array(partCount).keys()].map((part) =>
      encode({
        events: events.slice(part * partLength, (part + 1) * partLength),
        gzip,
      }),
    ),
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

function concat(chunks: readonly Uint8Array[]): Body {
  const whole = new Uint8Array(sumOf(chunks, (chunk) => chunk.length));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

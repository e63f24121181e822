import { constants, gunzipSync, inflateSync } from 'node:zlib';

/** How far into a body a compressed part may begin: behind the headers of an envelope or of a form. Unit: bytes. */
const MAX_PREFIX_BYTES = 20_000;

/** Node's word for "take what there is", for streams that were flushed and not ended. */
const OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH };

/** All text that can be found in an upload, whatever it is wrapped in. Never throws. */
export function decodeUpload(body: Buffer): string {
  const raw = body.toString('latin1');
  const parts = [raw];
  const end = Math.min(body.length - 1, MAX_PREFIX_BYTES);
  for (let at = 0; at < end; at += 1) {
    const part = inflate(body, at);
    if (part !== undefined) parts.push(part);
  }
  // Compressed again inside JSON, one character for each byte.
  for (const part of parts.slice())
    for (const [literal] of part.matchAll(/"\\u001f(?:[^"\\]|\\.)*"/g)) {
      const text: string = JSON.parse(
        Buffer.from(literal, 'latin1').toString('utf8'),
      );
      parts.push(inflate(Buffer.from(text, 'latin1'), 0) ?? '');
    }
  return parts.join('\n');
}

function inflate(body: Buffer, at: number): string | undefined {
  const first = body[at];
  const second = body[at + 1] ?? 0;
  const isGzip = first === 0x1f && second === 0x8b;
  const isZlib = first === 0x78 && (first * 256 + second) % 31 === 0;
  if (!isGzip && !isZlib) return undefined;
  try {
    const inflated = isGzip
      ? gunzipSync(body.subarray(at), OPTIONS)
      : inflateSync(body.subarray(at), OPTIONS);
    return inflated.toString('latin1');
  } catch {
    return undefined;
  }
}

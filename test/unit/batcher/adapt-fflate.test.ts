import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Gzip } from 'fflate';
import { expect, it, vi } from 'vitest';
import { adaptFflate } from '../../../src/batcher/adapt-fflate.js';

const source = await readFile('node_modules/fflate/esm/browser.js', 'utf8');
const text = encodeURIComponent(adaptFflate(source));
const adapted: { Gzip: typeof Gzip } = await import(
  /* @vite-ignore */ `data:text/javascript,${text}`
);

it.each([
  ['nothing', [0]],
  ['a few bytes', [1, 2, 40]],
  ['slices as in the page', [32_768, 32_770, 5_000]],
  ['slices above its buffer', [300_000, 10, 200_000]],
])('compresses %s as fflate does', (_, lengths) => {
  vi.useFakeTimers({ now: Date.UTC(2024, 1, 3) });
  for (const chunkOf of [readable, random]) {
    const chunks = lengths.map(chunkOf);
    const body = compress(adapted.Gzip, chunks);
    expect(body.equals(compress(Gzip, chunks))).toBe(true);
    expect(gunzipSync(body).equals(Buffer.concat(chunks))).toBe(true);
  }
  vi.useRealTimers();
});

it('refuses a text that it does not know', () => {
  expect(() => adaptFflate('export class Gzip {}')).toThrow(
    'fflate has no single "',
  );
});

function compress(Stream: typeof Gzip, chunks: Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [];
  const stream = new Stream({ level: 6 }, (part) => void parts.push(part));
  chunks.forEach((chunk, at) => stream.push(chunk, at === chunks.length - 1));
  return Buffer.concat(parts);
}

/** Bytes that repeat themselves now and then. */
function readable(length: number): Uint8Array {
  return Uint8Array.from(
    { length },
    (_, at) => 97 + (((at * at) % 1_009) % 25),
  );
}

/** Bytes that cannot be compressed. */
function random(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 256;
  });
}

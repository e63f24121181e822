import { readFileSync } from 'node:fs';
import { xxHash32 as theirs } from 'js-xxhash';
import { expect, it } from 'vitest';
import {
  adaptXxhash,
  XXHASH_MODULE,
} from '../../../src/config/adapt-xxhash.js';

const FILE = 'node_modules/js-xxhash/dist/esm/xxHash32.js';
const THEIRS = readFileSync(FILE, 'utf8');

const load = async (): Promise<{ xxHash32: (text: string) => number }> =>
  import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(adaptXxhash(THEIRS))}`
  );

it('knows the file that it changes', () => {
  expect(FILE).toMatch(XXHASH_MODULE);
});

it('computes the same of texts of any length and kind', async () => {
  const { xxHash32: ours } = await load();
  // The published test vectors of XXH32, with the seed 0.
  expect(ours('')).toBe(0x02cc5d05);
  expect(ours('abc')).toBe(0x32d153ff);
  let text = '';
  for (let i = 0; i < 300; i += 1) {
    text += '1795751568678-é漢😀x'.charAt(i % 20);
    expect(ours(text)).toBe(theirs(text));
    const sessionId = String(1_795_751_568_678 + i * 7_919);
    expect(ours(sessionId)).toBe(theirs(sessionId));
  }
});

it('refuses a text that it does not know', () => {
  expect(() => adaptXxhash('export const nothing = 1;')).toThrow(
    'js-xxhash has no single "',
  );
});

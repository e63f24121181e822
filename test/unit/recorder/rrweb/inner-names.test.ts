import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { INNER_NAMES } from '../../../../src/recorder/rrweb/inner-names.js';

it('of names that script tags shorten none is known outside of the recorder', async () => {
  const inner = new RegExp(`\\b(${INNER_NAMES.join('|')})\\b`);
  const files = (await readdir('src', { recursive: true })).filter(
    (it) => it.endsWith('.ts') && !it.startsWith('recorder'),
  );
  expect(files.length).toBeGreaterThan(50);
  const texts = await Promise.all(
    files.map((file) => readFile(join('src', file), 'utf8')),
  );
  expect(files.filter((_, at) => inner.test(texts[at] ?? ''))).toEqual([]);
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { INNER_NAMES } from '../../../src/recorder/rrweb/inner-names.js';

it('of names that script tags shorten none is known outside of the recorder', async () => {
  const inner = new RegExp(`\\b(${INNER_NAMES.join('|')})\\b`);
  const entries = await readdir('src', { recursive: true });
  const others = entries.filter(
    (it) => it.endsWith('.ts') && !it.startsWith('recorder'),
  );
  expect(others.length).toBeGreaterThan(50);
  for (const file of others)
    expect(await readFile(join('src', file), 'utf8'), file).not.toMatch(inner);
});

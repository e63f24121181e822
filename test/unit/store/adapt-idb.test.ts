import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { adaptIdb, IDB_MODULE } from '../../../src/store/adapt-idb.js';

const FILE = 'node_modules/idb/build/index.js';
const THEIRS = readFileSync(FILE, 'utf8');

it('knows the file that it changes', () => {
  expect(FILE).toMatch(IDB_MODULE);
});

// That the rest works is what all tests of `src/store` tell: they run with it.
it('leaves no more than half of it', () => {
  const ours = adaptIdb(THEIRS);
  expect(ours.length).toBeLessThan(THEIRS.length / 2);
  expect(ours).toMatch(/export \{ deleteDB, openDB,\s+wrap \};/);
});

it('refuses a text that it does not know', () => {
  expect(() => adaptIdb(adaptIdb(THEIRS))).toThrow('idb has no single "');
});

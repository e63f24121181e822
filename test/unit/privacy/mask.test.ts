import { expect, it } from 'vitest';
import { mask } from '../../../src/privacy/mask.js';

it.each([
  ['', ''],
  ['Ann Lee', '*** ***'],
  [' a\tb\nc ', ' *\t*\n* '],
  ['漢字 かな', '** **'],
  ['4111-1111', '*********'],
])('%j is masked as %j', (text, expected) => {
  expect(mask(text)).toBe(expected);
});

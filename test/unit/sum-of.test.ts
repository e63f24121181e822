import { expect, it } from 'vitest';
import { sumOf } from '../../src/sum-of.js';
import { withPrototypeJs } from '../support/prototype-js.js';

it('adds up on a page with Prototype.js', () => {
  expect(withPrototypeJs(() => sumOf([1, 2, 3], (it) => it))).toBe(6);
});

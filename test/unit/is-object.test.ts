import { expect, it } from 'vitest';
import { isObject } from '../../src/is-object.js';

it.each([{}, { a: 1 }, new Date(0)])('%o has properties to read', (value) => {
  expect(isObject(value)).toBe(true);
});

it.each([null, undefined, [], 'text', 1, true, () => {}])(
  '%o has none',
  (value) => {
    expect(isObject(value)).toBe(false);
  },
);

import { expect, it } from 'vitest';
import { intersect, isVisible, move } from '../../../src/preview/boxes.js';

const box = (left: number, top: number, right: number, bottom: number) => ({
  left,
  top,
  right,
  bottom,
});

it('keeps of two boxes what they have in common', () => {
  expect(intersect(box(0, 0, 10, 10), box(5, 2, 20, 8))).toEqual(
    box(5, 2, 10, 8),
  );
});

it('leaves nothing visible of boxes that lie apart', () => {
  expect(isVisible(intersect(box(0, 0, 10, 10), box(12, 0, 30, 10)))).toBe(
    false,
  );
});

it('moves a box', () => {
  expect(move(box(1, 2, 3, 4), 10, 20)).toEqual(box(11, 22, 13, 24));
});

it.each([
  ['an empty box', box(5, 5, 5, 5), false],
  [
    'a box of one pixel, as texts for screen readers have',
    box(5, 5, 6, 6),
    false,
  ],
  ['a line', box(0, 0, 100, 1), false],
  ['a small box', box(0, 0, 2, 2), true],
])('%s: visible or not', (_, it, expected) => {
  expect(isVisible(it)).toBe(expected);
});

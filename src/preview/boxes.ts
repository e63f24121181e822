/** Rectangles, in pixels of the viewport. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * What is smaller in any direction cannot be seen.
 *
 * Unit: CSS pixels.
 * Why: sites hide texts that are for screen readers in a box of one pixel.
 */
const MIN_SIZE_PX = 2;

/** What two boxes have in common; without any size where that is nothing. */
export function intersect(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

/** A box moved by so many pixels. */
export function move(box: Box, x: number, y: number): Box {
  return {
    left: box.left + x,
    top: box.top + y,
    right: box.right + x,
    bottom: box.bottom + y,
  };
}

/** Whether anything of a box can be seen. */
export function isVisible({ left, top, right, bottom }: Box): boolean {
  return right - left >= MIN_SIZE_PX && bottom - top >= MIN_SIZE_PX;
}

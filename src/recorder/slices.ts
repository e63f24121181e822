/** How long the page is read at a time, where nothing is to be recorded that comes after it. */
import { clamp } from '../clamp.js';

/**
 * What is not reached in a slice follows in tasks of its own, and as long as a slice is left to the page before each. A
 * page that takes longer gets longer slices: a share of the time since the first one, to a limit that leaves room for
 * masking in a task of 50 ms.
 *
 * Unit: ms.
 */
export const SLICE_MS = 5;
const SLICE_SHARE = 1 / 20;
const MAX_SLICE_MS = 25;

/** The length of a slice so long after the first one. Unit: ms. */
export const sliceMs = (sinceFirstMs: number): number =>
  clamp(sinceFirstMs * SLICE_SHARE, SLICE_MS, MAX_SLICE_MS);

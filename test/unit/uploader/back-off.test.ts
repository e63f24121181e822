import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../../src/uploader/back-off.js';

const never = () => 0;
const almostAlways = () => 0.999_999;

/** Longest delay a browser's timer can hold; a longer one is run at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

describe('backOffMs', () => {
  it('doubles from a second to a minute', () => {
    const attempts = [1, 2, 3, 4, 5, 6, 7, 8, 20];
    const longest = attempts.map((attempt) =>
      Math.round(backOffMs(attempt, almostAlways) / 1_000),
    );
    expect(longest).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('spreads the visitors of a site over half of the wait', () => {
    for (const attempt of [1, 4, 10]) {
      const shortest = backOffMs(attempt, never);
      const longest = backOffMs(attempt, almostAlways);
      expect(shortest).toBeGreaterThanOrEqual(500);
      expect(longest).toBeGreaterThanOrEqual(1.9 * shortest);
    }
  });

  it('stays at a minute after any number of attempts', () => {
    for (const attempt of [100, 1_100, Number.MAX_SAFE_INTEGER])
      expect(backOffMs(attempt, almostAlways)).toBeLessThanOrEqual(60_000);
  });

  it('never returns sooner than the server asks for, and spreads that wait too', () => {
    expect(backOffMs(1, never, 30_000)).toBeGreaterThanOrEqual(30_000);
    expect(backOffMs(1, almostAlways, 30_000)).toBeGreaterThan(30_000);
    expect(backOffMs(1, almostAlways, 30_000)).toBeLessThan(60_000);
  });

  it('does not hurry because the server asks for no wait', () => {
    expect(backOffMs(3, never, 0)).toBe(backOffMs(3, never));
  });

  it('stays within what a timer can hold, whatever the server asks for', () => {
    expect(backOffMs(1, never, 1e12)).toBeLessThanOrEqual(MAX_TIMER_MS);
  });
});

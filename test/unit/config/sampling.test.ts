import { describe, expect, it } from 'vitest';
import { isSampled, samplePoint } from '../../../src/config/sampling.js';

/** Session whose point is known from the server's side. */
const KNOWN_SESSION = 1719847315013;

/** Sessions as the Browser SDK numbers them: start times in ms. */
const SESSIONS = Array.from(
  { length: 100_000 },
  (_, index) => KNOWN_SESSION + index * 977,
);

describe('the point of a session', () => {
  it.each<[string | number, number]>([
    // Official test vectors of xxHash32, seed 0: 0x02cc5d05 and 0x32d153ff.
    ['', 0.947589],
    ['abc', 0.579327],
    [KNOWN_SESSION, 0.109684],
  ])('of "%s" is %f', (sessionId, point) => {
    expect(samplePoint(sessionId)).toBeCloseTo(point, 9);
  });

  it('is the same for the number and its text', () => {
    expect(samplePoint(String(KNOWN_SESSION))).toBe(samplePoint(KNOWN_SESSION));
  });
});

describe('a session', () => {
  it.each<[string | number, number, boolean]>([
    [KNOWN_SESSION, 0.2, true],
    [KNOWN_SESSION, 0.1, false],
    [KNOWN_SESSION, 0.109684, false],
    [KNOWN_SESSION, 0.109685, true],
    // Its point is 0: the last one to leave the sample.
    [1719849650402, 0.000001, true],
    [1719849650402, 0, false],
    // Its point is 0.000001.
    [1719847491590, 0.000001, false],
    [1719847491590, 0.000002, true],
  ])('%s at rate %f is recorded: %s', (sessionId, rate, expected) => {
    expect(isSampled(sessionId, rate)).toBe(expected);
  });
});

describe('of 100 000 sessions', () => {
  const shareAt = (rate: number) =>
    SESSIONS.filter((id) => isSampled(id, rate)).length / SESSIONS.length;

  it.each([0.01, 0.1, 0.4])('the share at rate %f is near it', (rate) => {
    // Five standard deviations.
    const tolerance = 5 * Math.sqrt((rate * (1 - rate)) / SESSIONS.length);
    expect(Math.abs(shareAt(rate) - rate)).toBeLessThan(tolerance);
  });

  it.each([0, 1])('rate %d takes none or all', (rate) => {
    expect(shareAt(rate)).toBe(rate);
  });
});

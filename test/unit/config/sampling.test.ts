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

  // Computed with the C library: xxhash.xxh32(id, 0).intdigest() % 10**6 / 10**6 in Python.
  it.each<[string, number]>([
    ['1700000000000', 0.223047],
    ['1700000000001', 0.57055],
    ['1712345678901', 0.85105],
    ['1725148800000', 0.016383],
    ['1731024000123', 0.30129],
    ['1738368000456', 0.473704],
    ['1740787200789', 0.877707],
    ['1743465600999', 0.800058],
    ['1751328000500', 0.727467],
    ['1754006400321', 0.312786],
    ['1760000000007', 0.998074],
    ['1767225600000', 0.586513],
    ['0', 0.50117],
    ['-1', 0.628616],
    ['42', 0.741723],
    ['a', 0.94511],
    ['session-2024-11', 0.981465],
    ['visit/7f3c9a52-4b1e', 0.25982],
    ['名前-😀', 0.146724],
    ['1719847315013', 0.109684],
  ])('of "%s" is what the reference says: %f', (sessionId, point) => {
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

  it.each([0.01, 0.1, 0.4, 0.83])(
    'the share at rate %f is within 0.3 points of it',
    (rate) => {
      expect(Math.abs(shareAt(rate) - rate)).toBeLessThan(0.003);
    },
  );

  it.each([0, 1])('rate %d takes none or all', (rate) => {
    expect(shareAt(rate)).toBe(rate);
  });
});

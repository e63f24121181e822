import { xxHash32 } from 'js-xxhash';

/** Steps that a session ID is hashed into. Rates down to a millionth hold. */
const SAMPLE_STEPS = 1_000_000;

/**
 * Whether a session belongs to the sample.
 *
 * The answer depends on nothing but its arguments, so that every page and tab of a session, and the server, agree.
 * Shape: xxHash32 of the ID as text, seed 0, modulo a million.
 */
export function isSampled(
  sessionId: string | number,
  sampleRate: number,
): boolean {
  return samplePoint(sessionId) < sampleRate;
}

/** Where a session lies between 0 and 1; it is recorded at every rate above. */
export function samplePoint(sessionId: string | number): number {
  return (xxHash32(String(sessionId), 0) % SAMPLE_STEPS) / SAMPLE_STEPS;
}

/** Unit: ms. */
const FIRST_DELAY_MS = 1_000;
/** Unit: ms. */
const MAX_DELAY_MS = 60_000;

/**
 * Longest wait that a server may ask for.
 *
 * Unit: ms.
 * Why: beyond 24 days timers overflow, and nobody's page stays open for it.
 */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after the `attempt`-th failed attempt in a row, counted from 1.
 *
 * Doubles from a second to a minute; half of it is random, so that after an outage the visitors of a site
 * do not return all at once. A wait that the server asks for is kept, and stretched the same way.
 */
export function backOffMs(
  attempt: number,
  random: () => number,
  retryAfterMs = 0,
): number {
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
  const jitterMs = (delayMs / 2) * random();
  return (
    Math.max(delayMs / 2, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)) + jitterMs
  );
}

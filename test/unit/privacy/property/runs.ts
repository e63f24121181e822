/** How long a property is tried. */

const DEFAULT_SEED = 4;

/**
 * By default the same pages each time, so that a commit fails for what is in it. `PROPERTY_RUNS=500` tries that many
 * other ones; `PROPERTY_SEED=1` repeats a failure.
 */
export function parameters(defaultRuns: number): {
  numRuns: number;
  seed?: number;
} {
  const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;
  const seed = PROPERTY_SEED ?? (PROPERTY_RUNS ? undefined : DEFAULT_SEED);
  return {
    numRuns: Number(PROPERTY_RUNS ?? defaultRuns),
    ...(seed !== undefined && { seed: Number(seed) }),
  };
}

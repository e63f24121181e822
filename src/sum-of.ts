/** Adds up a number of each. Prototype.js gives lists a `reduce` that does something else. */
export function sumOf<T>(all: Iterable<T>, of: (one: T) => number): number {
  let total = 0;
  for (const one of all) total += of(one);
  return total;
}

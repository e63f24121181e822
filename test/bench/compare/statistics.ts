export interface Summary {
  median: number;
  min: number;
  max: number;
}

export function summarize(numbers: number[]): Summary {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  const lower = sorted.length % 2 === 0 ? (sorted[half - 1] ?? NaN) : upper;
  return {
    median: (lower + upper) / 2,
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
}

import type { Environment } from '../environment.js';

/**
 * How much of the main thread recording may take: this share of each period.
 *
 * Unit: ms.
 * Why: above a tenth a visitor feels it. Snapshots do not count: they are rare, and nothing is recorded without them.
 */
const PERIOD_MS = 5_000;
const BUDGET_MS = PERIOD_MS / 10;

/** What is left of the budget; a share of this much of it is taken for calm. */
const CALM = 1 / 4;

/** Counts the time that recording takes. */
export interface Budget {
  /** Runs a task, which handles this many changes of the page, and counts its time. Tasks may be inside of others. */
  spend: (changeCount: number, task: () => void) => void;
  /** Whether this many changes in a second would be little. */
  isLittle: (changesPerSecond: number) => boolean;
}

/** Builds it. */
export function createBudget({
  environment,
  onExceeded,
  onCalm,
}: {
  environment: Pick<Environment, 'elapsed'>;
  /** The budget of the period is used up, after the task that used it up. Another period begins. */
  onExceeded: () => void;
  /** A period has passed that took little. */
  onCalm: () => void;
}): Budget {
  let beganAtMs = environment.elapsed();
  let spentMs = 0;
  let changes = 0;
  let msPerChange = 0;
  let isInside = false;

  const begin = (nowMs: number): void => {
    if (changes > 0) msPerChange = spentMs / changes;
    beganAtMs = nowMs;
    spentMs = 0;
    changes = 0;
  };

  return {
    spend: (changeCount, task) => {
      changes += changeCount;
      if (isInside) return task();
      const fromMs = environment.elapsed();
      if (fromMs - beganAtMs > PERIOD_MS) {
        const isCalm = spentMs < BUDGET_MS * CALM;
        begin(fromMs);
        if (isCalm) onCalm();
      }
      isInside = true;
      try {
        task();
      } finally {
        isInside = false;
        const nowMs = environment.elapsed();
        spentMs += nowMs - fromMs;
        if (spentMs > BUDGET_MS) {
          begin(nowMs);
          onExceeded();
        }
      }
    },
    isLittle: (changesPerSecond) =>
      changesPerSecond * msPerChange < ((BUDGET_MS * CALM) / PERIOD_MS) * 1_000,
  };
}

import type { Environment } from '../environment.js';

/**
 * The shortest time from one mending snapshot to the next; doubles with each.
 *
 * Unit: ms.
 * Why: a snapshot costs the page something, and what was lost may have been a snapshot too large to be sent.
 */
const MIN_INTERVAL_MS = 60_000;

/** Sees to it that one loss does not make the rest of a recording unplayable. */
export interface Healing {
  /** Something of the session being recorded was lost. */
  lost: () => void;
  /** The recording begins afresh anyway. */
  healed: () => void;
  /** What stands in the way of data is gone: takes a snapshot if one is due. */
  wayIsFree: () => void;
}

/** Builds it. `takeSnapshot` begins the recording afresh. */
export function createHealing({
  environment,
  takeSnapshot,
}: {
  environment: Pick<Environment, 'elapsed'>;
  takeSnapshot: () => void;
}): Healing {
  let isDue = false;
  let notBeforeMs = 0;
  let intervalMs = MIN_INTERVAL_MS;
  return {
    lost: () => {
      isDue = true;
    },
    healed: () => {
      isDue = false;
    },
    wayIsFree: () => {
      const nowMs = environment.elapsed();
      if (!isDue || nowMs < notBeforeMs) return;
      isDue = false;
      notBeforeMs = nowMs + intervalMs;
      intervalMs *= 2;
      takeSnapshot();
    },
  };
}

import type { Environment } from '../environment.js';

/** How often is looked whether the page is calm. Unit: ms. */
const LOOK_MS = 1_000;

/**
 * The shortest rest, which doubles with each up to a limit.
 *
 * Unit: ms.
 * Why: each ends with a snapshot, which costs the page something as well.
 */
const MIN_REST_MS = 5_000;
const MAX_REST_MS = 60_000;

/** Waits until the page is calm. */
export interface Rest {
  start: (onCalm: () => void) => void;
  isOn: () => boolean;
  cancel: () => void;
}

/** Builds it for a page. */
export function createRest({
  environment,
  watch,
  isLittle,
}: {
  environment: Pick<Environment, 'schedule'>;
  /** Counts changes of the page. Returns what stops that. */
  watch: (onChanges: (count: number) => void) => () => void;
  /** Whether this many changes in a second are little. */
  isLittle: (changesPerSecond: number) => boolean;
}): Rest {
  let restMs = MIN_REST_MS;
  let stop: (() => void) | undefined;

  const cancel = (): void => {
    stop?.();
    stop = undefined;
  };
  return {
    start: (onCalm) => {
      cancel();
      let count = 0;
      let leftMs = restMs;
      restMs = Math.min(restMs * 2, MAX_REST_MS);
      const stopWatching = watch((more) => {
        count += more;
      });
      let cancelTimer = (): void => {};
      const look = (): void => {
        leftMs -= LOOK_MS;
        if (leftMs <= 0 && isLittle(count)) {
          cancel();
          onCalm();
          return;
        }
        count = 0;
        cancelTimer = environment.schedule(LOOK_MS, look);
      };
      cancelTimer = environment.schedule(LOOK_MS, look);
      stop = () => {
        cancelTimer();
        stopWatching();
      };
    },
    isOn: () => !!stop,
    cancel,
  };
}

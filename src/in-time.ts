import type { Environment } from './environment.js';

/**
 * Rejects when `work` takes longer than `timeoutMs`. What it does after that is not heard of any more.
 *
 * Why two timers: after a task that blocked the page, or a sleep, a timer that is due fires before an answer that is
 * there already. The second one lets the answer come first.
 */
export function inTime<T>(
  work: Promise<T>,
  timeoutMs: number,
  environment: Pick<Environment, 'schedule'>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const halfMs = timeoutMs / 2;
    let cancel = environment.schedule(halfMs, () => {
      cancel = environment.schedule(halfMs, () =>
        reject(new Error(`no answer within ${timeoutMs} ms`)),
      );
    });
    work.then(resolve, reject).finally(() => cancel());
  });
}

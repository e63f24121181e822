import type { Environment } from './environment.js';

/** Rejects when `work` takes longer than `timeoutMs`. What it does after that is not heard of any more. */
export function inTime<T>(
  work: Promise<T>,
  timeoutMs: number,
  environment: Pick<Environment, 'schedule'>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = environment.schedule(timeoutMs, () =>
      reject(new Error(`no answer within ${timeoutMs} ms`)),
    );
    work.then(resolve, reject).finally(cancel);
  });
}

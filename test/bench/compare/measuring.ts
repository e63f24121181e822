import type { CDPSession } from 'playwright-core';
import { readDiskWrites } from '../../support/disk-writes.js';
import { startTrace, type TaskTimes, type ThreadTimes } from './trace.js';

/**
 * What is measured over a span of time.
 *
 * The longest task and blocking go by the same clock as `mainMs`.
 */
export interface Measured extends TaskTimes {
  /** Main thread: processor time, or with a slowed processor the time of its tasks by the clock. Unit: ms. */
  mainMs: number;
  /** Processor time of all dedicated workers. Unit: ms. */
  workerMs: number;
  /** Missing where the system does not tell. */
  diskBytes?: number;
  threadTimes: ThreadTimes;
}

/** Measures from now until the function that is returned is called. */
export async function startMeasuring(
  cdp: CDPSession,
  profile: string,
  throttle: number,
) {
  // A slowed thread is slowed by work of the processor that the thread's own account shows too.
  const isSlowed = throttle > 1;
  await cdp.send('Performance.enable', {
    timeDomain: isSlowed ? 'timeTicks' : 'threadTicks',
  });
  const readMainMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const name = isSlowed ? 'TaskDuration' : 'ThreadTime';
    const metric = metrics.find((it) => it.name === name);
    return (metric?.value ?? NaN) * 1000;
  };
  const readDiskBytes = () => readDiskWrites(profile)?.diskBytes;

  const endTrace = await startTrace(cdp);
  const diskBefore = readDiskBytes();
  const mainBefore = await readMainMs();
  return async (): Promise<Measured> => {
    const mainMs = (await readMainMs()) - mainBefore;
    const diskAfter = readDiskBytes();
    const threadTimes = await endTrace();
    const { byClock, byProcessor, workerMs } = threadTimes;
    return {
      mainMs,
      ...(diskBefore !== undefined &&
        diskAfter !== undefined && { diskBytes: diskAfter - diskBefore }),
      ...(isSlowed ? byClock : byProcessor),
      workerMs,
      threadTimes,
    };
  };
}

import type { CDPSession } from 'playwright-core';
import { readDiskWrites } from '../../support/disk-writes.js';
import { startTrace, type TaskTimes, type ThreadTimes } from './trace.js';

/**
 * What is measured over a span of time. The longest task and blocking are processor time too.
 *
 * Why not time by the clock: it grows by whatever else the machine does. A slowed processor is in both, because Chromium
 * slows a thread by giving it useless work.
 */
export interface Measured extends TaskTimes {
  /** Processor time of the main thread. Unit: ms. */
  mainMs: number;
  /** Processor time of all dedicated workers. Unit: ms. */
  workerMs: number;
  /** Missing where the system does not tell. */
  diskBytes?: number;
  threadTimes: ThreadTimes;
}

/** Measures from now until the function that is returned is called. */
export async function startMeasuring(cdp: CDPSession, profile: string) {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const readMainMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const metric = metrics.find(({ name }) => name === 'ThreadTime');
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
    const { byProcessor, workerMs } = threadTimes;
    return {
      mainMs,
      ...(diskBefore !== undefined &&
        diskAfter !== undefined && { diskBytes: diskAfter - diskBefore }),
      ...byProcessor,
      workerMs,
      threadTimes,
    };
  };
}

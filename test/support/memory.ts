import type { Page } from 'playwright-core';

/** What a page holds after a garbage collection. */
export interface Memory {
  heapBytes: number;
  listeners: number;
  documents: number;
  nodes: number;
}

/** Has garbage collected, and counts what is left. */
export async function measureMemory(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  try {
    // What the first collection frees may hold more, by weak references and finalisers.
    for (let count = 0; count < 3; count += 1)
      await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const counters = await session.send('Memory.getDOMCounters');
    return {
      heapBytes: usedSize,
      listeners: counters.jsEventListeners,
      documents: counters.documents,
      nodes: counters.nodes,
    };
  } finally {
    await session.detach();
  }
}

/** What each of `count` rounds leaves behind, once `warmUp` rounds have filled what is kept once. */
export async function growthPerRound(
  page: Page,
  { warmUp, count }: { warmUp: number; count: number },
  runRounds: (count: number) => Promise<unknown>,
): Promise<Memory> {
  await runRounds(warmUp);
  const before = await measureMemory(page);
  await runRounds(count);
  const after = await measureMemory(page);
  const perRound = (key: keyof Memory): number =>
    (after[key] - before[key]) / count;
  return {
    heapBytes: perRound('heapBytes'),
    listeners: perRound('listeners'),
    documents: perRound('documents'),
    nodes: perRound('nodes'),
  };
}

import { compareKeys, type BatchEntry } from '../store/session-store.js';

/**
 * What is to be sent next: the first batch of the first of these tabs, and those right behind it that can go in the
 * same request. `isHeld` says which are left for later.
 */
export function nextGroup(
  outbox: readonly BatchEntry[],
  {
    tabIds,
    isHeld,
    maxRawBytes,
  }: {
    tabIds: readonly string[];
    isHeld: (batch: BatchEntry) => boolean;
    /** Size that joined batches may reach. Unit: bytes before compression. */
    maxRawBytes: number;
  },
): BatchEntry[] {
  const sorted = [...outbox].sort(compareKeys);
  const inOrder = tabIds.flatMap((tabId) =>
    sorted.filter((batch) => batch.tabId === tabId),
  );
  const start = inOrder.findIndex((batch) => !isHeld(batch));
  const first = inOrder[start];
  if (!first) return [];
  const context = JSON.stringify(first.context);
  const group = [first];
  let { rawBytes } = first;
  for (const batch of inOrder.slice(start + 1)) {
    rawBytes += batch.rawBytes;
    if (
      isHeld(batch) ||
      rawBytes > maxRawBytes ||
      // What was cut in two must not be joined again, nor what has failed with what may be sound.
      first.splitCount + batch.splitCount > 0 ||
      first.attemptCount + batch.attemptCount > 0 ||
      JSON.stringify(batch.context) !== context
    )
      break;
    group.push(batch);
  }
  return group;
}

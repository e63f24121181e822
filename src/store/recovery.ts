import type { LivingTabs } from './living-tabs.js';
import type { Batch, JournalRow, SessionStore } from './session-store.js';

/**
 * Takes over the rows of tabs that are gone: open batches are sealed as they were captured, and the IDs
 * of the tabs whose outboxes this tab has to send from now on are returned, oldest rows first.
 */
export async function recoverTabs({
  store,
  livingTabs,
  ownTabId,
  maxRawBytes,
  goesOn,
  seal,
}: {
  store: SessionStore;
  livingTabs: LivingTabs;
  ownTabId: string;
  /** Size at which a batch is full. Unit: bytes of UTF-8, before compression. */
  maxRawBytes: number;
  /** Asked before each tab: whether the page still wants it. */
  goesOn: () => boolean;
  /** Makes a batch of rows of one context. */
  seal: (rows: readonly JournalRow[]) => Promise<Batch>;
}): Promise<string[]> {
  const recovered: string[] = [];
  for (const tabId of await store.tabs()) {
    if (!goesOn()) break;
    if (tabId === ownTabId || !(await livingTabs.claim(tabId))) continue;
    for (const rows of intoBatches(await store.journalOf(tabId), maxRawBytes))
      await store.seal(await seal(rows), rows);
    recovered.push(tabId);
  }
  return recovered;
}

/** Splits rows where the context changes, so that a batch never mixes sessions, and where a batch is full. */
function intoBatches(
  rows: readonly JournalRow[],
  maxRawBytes: number,
): JournalRow[][] {
  const groups: JournalRow[][] = [];
  let group: JournalRow[] = [];
  let context = '';
  let rawBytes = 0;
  for (const row of rows) {
    const rowContext = JSON.stringify(row.context);
    rawBytes += row.rawBytes;
    if (rowContext !== context || rawBytes > maxRawBytes) {
      groups.push((group = []));
      rawBytes = row.rawBytes;
    }
    context = rowContext;
    group.push(row);
  }
  return groups;
}

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
  seal,
}: {
  store: SessionStore;
  livingTabs: LivingTabs;
  ownTabId: string;
  /** Makes a batch of rows of one context. */
  seal: (rows: readonly JournalRow[]) => Promise<Batch>;
}): Promise<string[]> {
  const recovered: string[] = [];
  for (const tabId of await store.tabs()) {
    if (tabId === ownTabId || !(await livingTabs.claim(tabId))) continue;
    for (const rows of byContext(await store.journalOf(tabId)))
      await store.seal(await seal(rows), rows);
    recovered.push(tabId);
  }
  return recovered;
}

/** Splits rows where the context changes, so that a batch never mixes sessions. */
function byContext(rows: readonly JournalRow[]): JournalRow[][] {
  const groups: JournalRow[][] = [];
  let group: JournalRow[] = [];
  let context = '';
  for (const row of rows) {
    const rowContext = JSON.stringify(row.context);
    if (rowContext !== context) groups.push((group = []));
    context = rowContext;
    group.push(row);
  }
  return groups;
}

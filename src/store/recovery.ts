import type { Guard } from '../guard.js';
import type { LivingTabs } from './living-tabs.js';
import type { Batch, JournalRow, SessionStore } from './session-store.js';

/** What a look for the rows of other tabs found. */
export interface Recovery {
  /** Tabs that are gone, whose outboxes this tab has to send from now on, oldest first. */
  recovered: string[];
  /** Whether others live that have rows here. */
  othersLive: boolean;
}

/** Takes over the rows of tabs that are gone: open batches are sealed as they were captured. */
export async function recoverTabs({
  store,
  claim,
  guard,
  ownTabId,
  maxRawBytes,
  goesOn,
  seal,
}: {
  store: Pick<SessionStore, 'tabs' | 'journalOf' | 'seal'>;
  claim: LivingTabs['claim'];
  guard: Pick<Guard, 'async'>;
  ownTabId: string;
  /** Size at which a batch is full. Unit: bytes of UTF-8, before compression. */
  maxRawBytes: number;
  /** Asked before each step: whether the page still wants it. */
  goesOn: () => boolean;
  /** Makes a batch of rows of one context. */
  seal: (rows: readonly JournalRow[]) => Promise<Batch>;
}): Promise<Recovery> {
  const recovered: string[] = [];
  let othersLive = false;
  for (const tabId of await store.tabs()) {
    if (!goesOn()) break;
    if (tabId === ownTabId) continue;
    const owner = await claim(tabId);
    // They stay for a page that can tell whose they are.
    if (owner === 'unknown') break;
    if (owner === 'theirs') {
      othersLive = true;
      continue;
    }
    if (!goesOn()) break;
    recovered.push(tabId);
    // Rows that cannot be read must not keep those of other tabs here.
    await guard.async('recovery', async () => {
      for (const rows of intoBatches(
        await store.journalOf(tabId),
        maxRawBytes,
      )) {
        const batch = await seal(rows);
        if (!goesOn()) return;
        await store.seal(batch, rows);
      }
    });
  }
  return { recovered, othersLive };
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

import type { Guard } from '../guard.js';
import type { LivingTabs } from './living-tabs.js';
import {
  lengthOf,
  type JournalRow,
  type SealedRows,
  type SessionStore,
} from './session-store.js';

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
  maxLength,
  goesOn,
  seal,
}: {
  store: Pick<SessionStore, 'tabs' | 'journalOf' | 'seal'>;
  claim: LivingTabs['claim'];
  guard: Pick<Guard, 'async'>;
  ownTabId: string;
  /** Size at which a batch is full. Unit: characters. */
  maxLength: number;
  /** Asked before each step: whether the page still wants it. */
  goesOn: () => boolean;
  /** Makes batches of rows of one context. */
  seal: (rows: readonly JournalRow[]) => Promise<SealedRows[]>;
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
      for (const rows of intoBatches(await store.journalOf(tabId), maxLength)) {
        for (const { batch, rows: sealed } of await seal(rows)) {
          if (!goesOn()) return;
          await store.seal(batch, sealed);
        }
      }
    });
  }
  return { recovered, othersLive };
}

/** Splits rows where the context changes, so that a batch never mixes sessions, and where a batch is full. */
function intoBatches(
  rows: readonly JournalRow[],
  maxLength: number,
): JournalRow[][] {
  const groups: JournalRow[][] = [];
  let group: JournalRow[] = [];
  let context = '';
  let length = 0;
  for (const row of rows) {
    const rowContext = JSON.stringify(row.context);
    length += lengthOf([row]);
    if (rowContext !== context || length > maxLength) {
      groups.push((group = []));
      length = lengthOf([row]);
    }
    context = rowContext;
    group.push(row);
  }
  return groups;
}

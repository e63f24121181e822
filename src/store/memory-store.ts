import {
  compareKeys,
  countEvents,
  isOf,
  type Batch,
  type JournalRow,
  type RowKey,
  type SessionStore,
} from './session-store.js';

/** A store in memory that can be emptied into another one. */
export interface MemoryStore extends SessionStore {
  /** Takes everything out. */
  takeAll: () => { rows: JournalRow[]; batches: Batch[] };
}

/** Builds a session store that lasts as long as the page, and so holds this page's rows only. */
export function createMemoryStore(): MemoryStore {
  let rows: JournalRow[] = [];
  let batches: Batch[] = [];

  const without = <R extends RowKey>(
    all: R[],
    removed: readonly RowKey[],
  ): R[] =>
    all.filter((row) => !removed.some((key) => compareKeys(key, row) === 0));

  return {
    append: async (row) => {
      rows.push(row);
    },
    seal: async (batch, sealed) => {
      batches.push(batch);
      rows = without(rows, sealed);
    },
    outbox: async () => [...batches].sort(compareKeys),
    read: async (entry) =>
      batches.find((batch) => compareKeys(batch, entry) === 0),
    replace: async (old, added) => {
      batches = [...without(batches, old), ...added];
    },
    update: async (changed) => {
      batches = batches.map((batch) =>
        compareKeys(batch, changed) === 0 ? changed : batch,
      );
    },
    forget: async (who) => {
      let eventCount = 0;
      const isOthers = (row: JournalRow | Batch): boolean => {
        if (!isOf(row.context, who)) return true;
        eventCount += countEvents(row);
        return false;
      };
      rows = rows.filter(isOthers);
      batches = batches.filter(isOthers);
      return eventCount;
    },
    journalOf: async (tabId) =>
      rows.filter((row) => row.tabId === tabId).sort(compareKeys),
    tabs: async () =>
      [...new Set([...rows, ...batches].map((row) => row.tabId))].sort(),
    lease: async () => true,
    endLease: async () => {},
    close: () => {},
    takeAll: () => {
      const all = { rows, batches };
      rows = [];
      batches = [];
      return all;
    },
  };
}

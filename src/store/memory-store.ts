import {
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

/** Builds a session store that lasts as long as the page. */
export function createMemoryStore(): MemoryStore {
  let rows: JournalRow[] = [];
  let batches: Batch[] = [];

  const isAt = (key: RowKey) => (other: RowKey) =>
    other.tabId === key.tabId && other.seq === key.seq;

  return {
    append: async (row) => {
      rows.push(row);
    },
    seal: async (batch, sealed) => {
      batches.push(batch);
      rows = rows.filter((row) => !sealed.some(isAt(row)));
    },
    nextBatch: async (tabIds) => {
      for (const tabId of tabIds) {
        const [first] = batches
          .filter((batch) => batch.tabId === tabId)
          .sort((a, b) => a.seq - b.seq);
        if (first) return first;
      }
      return undefined;
    },
    remove: async (key) => {
      batches = batches.filter((batch) => !isAt(key)(batch));
    },
    forget: async (who, keptTabId) => {
      let eventCount = 0;
      const isOthers = (row: JournalRow | Batch): boolean => {
        if (row.tabId === keptTabId || !isOf(row.context, who)) return true;
        eventCount += countEvents(row);
        return false;
      };
      rows = rows.filter(isOthers);
      batches = batches.filter(isOthers);
      return eventCount;
    },
    journalOf: async (tabId) =>
      rows.filter((row) => row.tabId === tabId).sort((a, b) => a.seq - b.seq),
    tabs: async () =>
      [...new Set([...rows, ...batches].map((row) => row.tabId))].sort(),
    close: () => {},
    takeAll: () => {
      const all = { rows, batches };
      rows = [];
      batches = [];
      return all;
    },
  };
}

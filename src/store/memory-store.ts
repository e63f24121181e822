import type {
  Batch,
  JournalRow,
  RowKey,
  SessionStore,
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
    forget: async ({ deviceId, sessionId }) => {
      let eventCount = 0;
      const isTheirs = (row: JournalRow | Batch): boolean => {
        const theirs =
          row.context.deviceId === deviceId &&
          (sessionId === undefined || row.context.sessionId === sessionId);
        if (theirs)
          eventCount += 'events' in row ? row.events.length : row.eventCount;
        return theirs;
      };
      rows = rows.filter((row) => !isTheirs(row));
      batches = batches.filter((batch) => !isTheirs(batch));
      return eventCount;
    },
    journalOf: async (tabId) => rows.filter((row) => row.tabId === tabId),
    tabs: async () => [
      ...new Set([...rows, ...batches].map((row) => row.tabId)),
    ],
    close: () => {},
    takeAll: () => {
      const all = { rows, batches };
      rows = [];
      batches = [];
      return all;
    },
  };
}

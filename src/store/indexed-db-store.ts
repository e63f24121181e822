import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
} from 'idb';
import {
  countEvents,
  isOf,
  type Batch,
  type JournalRow,
  type RowKey,
  type SessionStore,
} from './session-store.js';

/** Shape: both stores are keyed `[tabId, seq]`, so that a tab's rows lie together and in order. */
interface Schema extends DBSchema {
  journal: { key: [string, number]; value: JournalRow };
  outbox: { key: [string, number]; value: Batch };
}

const SCHEMA_VERSION = 1;
const STORES = ['journal', 'outbox'] as const;

/** A crash of the machine may cost the last moments; of the browser not. It is several times faster. */
const RELAXED = { durability: 'relaxed' } as const;

/**
 * Opens the database of a project. `onLost` is called when the browser closes it under us.
 *
 * Errors: rejects where IndexedDB is missing or refuses.
 */
export async function openIndexedDbStore(
  name: string,
  onLost: () => void,
): Promise<SessionStore> {
  const db = await openDB<Schema>(name, SCHEMA_VERSION, {
    upgrade: (upgraded) => {
      for (const store of STORES)
        upgraded.createObjectStore(store, { keyPath: ['tabId', 'seq'] });
    },
    // A newer version of the library in another tab must not wait for this one.
    blocking: () => {
      db.close();
      onLost();
    },
    terminated: onLost,
  });
  return createIndexedDbStore(db);
}

/**
 * Every member starts its transaction before it returns, and writes commit explicitly: a write made
 * while the page goes away is rolled back otherwise.
 */
function createIndexedDbStore(db: IDBPDatabase<Schema>): SessionStore {
  const write = (): IDBPTransaction<
    Schema,
    ('journal' | 'outbox')[],
    'readwrite'
  > => db.transaction([...STORES], 'readwrite', RELAXED);

  return {
    append: async (row) => {
      const transaction = db.transaction('journal', 'readwrite', RELAXED);
      await finish(transaction, [transaction.store.put(row)]);
    },
    seal: async (batch, rows) => {
      const transaction = write();
      const journal = transaction.objectStore('journal');
      await finish(transaction, [
        transaction.objectStore('outbox').put(batch),
        ...rows.map((row) => journal.delete(keyOf(row))),
      ]);
    },
    nextBatch: async (tabIds) => {
      for (const tabId of tabIds) {
        const first = await db.get('outbox', rangeOf(tabId));
        if (first) return first;
      }
      return undefined;
    },
    remove: async (key) => {
      const transaction = db.transaction('outbox', 'readwrite', RELAXED);
      await finish(transaction, [transaction.store.delete(keyOf(key))]);
    },
    forget: async (who, keptTabId) => {
      const transaction = write();
      let eventCount = 0;
      for (const name of STORES) {
        let cursor = await transaction.objectStore(name).openCursor();
        for (; cursor; cursor = await cursor.continue()) {
          const row = cursor.value;
          if (row.tabId === keptTabId || !isOf(row.context, who)) continue;
          eventCount += countEvents(row);
          await cursor.delete();
        }
      }
      await transaction.done;
      return eventCount;
    },
    journalOf: (tabId) => db.getAll('journal', rangeOf(tabId)),
    tabs: async () => {
      const transaction = db.transaction([...STORES]);
      const keys = await Promise.all(
        STORES.map((name) => transaction.objectStore(name).getAllKeys()),
      );
      return [...new Set(keys.flat().map(([tabId]) => tabId))].sort();
    },
    close: () => db.close(),
  };
}

/** Commits at once, and waits for the transaction as a whole. */
async function finish(
  transaction: { commit: () => void; done: Promise<void> },
  requests: Promise<unknown>[],
): Promise<void> {
  transaction.commit();
  await Promise.all([...requests, transaction.done]);
}

function keyOf({ tabId, seq }: RowKey): [string, number] {
  return [tabId, seq];
}

/** All rows of a tab. An array sorts above every number, so the upper bound is above every row. */
function rangeOf(tabId: string): IDBKeyRange {
  return IDBKeyRange.bound([tabId], [tabId, []]);
}

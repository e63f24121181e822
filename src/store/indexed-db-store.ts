import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPObjectStore,
  type StoreNames,
} from 'idb';
import { sumOf } from '../sum-of.js';
import { cutRow, joinRows, type StoredRow } from './row-pieces.js';
import {
  countEvents,
  isOf,
  type Batch,
  type BatchEntry,
  type Lease,
  type RowKey,
  type SessionStore,
} from './session-store.js';

/**
 * Shape: rows are keyed `[tabId, seq]`, so that a tab's rows lie together and in order. A batch lies in two stores
 * under the same key, so that what is known of it can be read without its body.
 */
interface Schema extends DBSchema {
  journal: { key: [string, number]; value: StoredRow };
  outbox: { key: [string, number]; value: BatchEntry };
  bodies: { key: [string, number]; value: Batch['body'] };
  leases: { key: string; value: Lease };
}

type StoreName = StoreNames<Schema>;

/** Version 1 kept bodies within the outbox; it was never published. */
const SCHEMA_VERSION = 2;

/** A crash of the machine may cost the last moments; of the browser not. It is several times faster. */
const RELAXED = { durability: 'relaxed' } as const;

/**
 * Opens the database of a project. `onLost` is called when the browser closes it under us, with whether it can be
 * opened anew.
 *
 * Errors: rejects where IndexedDB is missing or refuses.
 */
export async function openIndexedDbStore(
  name: string,
  onLost: (mayReopen: boolean) => void,
): Promise<SessionStore> {
  const db = await openDB<Schema>(name, SCHEMA_VERSION, {
    upgrade: (upgraded) => {
      for (const store of upgraded.objectStoreNames)
        upgraded.deleteObjectStore(store);
      const keyPath = ['tabId', 'seq'];
      upgraded.createObjectStore('journal', { keyPath });
      upgraded.createObjectStore('outbox', { keyPath });
      upgraded.createObjectStore('bodies');
      upgraded.createObjectStore('leases', { keyPath: 'tabId' });
    },
    // A newer version of the library in another tab, or a site that deletes it, must not wait for this one.
    blocking: (_version, wantedVersion) => {
      db.close();
      onLost(wantedVersion === null);
    },
    terminated: () => onLost(true),
  });
  return createIndexedDbStore(db);
}

/** What reads use of a store. */
type Readable<N extends StoreName> = Pick<
  IDBPObjectStore<Schema, N[], N>,
  'get' | 'getAll' | 'getAllKeys'
>;

/**
 * Every member starts its transaction before it returns. Writes commit explicitly: one that is made while the page
 * goes away is rolled back otherwise. So do reads: one that waits for the page to take its answer holds up the writes
 * behind it, and they are lost with the page.
 */
function createIndexedDbStore(db: IDBPDatabase<Schema>): SessionStore {
  const begin = <N extends StoreName, M extends IDBTransactionMode>(
    names: N[],
    mode: M & ('readonly' | 'readwrite'),
  ) => {
    const transaction = db.transaction(names, mode, RELAXED);
    // Who fails hears of it from the request; nobody else may, as an unhandled rejection.
    transaction.done.catch(() => {});
    return transaction;
  };
  /** Reads within one store. */
  const ask = async <N extends StoreName, T>(
    name: N,
    request: (store: Readable<N>) => Promise<T>,
  ): Promise<T> => {
    const transaction = begin([name], 'readonly');
    const answer = request(transaction.objectStore(name));
    transaction.commit();
    return answer;
  };
  const beginBatches = () =>
    begin(['journal', 'outbox', 'bodies'], 'readwrite');
  type Transaction = ReturnType<typeof beginBatches>;

  const put = (transaction: Transaction, { body, ...entry }: Batch) => [
    transaction.objectStore('outbox').put(entry),
    transaction.objectStore('bodies').put(body, keyOf(entry)),
  ];
  const take = (transaction: Transaction, key: RowKey) => [
    transaction.objectStore('outbox').delete(keyOf(key)),
    transaction.objectStore('bodies').delete(keyOf(key)),
  ];

  return {
    append: async (row) => {
      const transaction = begin(['journal'], 'readwrite');
      const journal = transaction.objectStore('journal');
      await finish(
        transaction,
        cutRow(row).map((piece) => journal.put(piece)),
      );
    },
    seal: async (batch, rows) => {
      const transaction = beginBatches();
      const journal = transaction.objectStore('journal');
      await finish(transaction, [
        ...put(transaction, batch),
        ...runsOf(rows).map((run) => journal.delete(run)),
      ]);
    },
    outbox: () => ask('outbox', (outbox) => outbox.getAll()),
    read: async (entry) => {
      const body = await ask('bodies', (bodies) => bodies.get(keyOf(entry)));
      return body && { ...entry, body };
    },
    replace: async (old, batches) => {
      const transaction = beginBatches();
      await finish(transaction, [
        ...old.flatMap((key) => take(transaction, key)),
        ...batches.flatMap((batch) => put(transaction, batch)),
      ]);
    },
    update: async ({ body, ...entry }) => {
      const transaction = begin(['outbox'], 'readwrite');
      await finish(transaction, [transaction.objectStore('outbox').put(entry)]);
    },
    forget: async (who) => {
      const [rows, batches] = await Promise.all([
        ask('journal', (journal) => journal.getAll()),
        ask('outbox', (outbox) => outbox.getAll()),
      ]);
      const theirs = [...joinRows(rows), ...batches].filter((row) =>
        isOf(row.context, who),
      );
      const transaction = beginBatches();
      const journal = transaction.objectStore('journal');
      await finish(transaction, [
        ...theirs.map((row) => journal.delete(rangeFrom(row, row))),
        ...theirs.flatMap((row) => take(transaction, row)),
      ]);
      return sumOf(theirs, countEvents);
    },
    journalOf: async (tabId) =>
      joinRows(
        await ask('journal', (journal) => journal.getAll(rangeOf(tabId))),
      ),
    tabs: async () => {
      const [rows, batches] = await Promise.all([
        ask('journal', (journal) => journal.getAllKeys()),
        ask('outbox', (outbox) => outbox.getAllKeys()),
      ]);
      return [...new Set([...rows, ...batches].map(([tabId]) => tabId))].sort();
    },
    lease: async (lease, nowMs) => {
      const transaction = begin(['leases'], 'readwrite');
      const leases = transaction.objectStore('leases');
      for (const held of await leases.getAll())
        if (held.untilMs <= nowMs) await leases.delete(held.tabId);
        else if (held.tabId === lease.tabId && held.owner !== lease.owner)
          return false;
      await leases.put(lease);
      await transaction.done;
      return true;
    },
    endLease: async (tabId) => {
      const transaction = begin(['leases'], 'readwrite');
      await finish(transaction, [
        transaction.objectStore('leases').delete(tabId),
      ]);
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

/** Keys of rows, as few ranges: the journal's rows follow each other, and each request costs the page something. */
function runsOf(rows: readonly RowKey[]): IDBKeyRange[] {
  const runs: { from: RowKey; to: RowKey }[] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.to.tabId === row.tabId && run.to.seq + 1 === row.seq) run.to = row;
    else runs.push({ from: row, to: row });
  }
  return runs.map(({ from, to }) => rangeFrom(from, to));
}

/** Keys of rows of a tab, and of all their pieces. */
function rangeFrom(from: RowKey, { tabId, seq }: RowKey): IDBKeyRange {
  const next = keyOf({ tabId, seq: Math.floor(seq) + 1 });
  return IDBKeyRange.bound(keyOf(from), next, false, true);
}

/** All rows of a tab. An array sorts above every number, so the upper bound is above every row. */
function rangeOf(tabId: string): IDBKeyRange {
  return IDBKeyRange.bound([tabId], [tabId, []]);
}

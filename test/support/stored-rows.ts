import type { Page } from 'playwright-core';
import { DATABASE_NAME } from './storage-site.js';

/** A row of the library's journal or outbox, as far as tests look at it. */
interface StoredRow {
  context: { sessionId: string };
  /** Of a journal row. */
  events?: string[];
  /** Of a journal row that is a piece of an event: the next one holds the rest. */
  goesOn?: boolean;
  /** Of a batch. */
  eventCount?: number;
}

/** What lies in the database, store by store; `undefined` while there is no database. */
type Stored = Record<'journal' | 'outbox', StoredRow[]> | undefined;

/** The number of rows in each store; `undefined` while there is no database. */
export async function countStoredRows(
  page: Page,
): Promise<Record<'journal' | 'outbox', number> | undefined> {
  const stored = await readStored(page);
  return (
    stored && { journal: stored.journal.length, outbox: stored.outbox.length }
  );
}

/** The number of events that are stored of each session. */
export async function countStoredEvents(
  page: Page,
): Promise<Record<string, number>> {
  const { journal = [], outbox = [] } = (await readStored(page)) ?? {};
  const counts: Record<string, number> = {};
  for (const { context, events, goesOn, eventCount = 0 } of [
    ...journal,
    ...outbox,
  ])
    counts[context.sessionId] =
      (counts[context.sessionId] ?? 0) +
      (goesOn ? 0 : (events?.length ?? eventCount));
  return counts;
}

/** Reads through a connection of its own, which is closed at once. */
function readStored(page: Page): Promise<Stored> {
  return page.evaluate(async (name) => {
    const databases = await indexedDB.databases();
    // Opening it would make one.
    if (!databases.some((database) => database.name === name)) return undefined;
    const settle = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
      });
    const database = await settle(indexedDB.open(name));
    try {
      // It was deleted meanwhile, and this one is empty.
      if (database.objectStoreNames.length === 0) return undefined;
      const transaction = database.transaction(['journal', 'outbox']);
      const read = (store: string): Promise<StoredRow[]> =>
        settle(transaction.objectStore(store).getAll());
      const [journal, outbox] = await Promise.all([
        read('journal'),
        read('outbox'),
      ]);
      return { journal, outbox };
    } finally {
      database.close();
    }
  }, DATABASE_NAME);
}

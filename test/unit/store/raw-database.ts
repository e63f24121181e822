import { openDB } from 'idb';
import type {
  BatchEntry,
  JournalRow,
  Lease,
} from '../../../src/store/session-store.js';

/** A name that no database has had before. */
export const freshName = (): string => `test-${crypto.randomUUID()}`;

/** What really lies in the stores of a database, whatever the library says of it. */
export interface RawContents {
  journal: JournalRow[];
  outbox: BatchEntry[];
  bodies: unknown[];
  leases: Lease[];
}

/** Reads it, as far as the stores are there. */
export async function rawContents(name: string): Promise<RawContents> {
  const db = await openDB(name);
  const entries = [...db.objectStoreNames].map(
    async (storeName) => [storeName, await db.getAll(storeName)] as const,
  );
  const contents = Object.fromEntries(await Promise.all(entries));
  db.close();
  return contents as unknown as RawContents;
}

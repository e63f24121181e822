import { deleteDB } from 'idb';
import { openIndexedDbStore } from './indexed-db-store.js';

/**
 * Takes out everything of a device where no recording has the database open. A database with nothing left in it goes,
 * too, so that the next page need not look.
 *
 * Errors: rejects where IndexedDB fails.
 */
export async function forgetStored(
  databaseName: string,
  deviceId: string,
): Promise<void> {
  const store = await openIndexedDbStore(databaseName, () => {});
  try {
    await store.forget({ deviceId });
    if ((await store.tabs()).length > 0) return;
  } finally {
    store.close();
  }
  await deleteDB(databaseName);
}

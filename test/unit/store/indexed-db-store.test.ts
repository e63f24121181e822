import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { openIndexedDbStore } from '../../../src/store/indexed-db-store.js';
import { comparable, sampleBatch, sampleRow } from './sample-rows.js';
import { itBehavesAsSessionStore } from './session-store-behaviours.js';

const freshName = (): string => `test-${crypto.randomUUID()}`;
const ignore = (): void => {};

/** Notes how transactions of any database are used, for as long as a test runs. */
function watchTransactions() {
  const commit = vi.spyOn(IDBTransaction.prototype, 'commit');
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  return { commit, transaction, put };
}

describe('openIndexedDbStore', () => {
  itBehavesAsSessionStore(() => openIndexedDbStore(freshName(), ignore));

  it('finds after a reload what was stored before', async () => {
    const name = freshName();
    const before = await openIndexedDbStore(name, ignore);
    await before.append(sampleRow(2));
    await before.seal(sampleBatch(1), []);
    before.close();

    const after = await openIndexedDbStore(name, ignore);

    expect(await after.journalOf('tab-1')).toEqual([sampleRow(2)]);
    expect(comparable(await after.nextBatch(['tab-1']))).toEqual(
      comparable(sampleBatch(1)),
    );
  });

  it('shares its rows with other tabs of the same project only', async () => {
    const name = freshName();
    const tab = await openIndexedDbStore(name, ignore);
    const sibling = await openIndexedDbStore(name, ignore);
    const stranger = await openIndexedDbStore(freshName(), ignore);
    await tab.append(sampleRow(1));

    expect(await sibling.tabs()).toEqual(['tab-1']);
    expect(await stranger.tabs()).toEqual([]);
  });

  it('has started and committed a write before the call returns', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    const row = sampleRow(1);
    const writes = [
      () => store.append(row),
      () => store.seal(sampleBatch(1), [row]),
      () => store.remove(row),
    ];
    for (const write of writes) {
      const { commit } = watchTransactions();
      const written = write();
      expect(commit).toHaveBeenCalledOnce();
      vi.restoreAllMocks();
      await written;
    }
  });

  it('does not wait for the disk on each write', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    const { transaction } = watchTransactions();
    await store.append(sampleRow(1));
    await store.seal(sampleBatch(1), []);
    const durabilities = transaction.mock.calls.map(
      ([, , options]) => options?.durability,
    );
    vi.restoreAllMocks();
    expect(durabilities).toEqual(['relaxed', 'relaxed']);
  });

  it('writes the thousandth row at the cost of the first', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    const { put } = watchTransactions();
    for (let seq = 1; seq <= 1_000; seq += 1)
      await store.append(sampleRow(seq));
    const sizes = put.mock.calls.map(([row]) => JSON.stringify(row).length);
    vi.restoreAllMocks();
    expect(sizes).toHaveLength(1_000);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(10);
  });

  it('leaves the journal alone when a batch cannot be stored', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    const row = sampleRow(1);
    await store.append(row);
    const unstorable = { ...sampleBatch(1), uncloneable: () => {} };

    await expect(store.seal(unstorable, [row])).rejects.toThrow(Error);

    expect(await store.journalOf('tab-1')).toEqual([row]);
    expect(await store.nextBatch(['tab-1'])).toBeUndefined();
  });

  it('rejects every call once it is closed', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    store.close();
    const calls = [
      () => store.append(sampleRow(1)),
      () => store.seal(sampleBatch(1), []),
      () => store.nextBatch(['tab-1']),
      () => store.remove({ tabId: 'tab-1', seq: 1 }),
      () => store.forget({ deviceId: 'device-1' }),
      () => store.journalOf('tab-1'),
      () => store.tabs(),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ name: 'InvalidStateError' });
  });

  it('makes way for a newer version of the library and says that it is lost', async () => {
    const name = freshName();
    const onLost = vi.fn<() => void>();
    await openIndexedDbStore(name, onLost);

    const newer = await openDB(name, 99);

    expect(newer.version).toBe(99);
    expect(onLost).toHaveBeenCalledOnce();
  });

  it('rejects where a newer version has been here, and keeps its data', async () => {
    const name = freshName();
    const newer = await openDB(name, 99, {
      upgrade: (db) => void db.createObjectStore('future'),
    });
    newer.close();

    await expect(openIndexedDbStore(name, ignore)).rejects.toMatchObject({
      name: 'VersionError',
    });

    const again = await openDB(name);
    expect([...again.objectStoreNames]).toEqual(['future']);
  });

  it('rejects where the browser refuses to open a database', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(openIndexedDbStore(freshName(), ignore)).rejects.toMatchObject(
      { name: 'SecurityError' },
    );
    open.mockRestore();
  });
});

import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { openIndexedDbStore } from '../../../src/store/indexed-db-store.js';
import type { SessionStore } from '../../../src/store/session-store.js';
import { settle } from '../../support/fake-timers.js';
import { freshName, rawContents } from './raw-database.js';
import {
  entryOf,
  sampleBatch,
  sampleContext,
  sampleRow,
  takeBatches,
} from './sample-rows.js';
import { itBehavesAsSessionStore } from './session-store-behaviours.js';

const ignore = (): void => {};
const sampleLease = { tabId: 'tab-1', owner: 'me', untilMs: 1 };

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
    expect((await takeBatches(after)).map(entryOf)).toEqual([
      entryOf(sampleBatch(1)),
    ]);
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
      () => store.replace([row], [sampleBatch(1), sampleBatch(1.5)]),
      () => store.endLease('tab-1'),
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

  describe('a row with a large event', () => {
    const large = sampleRow(1, { events: ['x'.repeat(1_600_000)] });

    it('is written in pieces at once, and read as it was', async () => {
      const store = await openIndexedDbStore(freshName(), ignore);
      const { put, commit } = watchTransactions();
      const written = store.append(large);
      expect(put.mock.calls.length).toBeGreaterThan(50);
      expect(commit).toHaveBeenCalledOnce();
      await written;
      vi.restoreAllMocks();
      await store.append(sampleRow(2));
      expect(await store.journalOf('tab-1')).toEqual([large, sampleRow(2)]);
    });

    it('is forgotten in all its pieces', async () => {
      const name = freshName();
      const store = await openIndexedDbStore(name, ignore);
      await Promise.all([store.append(large), store.forget(large.context)]);
      expect((await rawContents(name)).journal).toEqual([]);
    });

    it('leaves nothing behind where the storage ends in between', async () => {
      const name = freshName();
      const store = await openIndexedDbStore(name, ignore);
      const { put, commit } = watchTransactions();
      commit.mockImplementation(function (this: IDBTransaction) {
        this.abort();
      });
      const written = store.append(large);
      expect(put.mock.calls.length).toBeGreaterThan(50);
      vi.restoreAllMocks();
      await expect(written).rejects.toThrow(/abort/i);
      expect((await rawContents(name)).journal).toEqual([]);
    });

    it('is sealed and forgotten as a whole', async () => {
      const name = freshName();
      const store = await openIndexedDbStore(name, ignore);
      await store.append(large);
      await store.seal(sampleBatch(1), [large]);
      expect((await rawContents(name)).journal).toEqual([]);

      await store.append({ ...large, seq: 2 });
      expect(await store.forget(large.context)).toBe(2);
      expect((await rawContents(name)).journal).toEqual([]);
    });
  });

  it('leaves the journal alone when a batch cannot be stored', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    const row = sampleRow(1);
    await store.append(row);
    const unstorable = { ...sampleBatch(1), uncloneable: () => {} };

    await expect(store.seal(unstorable, [row])).rejects.toThrow(Error);

    expect(await store.journalOf('tab-1')).toEqual([row]);
    expect(await store.outbox()).toEqual([]);
  });

  it('leaves the outbox alone when one of several batches cannot be stored', async () => {
    const name = freshName();
    const store = await openIndexedDbStore(name, ignore);
    const batch = sampleBatch(1);
    await store.seal(batch, []);
    const unstorable = { ...sampleBatch(1.5), uncloneable: () => {} };

    await expect(
      store.replace([batch], [sampleBatch(1), unstorable]),
    ).rejects.toThrow(Error);

    expect(await rawContents(name)).toMatchObject({
      outbox: [entryOf(batch)],
      bodies: [expect.anything()],
    });
  });

  it('lists the outbox without reading a body', async () => {
    const store = await openIndexedDbStore(freshName(), ignore);
    const batch = sampleBatch(1);
    await store.seal(batch, []);
    const { transaction } = watchTransactions();
    const outbox = await store.outbox();
    const names = transaction.mock.calls.map(([storeNames]) => storeNames);
    vi.restoreAllMocks();
    expect(outbox).toEqual([entryOf(batch)]);
    expect(names).toEqual([['outbox']]);
  });

  it('keeps no body of a batch that is taken out or forgotten', async () => {
    const name = freshName();
    const store = await openIndexedDbStore(name, ignore);
    const context = sampleContext({ deviceId: 'device-2' });
    for (const seq of [1, 2, 2.5, 3]) await store.seal(sampleBatch(seq), []);
    await store.seal(sampleBatch(4, { context }), []);

    await store.replace([sampleBatch(1)], []);
    await store.forget({ deviceId: 'device-1' });

    const { journal, outbox, bodies } = await rawContents(name);
    expect(journal).toEqual([]);
    expect(outbox).toEqual([entryOf(sampleBatch(4, { context }))]);
    expect(bodies).toHaveLength(1);
  });

  it.each<[string, (store: SessionStore) => Promise<unknown>]>([
    ['append', (store) => store.append(sampleRow(1))],
    ['seal', (store) => store.seal(sampleBatch(1), [])],
    ['outbox', (store) => store.outbox()],
    ['read', (store) => store.read(sampleBatch(1))],
    ['replace', (store) => store.replace([], [])],
    ['update', (store) => store.update(sampleBatch(1))],
    ['forget', (store) => store.forget({ deviceId: 'device-1' })],
    ['journalOf', (store) => store.journalOf('tab-1')],
    ['tabs', (store) => store.tabs()],
    ['lease', (store) => store.lease(sampleLease, 0)],
    ['endLease', (store) => store.endLease('tab-1')],
  ])('rejects a call of %s once it is closed', async (_name, call) => {
    const store = await openIndexedDbStore(freshName(), ignore);
    store.close();
    const answer = call(store);
    await expect(answer).rejects.toMatchObject({ name: 'InvalidStateError' });
  });

  it('makes way for a newer version of the library and says that it is lost for good', async () => {
    const name = freshName();
    const onLost = vi.fn<(mayReopen: boolean) => void>();
    await openIndexedDbStore(name, onLost);

    const newer = await openDB(name, 99);

    expect(newer.version).toBe(99);
    expect(onLost.mock.calls).toEqual([[false]]);
  });

  it('makes way for a site that deletes it and says that it may be opened anew', async () => {
    const name = freshName();
    const onLost = vi.fn<(mayReopen: boolean) => void>();
    const before = await openIndexedDbStore(name, onLost);
    await before.append(sampleRow(1));

    await deleteDB(name);

    expect(onLost.mock.calls).toEqual([[true]]);
    const after = await openIndexedDbStore(name, ignore);
    expect(await after.tabs()).toEqual([]);
  });

  it('says that it may be opened anew when the browser closes it', async () => {
    const open = vi.spyOn(indexedDB, 'open');
    const onLost = vi.fn<(mayReopen: boolean) => void>();
    await openIndexedDbStore(freshName(), onLost);
    const [opened] = open.mock.results;
    open.mockRestore();
    forceCloseDatabase(opened?.value.result);
    await settle();
    expect(onLost.mock.calls).toEqual([[true]]);
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

  it('takes over a database of version 1 empty: nothing was published then', async () => {
    const name = freshName();
    const keyPath = ['tabId', 'seq'];
    const before = await openDB(name, 1, {
      upgrade: (db) => {
        for (const storeName of ['journal', 'outbox'])
          db.createObjectStore(storeName, { keyPath });
      },
    });
    await before.put('journal', { tabId: 'tab-1', seq: 2 });
    await before.put('outbox', sampleBatch(1));
    before.close();

    const after = await openIndexedDbStore(name, ignore);

    expect(await rawContents(name)).toEqual({
      journal: [],
      outbox: [],
      bodies: [],
      leases: [],
    });
    await after.seal(sampleBatch(1), []);
    expect((await takeBatches(after)).map(({ seq }) => seq)).toEqual([1]);
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

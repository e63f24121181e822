import { describe, expect, it, vi } from 'vitest';
import { createFallbackStore } from '../../../src/store/fallback-store.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { SessionStore } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { sampleBatch, sampleRow, takeBatches } from './sample-rows.js';

const failure = () => new DOMException('no room', 'QuotaExceededError');

/** Stands in for IndexedDB: writes down what it is told, and fails when it is told to. */
function createFakeDurable() {
  const inner = createMemoryStore();
  const calls: string[] = [];
  let answer = <T>(run: () => Promise<T>): Promise<T> => run();
  const store: SessionStore = {
    append: (row) => {
      calls.push(`append ${row.seq}`);
      return answer(() => inner.append(row));
    },
    seal: (batch, rows) => {
      calls.push(`seal ${batch.seq}`);
      return answer(() => inner.seal(batch, rows));
    },
    nextBatch: (tabIds) => answer(() => inner.nextBatch(tabIds)),
    remove: (key) => answer(() => inner.remove(key)),
    forget: (who) => answer(() => inner.forget(who)),
    journalOf: (tabId) => answer(() => inner.journalOf(tabId)),
    tabs: () => answer(() => inner.tabs()),
    close: vi.fn<() => void>(),
  };
  return {
    ...store,
    calls,
    fail: () => {
      answer = () => Promise.reject(failure());
    },
    hang: () => {
      answer = () => new Promise(() => {});
    },
  };
}

function setup() {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const durable = createFakeDurable();
  const opening = createDeferred<SessionStore>();
  const openDurable = vi.fn<(onLost: () => void) => Promise<SessionStore>>(
    () => opening.promise,
  );
  const store = createFallbackStore({
    openDurable,
    memory: createMemoryStore(),
    environment,
    logger,
  });
  const openNow = () => {
    opening.resolve(durable);
    return store.open();
  };
  const closeUnderUs = () => openDurable.mock.calls[0]?.[0]();
  return {
    store,
    durable,
    environment,
    logger,
    opening,
    openDurable,
    openNow,
    closeUnderUs,
  };
}

const seqs = (rows: readonly { seq: number }[]) => rows.map(({ seq }) => seq);

describe('createFallbackStore', () => {
  it('opens nothing before it is asked to', async () => {
    const { store, openDurable } = setup();
    await store.append(sampleRow(1));
    expect(openDurable).not.toHaveBeenCalled();
    expect(await store.journalOf('tab-1')).toHaveLength(1);
  });

  it('keeps everything in the durable store once it is open', async () => {
    const { store, durable, openNow, logger } = setup();
    await openNow();
    await store.append(sampleRow(1));
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    expect(durable.calls).toEqual(['append 1', 'seal 1']);
    expect(seqs(await takeBatches(store))).toEqual([1]);
    expect(logger.messages).toEqual([]);
  });

  it('leaves no timer once it is open', async () => {
    const { openNow, environment } = setup();
    await openNow();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('moves everything over in order when the durable store opens', async () => {
    const { store, durable, openNow } = setup();
    for (const seq of [1, 2, 3, 4]) await store.append(sampleRow(seq));
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    await store.seal(sampleBatch(2), [sampleRow(2)]);

    await openNow();
    await settle();

    expect(seqs(await durable.journalOf('tab-1'))).toEqual([3, 4]);
    expect(seqs(await takeBatches(durable))).toEqual([1, 2]);
  });

  it('writes what comes next after what it moves over', async () => {
    const { store, durable, openNow } = setup();
    await store.append(sampleRow(1));
    await openNow();
    await store.append(sampleRow(2));
    expect(durable.calls).toEqual(['append 1', 'append 2']);
  });

  it('stays in memory for good when the durable store opens too late', async () => {
    const { store, durable, opening, environment, logger } = setup();
    await store.append(sampleRow(1));
    const opened = store.open();
    await environment.advance(2_000);
    await opened;

    opening.resolve(durable);
    await settle();
    await store.append(sampleRow(2));

    expect(durable.calls).toEqual([]);
    expect(durable.close).toHaveBeenCalledOnce();
    expect(seqs(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('still takes a durable store that opens just in time', async () => {
    const { store, durable, opening, environment } = setup();
    const opened = store.open();
    await environment.advance(1_999);
    opening.resolve(durable);
    await opened;
    await store.append(sampleRow(1));
    expect(durable.calls).toEqual(['append 1']);
  });

  it('stays in memory when the durable store cannot be opened', async () => {
    const { store, opening, environment, logger } = setup();
    await store.append(sampleRow(1));
    opening.reject(failure());
    await store.open();
    await store.append(sampleRow(2));
    expect(seqs(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts()[0]).toContain('no room');
    expect(environment.leftovers().timers).toBe(0);
  });

  it('stays in memory when opening throws', async () => {
    const { store, openDurable, logger } = setup();
    openDurable.mockImplementation(() => {
      throw failure();
    });
    await store.open();
    expect(logger.texts()).toHaveLength(1);
  });

  it('stays in memory silently when that is what the options ask for', async () => {
    const logger = fakeLogger();
    const store = createFallbackStore({
      openDurable: undefined,
      memory: createMemoryStore(),
      environment: fakeEnvironment(),
      logger,
    });
    await store.open();
    await store.append(sampleRow(1));
    expect(await store.journalOf('tab-1')).toHaveLength(1);
    expect(logger.messages).toEqual([]);
  });

  it('puts the row of a failed write into memory', async () => {
    const { store, durable, openNow, logger } = setup();
    await openNow();
    durable.fail();
    await store.append(sampleRow(1));
    await store.append(sampleRow(2));
    expect(durable.calls).toEqual(['append 1']);
    expect(seqs(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('puts the batch of a failed seal into memory', async () => {
    const { store, durable, openNow } = setup();
    await openNow();
    await store.append(sampleRow(1));
    durable.fail();
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    expect(seqs(await takeBatches(store))).toEqual([1]);
  });

  it('keeps the order of writes that fail together', async () => {
    const { store, durable, openNow, logger } = setup();
    await openNow();
    durable.fail();
    await Promise.all([1, 2, 3].map((seq) => store.append(sampleRow(seq))));
    expect(seqs(await store.journalOf('tab-1'))).toEqual([1, 2, 3]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('never rejects when the durable store fails', async () => {
    const calls: ((store: SessionStore) => Promise<unknown>)[] = [
      (store) => store.nextBatch(['tab-1']),
      (store) => store.remove({ tabId: 'tab-1', seq: 1 }),
      (store) => store.forget({ deviceId: 'device-1' }),
      (store) => store.journalOf('tab-1'),
      (store) => store.tabs(),
    ];
    const answers = await Promise.all(
      calls.map(async (call) => {
        const { store, durable, openNow } = setup();
        await openNow();
        durable.fail();
        return call(store);
      }),
    );
    expect(answers).toEqual([undefined, undefined, 0, [], []]);
  });

  it('keeps what it was moving over when the durable store fails meanwhile', async () => {
    const { store, durable, openNow, logger } = setup();
    for (const seq of [1, 2, 3]) await store.append(sampleRow(seq));
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    durable.fail();
    await openNow();
    await settle();
    expect(seqs(await store.journalOf('tab-1'))).toEqual([2, 3]);
    expect(seqs(await takeBatches(store))).toEqual([1]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('goes on in memory when the browser closes the database under us', async () => {
    const { store, durable, openNow, closeUnderUs, logger } = setup();
    await openNow();
    closeUnderUs();
    closeUnderUs();
    await store.append(sampleRow(1));
    expect(durable.calls).toEqual([]);
    expect(seqs(await store.journalOf('tab-1'))).toEqual([1]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('stays in memory when the database is closed while it opens', async () => {
    const { store, durable, opening, closeUnderUs } = setup();
    await store.append(sampleRow(1));
    const opened = store.open();
    closeUnderUs();
    opening.resolve(durable);
    await opened;
    expect(durable.calls).toEqual([]);
    expect(seqs(await store.journalOf('tab-1'))).toEqual([1]);
  });

  it('goes on in memory when the durable store leaves a call without an answer', async () => {
    const { store, durable, openNow, environment, logger } = setup();
    await openNow();
    durable.hang();
    void store.append(sampleRow(1));
    await environment.advance(5_000);
    await settle();
    // Not waited for: it would hang with the store.
    let found: number[] = [];
    void store.journalOf('tab-1').then((rows) => (found = seqs(rows)));
    await settle();
    expect(found).toEqual([1]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('closes the durable store', async () => {
    const { store, durable, openNow } = setup();
    await openNow();
    store.close();
    expect(durable.close).toHaveBeenCalledOnce();
  });

  it('closes a durable store that opens after the end', async () => {
    const { store, durable, opening } = setup();
    const opened = store.open();
    store.close();
    opening.resolve(durable);
    await opened;
    expect(durable.close).toHaveBeenCalledOnce();
  });
});

import { describe, expect, it, vi } from 'vitest';
import { createFallbackStore } from '../../../src/store/fallback-store.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { SessionStore } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { failure, seqsOf, setupFallback } from './fallback-setup.js';
import { entryOf, sampleBatch, sampleRow, takeBatches } from './sample-rows.js';

const sampleLease = { tabId: 'tab-1', owner: 'me', untilMs: 1 };

describe('createFallbackStore', () => {
  it('opens nothing before it is asked to', async () => {
    const { store, openDurable } = setupFallback();
    await store.append(sampleRow(1));
    expect(openDurable).not.toHaveBeenCalled();
    expect(await store.journalOf('tab-1')).toHaveLength(1);
  });

  it('keeps everything in the durable store once it is open', async () => {
    const { store, durable, openNow, logger } = setupFallback();
    await openNow();
    await store.append(sampleRow(1));
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    expect(durable.calls).toEqual(['append 1', 'seal 1']);
    expect(seqsOf(await takeBatches(store))).toEqual([1]);
    expect(logger.messages).toEqual([]);
  });

  it('leaves no timer once it is open', async () => {
    const { openNow, environment } = setupFallback();
    await openNow();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('moves everything over in order when the durable store opens', async () => {
    const { store, durable, openNow } = setupFallback();
    for (const seq of [1, 2, 3, 4]) await store.append(sampleRow(seq));
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    await store.seal(sampleBatch(2), [sampleRow(2)]);

    await openNow();
    await settle();

    expect(seqsOf(await durable.journalOf('tab-1'))).toEqual([3, 4]);
    expect(seqsOf(await takeBatches(durable))).toEqual([1, 2]);
  });

  it('writes what comes next after what it moves over', async () => {
    const { store, durable, openNow } = setupFallback();
    await store.append(sampleRow(1));
    await openNow();
    await store.append(sampleRow(2));
    expect(durable.calls).toEqual(['append 1', 'append 2']);
  });

  it('stays in memory for good when the durable store opens too late', async () => {
    const { store, durable, opening, environment, logger } = setupFallback();
    await store.append(sampleRow(1));
    const opened = store.open();
    await environment.advance(2_000);
    await opened;

    opening.resolve(durable);
    await settle();
    await store.append(sampleRow(2));

    expect(durable.calls).toEqual([]);
    expect(durable.close).toHaveBeenCalledOnce();
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('still takes a durable store that opens just in time', async () => {
    const { store, durable, opening, environment } = setupFallback();
    const opened = store.open();
    await environment.advance(1_999);
    opening.resolve(durable);
    await opened;
    await store.append(sampleRow(1));
    expect(durable.calls).toEqual(['append 1']);
  });

  it('stays in memory when the durable store cannot be opened', async () => {
    const { store, opening, environment, logger } = setupFallback();
    await store.append(sampleRow(1));
    opening.reject(failure());
    await store.open();
    await store.append(sampleRow(2));
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts()[0]).toContain('disk failed');
    expect(environment.leftovers().timers).toBe(0);
  });

  it('stays in memory when opening throws', async () => {
    const { store, openDurable, logger } = setupFallback();
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
      makeRoom: async () => {},
      onLost: () => {},
    });
    await store.open();
    await store.append(sampleRow(1));
    expect(await store.journalOf('tab-1')).toHaveLength(1);
    expect(store.isDurable()).toBe(false);
    expect(logger.messages).toEqual([]);
  });

  it('puts the row of a failed write into memory', async () => {
    const { store, durable, openNow, logger, onLost } = setupFallback();
    await openNow();
    durable.fail();
    await store.append(sampleRow(1));
    await store.append(sampleRow(2));
    expect(durable.calls).toEqual(['append 1']);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(logger.texts()).toHaveLength(1);
    expect(durable.close).toHaveBeenCalledOnce();
    expect(onLost).toHaveBeenCalledOnce();
  });

  it('puts the batch of a failed seal into memory', async () => {
    const { store, durable, openNow } = setupFallback();
    await openNow();
    await store.append(sampleRow(1));
    durable.fail();
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    expect(seqsOf(await takeBatches(store))).toEqual([1]);
  });

  it('keeps the order of writes that fail together', async () => {
    const { store, durable, openNow, logger } = setupFallback();
    await openNow();
    durable.fail();
    await Promise.all([1, 2, 3].map((seq) => store.append(sampleRow(seq))));
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1, 2, 3]);
    expect(logger.texts()).toHaveLength(1);
  });

  it.each<[string, (store: SessionStore) => Promise<unknown>, unknown]>([
    ['outbox', (store) => store.outbox(), []],
    ['read', (store) => store.read(entryOf(sampleBatch(1))), undefined],
    ['replace', (store) => store.replace([sampleRow(1)], []), undefined],
    ['update', (store) => store.update(sampleBatch(1)), undefined],
    ['forget', (store) => store.forget({ deviceId: 'device-1' }), 0],
    ['journalOf', (store) => store.journalOf('tab-1'), []],
    ['tabs', (store) => store.tabs(), []],
    ['lease', (store) => store.lease(sampleLease, 0), true],
    ['endLease', (store) => store.endLease('tab-1'), undefined],
  ])(
    'answers %s from memory when the durable store fails',
    async (_name, call, answer) => {
      const { store, durable, openNow } = setupFallback();
      await openNow();
      durable.fail();
      expect(await call(store)).toEqual(answer);
    },
  );

  it.each<[string, (store: SessionStore) => Promise<unknown>, unknown[]]>([
    ['outbox', (store) => store.outbox(), []],
    ['read', (store) => store.read(sampleBatch(1)), [sampleBatch(1)]],
    [
      'replace',
      (store) => store.replace([], [sampleBatch(1)]),
      [[], [sampleBatch(1)]],
    ],
    ['update', (store) => store.update(sampleBatch(1)), [sampleBatch(1)]],
    ['forget', (store) => store.forget({ deviceId: 'd' }), [{ deviceId: 'd' }]],
    ['journalOf', (store) => store.journalOf('tab-1'), ['tab-1']],
    ['tabs', (store) => store.tabs(), []],
    ['lease', (store) => store.lease(sampleLease, 7), [sampleLease, 7]],
    ['endLease', (store) => store.endLease('tab-1'), ['tab-1']],
  ])('hands %s on to the durable store as it is', async (name, call, given) => {
    const { store, durable, opening } = setupFallback();
    const spy = vi.fn<(...args: unknown[]) => Promise<void>>(async () => {});
    opening.resolve({ ...durable, [name]: spy });
    await store.open();
    await call(store);
    expect(spy.mock.calls).toEqual([given]);
  });

  it('keeps what it was moving over when the durable store fails meanwhile', async () => {
    const { store, durable, openNow, logger } = setupFallback();
    for (const seq of [1, 2, 3]) await store.append(sampleRow(seq));
    await store.seal(sampleBatch(1), [sampleRow(1)]);
    durable.fail();
    await openNow();
    await settle();
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([2, 3]);
    expect(seqsOf(await takeBatches(store))).toEqual([1]);
    expect(logger.texts()).toHaveLength(1);
  });

  it('goes on in memory when the durable store leaves a call without an answer', async () => {
    const { store, durable, openNow, environment, logger } = setupFallback();
    await openNow();
    durable.hang();
    void store.append(sampleRow(1));
    await environment.advance(4_999);
    expect(store.isDurable()).toBe(true);
    await environment.advance(1);
    await settle();
    // Not waited for: it would hang with the store.
    let found: number[] = [];
    void store.journalOf('tab-1').then((rows) => (found = seqsOf(rows)));
    await settle();
    expect(found).toEqual([1]);
    expect(logger.texts()).toHaveLength(1);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('takes nothing into memory that was forgotten while the durable store did not answer', async () => {
    const { store, durable, environment, openNow } = setupFallback();
    await openNow();
    durable.hang();
    const sealed = store.seal(sampleBatch(1), []);
    await environment.advance(2_000);
    const forgotten = store.forget(sampleBatch(1).context);
    await environment.advance(3_000);
    await sealed;
    expect(await takeBatches(store)).toEqual([]);
    await environment.advance(5_000);
    await forgotten;
    expect(await takeBatches(store)).toEqual([]);
  });

  it('says whether data outlives the page at this moment', async () => {
    const { store, durable, openNow } = setupFallback();
    expect(store.isDurable()).toBe(false);
    await openNow();
    expect(store.isDurable()).toBe(true);
    durable.fail();
    await store.append(sampleRow(1));
    expect(store.isDurable()).toBe(false);
  });
});

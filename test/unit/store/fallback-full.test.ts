import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import {
  failure,
  quotaError,
  seqsOf,
  setupFallback,
} from './fallback-setup.js';
import { sampleBatch, sampleRow, takeBatches } from './sample-rows.js';

/** A fallback store whose durable store is full. */
async function setupFull() {
  const setup = setupFallback();
  await setup.openNow();
  setup.durable.fail(quotaError());
  return setup;
}

describe('a full durable store', () => {
  it('makes room and takes then what it had no room for', async () => {
    const { store, durable, makeRoom, onLost, logger } = await setupFull();
    makeRoom.mockImplementation(async () => durable.work());
    await store.append(sampleRow(1));
    expect(makeRoom.mock.calls).toEqual([[durable]]);
    expect(durable.calls).toEqual(['append 1', 'append 1']);
    expect(seqsOf(await durable.journalOf('tab-1'))).toEqual([1]);
    expect(store.isDurable()).toBe(true);
    expect(onLost).not.toHaveBeenCalled();
    expect(logger.texts()).toEqual([]);
  });

  it('makes room once for calls that fail together', async () => {
    const { store, durable, makeRoom } = await setupFull();
    const room = createDeferred<void>();
    makeRoom.mockImplementation(() => room.promise);
    const writes = [1, 2, 3].map((seq) => store.append(sampleRow(seq)));
    await settle();
    durable.work();
    room.resolve();
    await Promise.all(writes);
    expect(makeRoom).toHaveBeenCalledOnce();
    expect(seqsOf(await durable.journalOf('tab-1'))).toEqual([1, 2, 3]);
  });

  it('makes room again when it is full again later', async () => {
    const { store, durable, makeRoom } = await setupFull();
    makeRoom.mockImplementation(async () => durable.work());
    await store.append(sampleRow(1));
    durable.fail(quotaError());
    await store.append(sampleRow(2));
    expect(makeRoom).toHaveBeenCalledTimes(2);
    expect(seqsOf(await durable.journalOf('tab-1'))).toEqual([1, 2]);
  });

  it('is not asked again to take what was forgotten meanwhile', async () => {
    const { store, durable, openNow } = setupFallback();
    await openNow();
    const refuse = durable.failLater(quotaError());
    const writes = [store.append(sampleRow(1)), store.seal(sampleBatch(2), [])];
    durable.work();
    await store.forget(sampleRow(1).context);
    refuse();
    await Promise.all(writes);
    expect(await store.journalOf('tab-1')).toEqual([]);
    expect(await takeBatches(store)).toEqual([]);
    await store.append(sampleRow(3));
    expect(seqsOf(await durable.journalOf('tab-1'))).toEqual([3]);
  });

  it('is given up when it is full still', async () => {
    const { store, durable, makeRoom, onLost, logger, environment } =
      await setupFull();
    await Promise.all([
      store.append(sampleRow(1)),
      store.append(sampleRow(2)),
      store.seal(sampleBatch(3), []),
    ]);
    expect(makeRoom).toHaveBeenCalledOnce();
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1, 2]);
    expect(seqsOf(await takeBatches(store))).toEqual([3]);
    expect(store.isDurable()).toBe(false);
    expect(durable.close).toHaveBeenCalledOnce();
    expect(onLost).toHaveBeenCalledOnce();
    expect(logger.texts()).toHaveLength(1);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('is given up when no room can be made', async () => {
    const { store, makeRoom, onLost, logger } = await setupFull();
    makeRoom.mockRejectedValue(failure());
    await store.append(sampleRow(1));
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
    expect(onLost).toHaveBeenCalledOnce();
    expect(logger.texts()).toHaveLength(1);
  });

  it('is given up when making room takes too long', async () => {
    const { store, makeRoom, onLost, environment } = await setupFull();
    makeRoom.mockImplementation(() => new Promise(() => {}));
    const written = store.append(sampleRow(1));
    await environment.advance(4_999);
    expect(store.isDurable()).toBe(true);
    await environment.advance(1);
    await written;
    expect(store.isDurable()).toBe(false);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
    expect(onLost).toHaveBeenCalledOnce();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('makes no room for what fails for another reason', async () => {
    const { store, durable, makeRoom } = await setupFull();
    durable.fail(failure());
    await store.append(sampleRow(1));
    expect(makeRoom).not.toHaveBeenCalled();
  });

  it('keeps the order of a row and its batch while it makes room', async () => {
    const { store, durable, makeRoom } = await setupFull();
    const room = createDeferred<void>();
    makeRoom.mockImplementation(() => room.promise);
    const appended = store.append(sampleRow(1));
    await settle();
    durable.work();
    const sealed = store.seal(sampleBatch(1), [sampleRow(1)]);
    await settle();
    room.resolve();
    await Promise.all([appended, sealed]);
    expect(await store.journalOf('tab-1')).toEqual([]);
    expect(seqsOf(await takeBatches(store))).toEqual([1]);
  });
});

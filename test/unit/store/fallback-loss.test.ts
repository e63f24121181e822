import { describe, expect, it, vi } from 'vitest';
import type { SessionStore } from '../../../src/store/session-store.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import {
  createFakeDurable,
  failure,
  seqsOf,
  setupFallback,
} from './fallback-setup.js';
import {
  sampleBatch,
  sampleContext,
  sampleRow,
  takeBatches,
} from './sample-rows.js';

/** When the database is opened anew after it was taken away. Unit: ms. */
const REOPEN_AFTER_MS = 500;

/** A fallback store that is open; each further opening gives a new durable store. */
async function setupOpen() {
  const setup = setupFallback();
  await setup.openNow();
  const reopened: ReturnType<typeof createFakeDurable>[] = [];
  setup.openDurable.mockImplementation(async () => {
    const durable = createFakeDurable();
    reopened.push(durable);
    return durable;
  });
  const loseAndReopen = async () => {
    setup.closeUnderUs(true);
    await setup.environment.advance(REOPEN_AFTER_MS);
  };
  return { ...setup, reopened, loseAndReopen };
}

describe('a database that is taken away', () => {
  it('is opened anew after a site has deleted it', async () => {
    const { store, durable, reopened, loseAndReopen, onLost, logger } =
      await setupOpen();
    await loseAndReopen();
    await store.append(sampleRow(1));
    expect(store.isDurable()).toBe(true);
    expect(reopened.map(({ calls }) => calls)).toEqual([['append 1']]);
    expect(durable.calls).toEqual([]);
    expect(onLost).toHaveBeenCalledOnce();
    expect(logger.texts('log')).toHaveLength(1);
  });

  it('gets what was written until it is open again', async () => {
    const { store, reopened, closeUnderUs, environment } = await setupOpen();
    closeUnderUs(true);
    expect(store.isDurable()).toBe(false);
    const writes = [
      store.append(sampleRow(2)),
      store.append(sampleRow(3)),
      store.seal(sampleBatch(2), [sampleRow(2)]),
    ];
    await Promise.all(writes);
    await settle();
    await environment.advance(REOPEN_AFTER_MS);
    const [durable] = reopened;
    if (!durable) throw new Error('It was not opened anew');
    expect(seqsOf(await durable.journalOf('tab-1'))).toEqual([3]);
    expect(seqsOf(await takeBatches(durable))).toEqual([2]);
  });

  it('is opened anew three times and not a fourth time', async () => {
    const { store, reopened, loseAndReopen, onLost, logger } =
      await setupOpen();
    for (let time = 1; time <= 3; time += 1) await loseAndReopen();
    expect(store.isDurable()).toBe(true);

    await loseAndReopen();
    await store.append(sampleRow(1));

    expect(store.isDurable()).toBe(false);
    expect(reopened).toHaveLength(3);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
    expect(onLost).toHaveBeenCalledTimes(4);
    expect(logger.texts()).toHaveLength(1);
  });

  it('is left for good to a newer version of the library', async () => {
    const { store, durable, openDurable, closeUnderUs, onLost, logger } =
      await setupOpen();
    closeUnderUs(false);
    closeUnderUs(false);
    await store.append(sampleRow(1));
    expect(durable.calls).toEqual([]);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
    expect(openDurable).toHaveBeenCalledOnce();
    expect(onLost).toHaveBeenCalledOnce();
    expect(logger.texts()).toHaveLength(1);
  });

  it('is given up when it cannot be opened anew', async () => {
    const { store, openDurable, loseAndReopen, onLost, logger } =
      await setupOpen();
    openDurable.mockRejectedValue(failure());
    await loseAndReopen();
    await store.append(sampleRow(1));
    expect(store.isDurable()).toBe(false);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
    expect(onLost).toHaveBeenCalledOnce();
    expect(logger.texts()).toHaveLength(1);
  });

  it('is given up when it does not open anew in time', async () => {
    const { store, openDurable, closeUnderUs, environment, logger } =
      await setupOpen();
    openDurable.mockImplementation(() => new Promise(() => {}));
    closeUnderUs(true);
    await store.append(sampleRow(1));
    await environment.advance(REOPEN_AFTER_MS + 2_000);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
    expect(logger.texts()).toHaveLength(1);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('does not take with it a write that was on its way', async () => {
    const { store, durable, reopened, loseAndReopen, onLost } =
      await setupOpen();
    const failNow = durable.failLater();
    const written = store.append(sampleRow(1));
    await loseAndReopen();
    failNow();
    await written;
    expect(reopened.map(({ calls }) => calls)).toEqual([['append 1']]);
    expect(store.isDurable()).toBe(true);
    expect(onLost).toHaveBeenCalledOnce();
  });

  it('leaves rows in memory when that happens while it opens', async () => {
    const { store, durable, opening, closeUnderUs } = setupFallback();
    await store.append(sampleRow(1));
    const opened = store.open();
    closeUnderUs();
    // As a connection answers that is closed.
    durable.fail(new DOMException('closing', 'InvalidStateError'));
    opening.resolve(durable);
    await opened;
    await settle();
    expect(store.isDurable()).toBe(false);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
  });
});

describe('batches in a durable store that fails', () => {
  it('are sent from memory on this page', async () => {
    const { store, durable, openNow } = setupFallback();
    await openNow();
    for (const seq of [1, 2, 3]) await store.seal(sampleBatch(seq), []);
    await store.replace([sampleBatch(1)], []);
    durable.fail(failure());
    expect(seqsOf(await store.outbox())).toEqual([2, 3]);
  });

  it('are forgotten with their device', async () => {
    const { store, durable, openNow } = setupFallback();
    await openNow();
    await store.seal(sampleBatch(1), []);
    await store.forget({ deviceId: sampleBatch(1).context.deviceId });
    durable.fail(failure());
    expect(await store.outbox()).toEqual([]);
  });

  it('are there up to a megabyte, the last ones', async () => {
    const { store, durable, openNow } = setupFallback();
    await openNow();
    for (const seq of [1, 2, 3])
      await store.seal(sampleBatch(seq, { bodyBytes: 400_000 }), []);
    durable.fail(failure());
    expect(seqsOf(await store.outbox())).toEqual([2, 3]);
  });
});

describe('closing the fallback store', () => {
  it('closes the durable store', async () => {
    const { store, durable, openNow } = setupFallback();
    await openNow();
    store.close();
    expect(durable.close).toHaveBeenCalledOnce();
    expect(store.isDurable()).toBe(false);
  });

  it('closes a durable store that opens after the end', async () => {
    const { store, durable, opening } = setupFallback();
    const opened = store.open();
    store.close();
    opening.resolve(durable);
    await opened;
    expect(durable.close).toHaveBeenCalledOnce();
  });

  it('closes a durable store that opens long after the end', async () => {
    const { store, durable, opening, environment } = setupFallback();
    const opened = store.open();
    store.close();
    await environment.advance(2_000);
    await opened;
    opening.resolve(durable);
    await settle();
    expect(durable.close).toHaveBeenCalledOnce();
  });

  it('is no failure to those whose calls were on their way', async () => {
    const { store, durable, openNow, onLost, logger, environment } =
      setupFallback();
    await openNow();
    const failNow = durable.failLater();
    const written = Promise.all(
      [1, 2].map((seq) => store.append(sampleRow(seq))),
    );
    store.close();
    failNow();
    await written;
    // Each was tried once: nothing goes round and round.
    expect(durable.calls).toEqual(['append 1', 'append 2']);
    expect(onLost).not.toHaveBeenCalled();
    expect(logger.texts()).toEqual([]);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('is not undone by a database that is taken away afterwards', async () => {
    const { store, openDurable, loseAndReopen, onLost, logger } =
      await setupOpen();
    store.close();
    await loseAndReopen();
    expect(openDurable).toHaveBeenCalledOnce();
    expect(onLost).not.toHaveBeenCalled();
    expect(logger.texts()).toEqual([]);
  });
});

describe('the end of the page', () => {
  it('ends the wait for a database that is to be opened anew', async () => {
    const { store, closeUnderUs, environment, reopened } = await setupOpen();
    closeUnderUs(true);
    store.close();
    expect(environment.leftovers().timers).toBe(0);
    await environment.advance(REOPEN_AFTER_MS);
    expect(reopened).toEqual([]);
  });
});

describe('a database that is opened only to forget somebody', () => {
  /** One that fails, and is asked to forget. Gives how its next opening is answered. */
  async function setupForgetting() {
    const setup = setupFallback();
    await setup.openNow();
    setup.durable.fail();
    const reopening = createDeferred<SessionStore>();
    setup.openDurable.mockReturnValue(reopening.promise);
    const forgotten = setup.store.forget({ deviceId: 'device-1' });
    await settle();
    return { ...setup, reopening, forgotten };
  }

  it('is closed also where it cannot', async () => {
    const { reopening, forgotten } = await setupForgetting();
    const late = createFakeDurable();
    late.fail();
    reopening.resolve(late);
    await forgotten;
    expect(late.close).toHaveBeenCalledOnce();
  });

  it('is closed also where it opens too late, and has forgotten then', async () => {
    const { environment, reopening, forgotten } = await setupForgetting();
    await environment.advance(2_000);
    await forgotten;
    const late = createFakeDurable();
    await late.seal(sampleBatch(1), []);
    reopening.resolve(late);
    await settle();
    expect(await late.outbox()).toEqual([]);
    expect(late.close).toHaveBeenCalledOnce();
  });
});

describe('a database that opens too late', () => {
  /** One that holds something of two devices by then, of which one is forgotten meanwhile. */
  async function setupLate(isEnded = false) {
    const setup = setupFallback();
    const { store, durable, environment } = setup;
    const context = sampleContext({ deviceId: 'device-2' });
    await durable.seal(sampleBatch(1), []);
    await durable.seal(sampleBatch(2, { context }), []);
    void store.open();
    await settle();
    const forgotten = store.forget({ deviceId: 'device-1' });
    if (isEnded) store.close();
    else await environment.advance(2_000);
    await forgotten;
    return setup;
  }

  it.each([
    ['waited for too long', false],
    ['ended by then', true],
  ])(
    'is closed once what was forgotten meanwhile is out of it (%s)',
    async (_, isEnded) => {
      const { durable, opening } = await setupLate(isEnded);
      const left: Promise<unknown>[] = [];
      vi.mocked(durable.close).mockImplementation(() => {
        left.push(durable.outbox().then(seqsOf));
      });
      opening.resolve(durable);
      await settle();
      // Or the next page would send what the visitor has had deleted.
      expect(await Promise.all(left)).toEqual([[2]]);
    },
  );

  it('is closed also where that fails', async () => {
    const { durable, opening, logger } = await setupLate();
    durable.fail();
    opening.resolve(durable);
    await settle();
    expect(durable.close).toHaveBeenCalledOnce();
    expect(logger.texts()).toHaveLength(1);
  });
});

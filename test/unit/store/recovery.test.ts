import { describe, expect, it, vi } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { LivingTabs } from '../../../src/store/living-tabs.js';
import { recoverTabs } from '../../../src/store/recovery.js';
import type {
  SealedRows,
  JournalRow,
} from '../../../src/store/session-store.js';
import { fakeLogger } from '../../support/fake-logger.js';
import {
  sampleBatch,
  sampleContext,
  sampleRow,
  takeBatches,
} from './sample-rows.js';

/** A store that may hold rows of several tabs, and what becomes of those that are gone. */
function setup({
  living = [],
  goesOn = () => true,
}: { living?: string[]; goesOn?: () => boolean } = {}) {
  const store = createMemoryStore();
  const logger = fakeLogger();
  const claim = vi.fn<LivingTabs['claim']>(async (tabId) =>
    living.includes(tabId) ? 'theirs' : 'ours',
  );
  const seal = async (rows: readonly JournalRow[]): Promise<SealedRows[]> => {
    const [first] = rows;
    if (!first) throw new Error('nothing to seal');
    const { tabId, seq, context } = first;
    const eventCount = rows.flatMap((row) => row.events).length;
    return [{ batch: sampleBatch(seq, { tabId, context, eventCount }), rows }];
  };
  const recover = (differs: { seal?: typeof seal } = {}) =>
    recoverTabs({
      store,
      claim,
      guard: createGuard(logger, () => {}),
      ownTabId: 'own',
      maxLength: 1_000,
      goesOn,
      seal,
      ...differs,
    });
  return { store, claim, recover, seal, logger };
}

describe('recoverTabs', () => {
  it('makes batches no larger than they may be', async () => {
    const { store, recover } = setup();
    for (const [seq, length] of [400, 600, 700, 5_000, 1].entries()) {
      const events = ['x'.repeat(length)];
      await store.append(sampleRow(seq + 1, { tabId: 'dead', events }));
    }
    await recover();
    const batches = await takeBatches(store, ['dead']);
    expect(batches.map(({ seq }) => seq)).toEqual([1, 3, 4, 5]);
  });

  it('takes nothing over for a page that does not want it any more', async () => {
    const { store, claim, recover } = setup({ goesOn: () => false });
    await store.append(sampleRow(1, { tabId: 'dead' }));
    expect((await recover()).recovered).toEqual([]);
    expect(claim).not.toHaveBeenCalled();
  });

  it('seals what a tab that is gone has left open', async () => {
    const { store, recover } = setup();
    await store.append(sampleRow(1, { tabId: 'dead' }));
    await store.append(sampleRow(2, { tabId: 'dead' }));

    expect((await recover()).recovered).toEqual(['dead']);

    const batches = await takeBatches(store, ['dead']);
    expect(batches.map(({ seq, eventCount }) => [seq, eventCount])).toEqual([
      [1, 2],
    ]);
    expect(await store.journalOf('dead')).toEqual([]);
  });

  it('takes over sealed batches as they are', async () => {
    const { store, recover } = setup();
    const batch = sampleBatch(1, { tabId: 'dead' });
    await store.seal(batch, []);

    expect((await recover()).recovered).toEqual(['dead']);

    expect(await takeBatches(store, ['dead'])).toEqual([batch]);
  });

  it('never mixes sessions in a batch', async () => {
    const { store, recover } = setup();
    const next = sampleContext({ sessionId: 'next' });
    const contexts = [sampleContext(), sampleContext(), next, sampleContext()];
    for (const [index, context] of contexts.entries())
      await store.append(sampleRow(index + 1, { tabId: 'dead', context }));

    await recover();

    const batches = await takeBatches(store, ['dead']);
    expect(
      batches.map(({ seq, eventCount, context }) => [
        seq,
        eventCount,
        context.sessionId,
      ]),
    ).toEqual([
      [1, 2, sampleContext().sessionId],
      [3, 1, 'next'],
      [4, 1, sampleContext().sessionId],
    ]);
  });

  it.each([
    ['device', { deviceId: 'device-2' }],
    ['sample rate', { sampleRate: 0.5 }],
    ['version of the library', { library: 'plugin/9.9.9' }],
  ])('keeps the %s under which rows were captured', async (_what, differs) => {
    const { store, recover } = setup();
    const context = sampleContext(differs);
    await store.append(sampleRow(1, { tabId: 'dead' }));
    await store.append(sampleRow(2, { tabId: 'dead', context }));

    await recover();

    const batches = await takeBatches(store, ['dead']);
    expect(batches.map((batch) => batch.context)).toEqual([
      sampleContext(),
      context,
    ]);
  });

  it('leaves living tabs and its own rows alone', async () => {
    const { store, claim, recover } = setup({ living: ['living'] });
    for (const tabId of ['own', 'living'])
      await store.append(sampleRow(1, { tabId }));

    expect(await recover()).toEqual({ recovered: [], othersLive: true });

    expect(claim.mock.calls).toEqual([['living']]);
    expect(await store.journalOf('own')).toHaveLength(1);
    expect(await store.journalOf('living')).toHaveLength(1);
  });

  it('recovers every tab that is gone, oldest first', async () => {
    const { store, recover } = setup({ living: ['living'] });
    for (const tabId of ['dead-2', 'living', 'dead-1', 'own'])
      await store.append(sampleRow(1, { tabId }));
    expect(await recover()).toEqual({
      recovered: ['dead-1', 'dead-2'],
      othersLive: true,
    });
  });

  it('knows when no other tab lives', async () => {
    const { store, recover } = setup();
    for (const tabId of ['dead', 'own'])
      await store.append(sampleRow(1, { tabId }));
    expect(await recover()).toEqual({
      recovered: ['dead'],
      othersLive: false,
    });
  });

  it('recovers the other tabs where the rows of one cannot be sealed', async () => {
    const { store, recover, seal, logger } = setup();
    for (const tabId of ['dead-1', 'dead-2', 'dead-3'])
      await store.append(sampleRow(1, { tabId }));
    const { recovered } = await recover({
      seal: (rows) =>
        rows[0]?.tabId === 'dead-2'
          ? Promise.reject(new Error('cannot be encoded'))
          : seal(rows),
    });
    expect(recovered).toEqual(['dead-1', 'dead-2', 'dead-3']);
    expect((await store.outbox()).map(({ tabId }) => tabId)).toEqual([
      'dead-1',
      'dead-3',
    ]);
    expect(await store.journalOf('dead-2')).toHaveLength(1);
    expect(logger.texts('error')).toHaveLength(1);
  });

  it('stops before the next tab when the page does not want it any more', async () => {
    let isWanted = true;
    const { store, claim, recover } = setup({ goesOn: () => isWanted });
    claim.mockImplementation(async () => {
      isWanted = false;
      return 'ours';
    });
    for (const tabId of ['dead-1', 'dead-2'])
      await store.append(sampleRow(1, { tabId }));
    expect((await recover()).recovered).toEqual([]);
    expect(claim).toHaveBeenCalledOnce();
  });

  it('leaves the rows of others alone where the browser does not say whose they are', async () => {
    const { store, claim, recover } = setup();
    claim.mockResolvedValue('unknown');
    for (const tabId of ['dead-1', 'dead-2'])
      await store.append(sampleRow(1, { tabId }));
    expect(await recover()).toEqual({ recovered: [], othersLive: false });
    // It would not answer for the others either, and each request may take seconds.
    expect(claim).toHaveBeenCalledOnce();
    expect(await store.journalOf('dead-1')).toHaveLength(1);
  });

  it('has nothing to do in a browser without rows', async () => {
    const { recover } = setup();
    expect(await recover()).toEqual({ recovered: [], othersLive: false });
  });
});

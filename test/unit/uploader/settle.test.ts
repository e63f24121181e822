import { describe, expect, it } from 'vitest';
import { createDrops } from '../../../src/drops.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { Batch } from '../../../src/store/session-store.js';
import type { SendOutcome } from '../../../src/uploader/outcome.js';
import { createSettle } from '../../../src/uploader/settle.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleBatch, sampleContext, sampleRow } from '../store/sample-rows.js';

/** What settles outcomes over an outbox with these batches; splitting cuts the events in two without looking at them. */
function setup(...batches: Batch[]) {
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const store = createMemoryStore();
  for (const batch of batches) void store.seal(batch, []);
  let canDecompress = true;
  const told: [string, unknown][] = [];
  const splits: Batch[] = [];
  let split = async (batch: Batch): Promise<[Batch, Batch]> => {
    splits.push(batch);
    const part = { ...batch, eventCount: 1, splitCount: batch.splitCount + 1 };
    return [part, { ...part, seq: batch.seq + 0.5 }];
  };
  const settle = createSettle({
    store,
    repacker: { split: (batch) => split(batch) },
    canDecompress: () => canDecompress,
    drops,
    logger,
    onDelivered: ({ seq }) => told.push(['delivered', seq]),
    onDropped: ({ seq }) => told.push(['dropped', seq]),
    onTooLarge: (rawBytes) => told.push(['too large', rawBytes]),
    onDisabled: ({ sessionId }) => {
      told.push(['disabled', sessionId]);
      return 40;
    },
  });
  return {
    logger,
    drops,
    store,
    told,
    splits,
    settle,
    withoutDecompression: () => {
      canDecompress = false;
    },
    splitBy: (how: typeof split) => {
      split = how;
    },
    /** Numbers in the outbox. */
    left: async () => (await store.outbox()).map(({ seq }) => seq),
  };
}

const twelve = (differs: Partial<Batch> = {}): Batch =>
  sampleBatch(1, { eventCount: 12, ...differs });

const TOO_LARGE: SendOutcome = { kind: 'too-large' };

describe('a delivered batch', () => {
  it('leaves the outbox, and is told of', async () => {
    const { settle, left, told, drops, logger } = setup(
      twelve(),
      sampleBatch(2),
    );
    await settle(twelve(), { kind: 'delivered' });
    expect(await left()).toEqual([2]);
    expect(told).toEqual([['delivered', 1]]);
    expect(drops.counts()).toEqual({});
    expect(logger.messages).toEqual([]);
  });

  it('is told of only when it has left', async () => {
    const { settle, left, told, store } = setup(twelve());
    store.replace = () => Promise.reject(new Error('no disk'));
    await expect(settle(twelve(), { kind: 'delivered' })).rejects.toThrow(
      'no disk',
    );
    expect(await left()).toEqual([1]);
    expect(told).toEqual([]);
  });
});

describe('a batch that the server has dropped or refused', () => {
  it.each<[SendOutcome, string, string]>([
    [{ kind: 'throttled' }, 'throttled', 'throttles'],
    [{ kind: 'refused', status: 401 }, 'refused', 'HTTP 401'],
  ])('leaves the outbox as lost: %o', async (outcome, reason, message) => {
    const { settle, left, told, drops, logger } = setup(
      twelve(),
      sampleBatch(2),
    );
    await settle(twelve(), outcome);
    expect(await left()).toEqual([2]);
    expect(told).toEqual([['dropped', 1]]);
    expect(drops.counts()).toEqual({ [reason]: 12 });
    expect(logger.texts()).toEqual([expect.stringContaining(message)]);
  });
});

describe('a session that the server has switched off', () => {
  it('leaves outbox and journal, and what was not stored is counted too', async () => {
    const { settle, left, told, drops, store } = setup(
      twelve(),
      sampleBatch(2),
      sampleBatch(3, { context: sampleContext({ sessionId: 'next' }) }),
    );
    await store.append(sampleRow(4));
    await settle(twelve(), { kind: 'disabled' });
    expect(await left()).toEqual([3]);
    expect(await store.journalOf('tab-1')).toEqual([]);
    expect(told).toEqual([['disabled', sampleContext().sessionId]]);
    expect(drops.counts()).toEqual({ 'session-disabled': 12 + 1 + 1 + 40 });
  });
});

describe('a batch that is too large', () => {
  it('is cut in two, which take its place', async () => {
    const { settle, left, told, splits, drops, logger, store } = setup(
      twelve({ rawBytes: 5_000 }),
      sampleBatch(2),
    );
    await settle(twelve({ rawBytes: 5_000 }), TOO_LARGE);
    expect(splits.map(({ seq }) => seq)).toEqual([1]);
    expect(await left()).toEqual([1, 1.5, 2]);
    expect((await store.outbox())[0]).toMatchObject({ splitCount: 1 });
    expect(told).toEqual([['too large', 5_000]]);
    expect(drops.counts()).toEqual({});
    expect(logger.messages).toEqual([]);
  });

  it('is lost when it is a single event', async () => {
    const single = sampleBatch(1, { bodyBytes: 4_711 });
    const { settle, left, told, splits, drops, logger } = setup(
      single,
      sampleBatch(2),
    );
    await settle(single, TOO_LARGE);
    expect(splits).toEqual([]);
    expect(await left()).toEqual([2]);
    expect(told.at(-1)).toEqual(['dropped', 1]);
    expect(drops.counts()).toEqual({ 'too-large': 1 });
    expect(logger.texts()).toEqual([expect.stringContaining('4711 bytes')]);
    expect(logger.texts('warn')[0]).toContain('413');
  });

  it('is lost where the browser cannot decompress it', async () => {
    const { settle, left, told, drops, logger, withoutDecompression } =
      setup(twelve());
    withoutDecompression();
    await settle(twelve(), TOO_LARGE);
    expect(await left()).toEqual([]);
    expect(told.at(-1)).toEqual(['dropped', 1]);
    expect(drops.counts()).toEqual({ 'too-large': 12 });
    expect(logger.texts('warn')[0]).toContain('HTTP 413');
  });

  it('stays for a later try where cutting it fails', async () => {
    const { settle, left, drops, splitBy } = setup(twelve());
    splitBy(() => Promise.reject(new Error('the worker failed')));
    expect(await settle(twelve(), TOO_LARGE)).toEqual({ kind: 'deferred' });
    expect(await left()).toEqual([1]);
    expect(drops.counts()).toEqual({});
  });
});

describe('a batch that could not be delivered now', () => {
  it('stays, and its attempts are counted', async () => {
    const { settle, store, told, drops, logger } = setup(twelve());
    for (const attempts of [1, 2, 3]) {
      const [entry] = await store.outbox();
      const batch = entry && (await store.read(entry));
      if (!batch) throw new Error('the batch is gone');
      await settle(batch, { kind: 'deferred' });
      expect(await store.outbox()).toMatchObject([
        { seq: 1, eventCount: 12, attemptCount: attempts },
      ]);
    }
    expect(told).toEqual([]);
    expect(drops.counts()).toEqual({});
    expect(logger.messages).toEqual([]);
  });
});

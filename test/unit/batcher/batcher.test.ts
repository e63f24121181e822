import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { sampleContext, sampleEvent, sampleRow } from '../store/sample-rows.js';
import { eventsOf, rowOfLength, setupBatcher } from './batcher-setup.js';

describe('when a batcher seals', () => {
  it('seals the first batch after a second, with everything added till then', async () => {
    const { environment, add, sealed } = setupBatcher();
    add(1);
    await environment.advance(900);
    add(2);
    await environment.advance(99);
    expect(sealed()).toEqual([]);
    await environment.advance(1);
    expect(sealed()).toEqual([[1, 2]]);
  });

  it('waits twice as long for each batch, up to ten seconds', async () => {
    const { environment, add, sealed } = setupBatcher();
    const waits: number[] = [];
    for (let batch = 1; batch <= 7; batch += 1) {
      add(batch);
      const startMs = environment.now();
      while (sealed().length < batch) await environment.advance(500);
      waits.push((environment.now() - startMs) / 1_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 10, 10, 10]);
  });

  it('waits as long as it is told to', async () => {
    const { environment, add, sealed } = setupBatcher({
      minIntervalMs: 400,
      maxIntervalMs: 1_000,
    });
    const waits: number[] = [];
    for (let batch = 1; batch <= 4; batch += 1) {
      add(batch);
      const startMs = environment.now();
      while (sealed().length < batch) await environment.advance(100);
      waits.push(environment.now() - startMs);
    }
    expect(waits).toEqual([400, 800, 1_000, 1_000]);
  });

  it('seals at the size that it is told', async () => {
    const { batcher, sealed } = setupBatcher({ maxBatchLength: 100 });
    for (const seq of [1, 2, 3]) batcher.add(rowOfLength(seq, 50));
    await settle();
    expect(sealed()).toEqual([[1, 2]]);
  });

  it('seals nothing and sets no timer while nothing is added', async () => {
    const { environment, batcher, onSealed } = setupBatcher();
    expect(environment.leftovers().timers).toBe(0);
    await environment.advance(60_000);
    await batcher.seal();
    expect(onSealed).not.toHaveBeenCalled();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('seals before the open batch would grow above 6 MB', async () => {
    const { batcher, sealed } = setupBatcher();
    batcher.add(rowOfLength(1, 3_000_000));
    batcher.add(rowOfLength(2, 3_000_000));
    await settle();
    expect(sealed()).toEqual([]);
    batcher.add(rowOfLength(3, 1));
    await settle();
    expect(sealed()).toEqual([[1, 2]]);
  });

  it('measures each batch from zero', async () => {
    const { batcher, sealed } = setupBatcher();
    for (const [index, length] of [6_000_000, 1, 1, 1].entries())
      batcher.add(rowOfLength(index + 1, length));
    await batcher.seal();
    expect(sealed()).toEqual([[1], [2, 3, 4]]);
  });

  it('puts a row that is large by itself into a batch by itself', async () => {
    const { batcher, sealed } = setupBatcher();
    for (const [seq, length] of [1, 8_000_000, 1].entries())
      batcher.add(rowOfLength(seq + 1, length));
    await batcher.seal();
    expect(sealed()).toEqual([[1], [2], [3]]);
  });

  it.each([
    ['quotes', '"'],
    ['Chinese', '漢'],
    ['emoji', '😀'],
  ])(
    'makes no body above 8 MB of several rows, whatever the events hold: %s',
    async (_, character) => {
      const { batcher, onSealed, sealed } = setupBatcher();
      for (let seq = 1; seq <= 60; seq += 1)
        batcher.add(rowOfLength(seq, 100_000 / character.length, character));
      await batcher.seal();
      const sizes = onSealed.mock.calls.map(([{ body }]) => body.length);
      expect(sizes.length).toBeGreaterThan(1);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(8_000_000);
      expect(sealed().flat()).toEqual(
        Array.from({ length: 60 }, (_seq, index) => index + 1),
      );
      expect(onSealed.mock.calls.map(([{ seq }]) => seq)).toEqual(
        sealed().map(([first]) => first),
      );
    },
  );

  it('takes what is cut in two out of the hands of the page one by one', async () => {
    const { batcher, onSealed, sealed } = setupBatcher();
    const { promise, resolve } = createDeferred<void>();
    onSealed.mockReturnValueOnce(promise);
    for (const seq of [1, 2]) batcher.add(rowOfLength(seq, 2_900_000, '漢'));
    void batcher.seal();
    await settle();
    expect(sealed()).toEqual([[1]]);
    batcher.forget(() => true);
    resolve();
    await settle();
    expect(sealed()).toEqual([[1]]);
  });

  it('seals when the session changes, so that a batch never mixes sessions', async () => {
    const { batcher, onSealed, sealed } = setupBatcher();
    const next = sampleContext({ sessionId: 'next' });
    batcher.add(sampleRow(1));
    batcher.add(sampleRow(2, { context: next }));
    batcher.add(sampleRow(3, { context: next }));
    batcher.add(sampleRow(4));
    await batcher.seal();
    expect(sealed()).toEqual([[1], [2, 3], [4]]);
    expect(onSealed.mock.calls.map(([batch]) => batch.context)).toEqual([
      sampleContext(),
      next,
      sampleContext(),
    ]);
  });

  it('starts the next interval with what is added after a seal', async () => {
    const { environment, batcher, add, sealed } = setupBatcher();
    add(1);
    await environment.advance(900);
    await batcher.seal();
    add(2);
    await environment.advance(1_999);
    expect(sealed()).toEqual([[1]]);
    await environment.advance(1);
    expect(sealed()).toEqual([[1], [2]]);
  });

  it('leaves no timer after stop', async () => {
    const { environment, batcher, add } = setupBatcher();
    add(1);
    batcher.stop();
    expect(environment.leftovers().timers).toBe(0);
  });
});

describe('what a batcher seals', () => {
  it('makes a batch of the events of all its rows, in order', async () => {
    const { batcher, onSealed } = setupBatcher();
    batcher.add(sampleRow(7, { events: ['"a"', '"b"'] }));
    batcher.add(sampleRow(8, { events: ['"c"'] }));
    await batcher.seal();
    const [batch] = onSealed.mock.calls[0] ?? [];
    expect(batch).toMatchObject({
      tabId: 'tab-1',
      seq: 7,
      context: sampleContext(),
      gzipped: false,
      eventCount: 3,
      rawBytes: batch?.body.length,
      bodyBytes: batch?.body.length,
      splitCount: 0,
      attemptCount: 0,
    });
    expect(batch && eventsOf(batch)).toEqual(['"a"', '"b"', '"c"']);
  });

  it('takes the address of the page from its last row, wherever the page is now', async () => {
    const { environment, batcher, onSealed } = setupBatcher();
    const [home, cart] = ['https://shop.example/', 'https://shop.example/cart'];
    batcher.add(sampleRow(1, { pageUrl: home }));
    batcher.add(sampleRow(2, { pageUrl: cart }));
    environment.url = 'https://shop.example/later';
    await batcher.seal();
    expect(onSealed.mock.calls[0]?.[0].pageUrl).toBe(cart);
  });

  it('takes its time from its last event', async () => {
    const { environment, batcher, onSealed } = setupBatcher();
    batcher.add(sampleRow(1, { events: [sampleEvent(3), sampleEvent(41)] }));
    batcher.add(sampleRow(2, { events: [sampleEvent(7), sampleEvent(42)] }));
    await batcher.seal();
    batcher.add(sampleRow(3, { events: ['{"type":3}'] }));
    await batcher.seal();
    const times = onSealed.mock.calls.map(([batch]) => batch.lastEventAt);
    // Events of ours have a time stamp each.
    expect(times).toEqual([42, environment.now()]);
  });

  it('hands batches on in order, even if the second is encoded first', async () => {
    const { encoder, batcher, add, sealed } = setupBatcher();
    encoder.waitForTest();
    add(1);
    void batcher.seal();
    add(2);
    const both = batcher.seal();
    encoder.finish(1);
    await settle();
    expect(sealed()).toEqual([]);
    encoder.finish(0);
    await both;
    expect(sealed()).toEqual([[1], [2]]);
  });

  it('hands a batch on only when the one before is in the outbox', async () => {
    const { batcher, onSealed, add, sealed } = setupBatcher();
    const { promise, resolve } = createDeferred<void>();
    onSealed.mockReturnValueOnce(promise);
    add(1);
    void batcher.seal();
    add(2);
    void batcher.seal();
    await settle();
    expect(sealed()).toEqual([[1]]);
    resolve();
    await settle();
    expect(sealed()).toEqual([[1], [2]]);
  });

  it('resolves a seal when that batch and all before it are in the outbox', async () => {
    const { encoder, batcher, add, sealed } = setupBatcher();
    encoder.waitForTest();
    add(1);
    void batcher.seal();
    let isDone = false;
    void batcher.seal().then(() => (isDone = true));
    await settle();
    expect(isDone).toBe(false);
    encoder.finish(0);
    await settle();
    expect(isDone).toBe(true);
    expect(sealed()).toEqual([[1]]);
  });

  it('goes on with the next batch when one could not be stored', async () => {
    const { batcher, logger, onSealed, add, sealed } = setupBatcher();
    onSealed.mockRejectedValueOnce(new Error('no room'));
    add(1);
    await batcher.seal();
    add(2);
    await batcher.seal();
    expect(sealed()).toEqual([[1], [2]]);
    expect(logger.texts('error')).toHaveLength(1);
  });
});

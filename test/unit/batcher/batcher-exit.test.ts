import { describe, expect, it } from 'vitest';
import { sampleContext, sampleRow } from '../store/sample-rows.js';
import { eventsOf, rowOfLength, setupBatcher } from './batcher-setup.js';

describe('a batcher at the end of the page', () => {
  it('makes batches of what is open and of what is still being encoded, oldest first', async () => {
    const { encoder, batcher, add, onSealed } = setupBatcher();
    encoder.waitForTest();
    add(1);
    void batcher.seal();
    add(2);
    void batcher.seal();
    add(3, 4);

    const made = batcher.sealNow();

    expect(made.map(({ rows }) => rows.map(({ seq }) => seq))).toEqual([
      [1],
      [2],
      [3, 4],
    ]);
    expect(made.map(({ batch }) => eventsOf(batch))).toEqual(
      made.map(({ rows }) => rows.flatMap(({ events }) => events)),
    );
    expect(onSealed).not.toHaveBeenCalled();
  });

  it('does not hand on what it made then, when the worker answers after all', async () => {
    const { encoder, batcher, add, sealed } = setupBatcher();
    encoder.waitForTest();
    add(1);
    void batcher.seal();
    batcher.sealNow();
    encoder.finish(0);
    add(2);
    const later = batcher.seal();
    encoder.finish(1);
    await later;
    expect(sealed()).toEqual([[2]]);
    expect(batcher.sealNow()).toEqual([]);
  });

  it('leaves no timer and nothing to seal', async () => {
    const { environment, batcher, add, sealed } = setupBatcher();
    add(1);
    batcher.sealNow();
    expect(environment.leftovers().timers).toBe(0);
    await batcher.seal();
    expect(sealed()).toEqual([]);
  });

  it('leaves to the journal what is too large to be compressed then', async () => {
    const { batcher, add, sealed } = setupBatcher();
    batcher.add(rowOfLength(1, 2_000_000));
    expect(batcher.sealNow()).toEqual([]);
    // The page may come back.
    add(2);
    await batcher.seal();
    expect(sealed()).toEqual([[1, 2]]);
  });
});

describe('what a batcher forgets', () => {
  const next = sampleContext({ sessionId: 'next' });

  it('drops what is open of a context, and its timer', async () => {
    const { environment, batcher, add, sealed } = setupBatcher();
    add(1);
    batcher.forget(({ sessionId }) => sessionId !== 'next');
    expect(environment.leftovers().timers).toBe(0);
    await batcher.seal();
    expect(batcher.sealNow()).toEqual([]);
    expect(sealed()).toEqual([]);
  });

  it('drops what is being encoded of a context, and nothing of others', async () => {
    const { encoder, batcher, add, sealed } = setupBatcher();
    encoder.waitForTest();
    add(1);
    void batcher.seal();
    batcher.add(sampleRow(2, { context: next }));
    void batcher.seal();
    batcher.add(sampleRow(3, { context: next }));
    batcher.forget(({ sessionId }) => sessionId !== 'next');
    const all = batcher.seal();
    for (const job of [0, 1, 2]) encoder.finish(job);
    await all;
    expect(sealed()).toEqual([[2], [3]]);
  });
});

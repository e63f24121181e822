import { describe, expect, it, vi } from 'vitest';
import type { DropReason } from '../../../src/drops.js';
import { keepWithinLimits, maxStoredBytes } from '../../../src/store/limits.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { Batch } from '../../../src/store/session-store.js';
import { sampleBatch, sampleContext } from './sample-rows.js';

const NOW_MS = 1_719_792_000_000;
const THREE_DAYS_MS = 259_200_000;

/** A batch of 100 bytes of that session, whose last event is so old. */
const batchOf = (
  seq: number,
  sessionId: string,
  ageMs: number,
  differs: Partial<Batch> = {},
) =>
  sampleBatch(seq, {
    context: sampleContext({ sessionId }),
    lastEventAt: NOW_MS - ageMs,
    bodyBytes: 100,
    ...differs,
  });

/** Keeps an outbox of these batches within `maxBytes`, and says what is left and what was dropped. */
async function keep(batches: Batch[], maxBytes = Infinity) {
  const store = createMemoryStore();
  for (const batch of batches) await store.seal(batch, []);
  const replace = vi.spyOn(store, 'replace');
  const dropped: [DropReason, number][] = [];
  await keepWithinLimits({
    store,
    nowMs: NOW_MS,
    maxBytes,
    onDropped: (reason, { seq }) => dropped.push([reason, seq]),
  });
  const left = (await store.outbox()).map(({ seq }) => seq);
  return { left, dropped, writes: replace.mock.calls.length };
}

describe('maxStoredBytes', () => {
  it('is 50 MB on the disk where the browser does not say what it grants', () => {
    expect(maxStoredBytes(true)).toBe(50_000_000);
    expect(maxStoredBytes(true, undefined)).toBe(50_000_000);
  });

  it('is a tenth of what the browser grants where that is less', () => {
    expect(maxStoredBytes(true, 500_000_001)).toBe(50_000_000);
    expect(maxStoredBytes(true, 120_000_000)).toBe(12_000_000);
  });

  it('is 10 MB in memory, whatever the disk has', () => {
    expect(maxStoredBytes(false)).toBe(10_000_000);
    expect(maxStoredBytes(false, 1_000)).toBe(10_000_000);
  });
});

describe('keepWithinLimits', () => {
  it('keeps a session whose last event has waited for three days exactly, whole, and drops one that has for longer', async () => {
    const { left, dropped } = await keep([
      batchOf(1, 'a', THREE_DAYS_MS + 2),
      batchOf(2, 'a', THREE_DAYS_MS + 1),
      batchOf(3, 'b', THREE_DAYS_MS + 2),
      batchOf(4, 'b', THREE_DAYS_MS),
      batchOf(5, 'c', THREE_DAYS_MS - 1),
    ]);
    expect(left).toEqual([3, 4, 5]);
    expect(dropped).toEqual([
      ['expired', 1],
      ['expired', 2],
    ]);
  });

  it('does not count what has expired towards what may wait', async () => {
    const { left } = await keep(
      [batchOf(1, 'a', THREE_DAYS_MS + 1), batchOf(2, 'b', 1)],
      100,
    );
    expect(left).toEqual([2]);
  });

  it('keeps what fits exactly', async () => {
    const batches = [batchOf(1, 'a', 2), batchOf(2, 'b', 1)];
    expect((await keep(batches, 200)).left).toEqual([1, 2]);
    expect((await keep(batches, 199)).left).toEqual([2]);
  });

  it('drops whole sessions, the oldest first, until the rest fits', async () => {
    const { left, dropped } = await keep(
      [
        batchOf(1, 'middle', 30),
        batchOf(2, 'oldest', 60),
        batchOf(3, 'newest', 10),
        batchOf(4, 'middle', 20),
        batchOf(5, 'oldest', 50),
      ],
      350,
    );
    expect(left).toEqual([1, 3, 4]);
    expect(dropped).toEqual([
      ['storage-full', 2],
      ['storage-full', 5],
    ]);
  });

  it('takes a session for as old as its last event', async () => {
    const { left } = await keep(
      [batchOf(1, 'long', 90), batchOf(2, 'short', 50), batchOf(3, 'long', 10)],
      200,
    );
    expect(left).toEqual([1, 3]);
  });

  it('drops the newest session last, if it alone is too much', async () => {
    const batches = [
      batchOf(1, 'newest', 10),
      batchOf(2, 'newest', 5),
      batchOf(3, 'oldest', 20),
    ];
    expect(await keep(batches, 199)).toMatchObject({
      left: [],
      dropped: [
        ['storage-full', 3],
        ['storage-full', 1],
        ['storage-full', 2],
      ],
    });
    expect((await keep(batches, 200)).left).toEqual([1, 2]);
  });

  it('drops of sessions that are equally old as few as it must', async () => {
    const { left, dropped } = await keep(
      [batchOf(1, 'a', 10), batchOf(2, 'b', 10), batchOf(3, 'c', 10)],
      200,
    );
    expect(left).toEqual([2, 3]);
    expect(dropped).toEqual([['storage-full', 1]]);
  });

  it('tells sessions with the same ID on two devices apart', async () => {
    const context = sampleContext({ deviceId: 'device-2', sessionId: 'a' });
    const { left } = await keep(
      [batchOf(1, 'a', 20), batchOf(2, 'a', 10, { context })],
      100,
    );
    expect(left).toEqual([2]);
  });

  it('measures what is stored, not what it was before compression', async () => {
    const { left } = await keep(
      [batchOf(1, 'a', 10, { rawBytes: 9_999 })],
      100,
    );
    expect(left).toEqual([1]);
  });

  it('takes everything out in one write', async () => {
    const { left, writes } = await keep(
      [
        batchOf(1, 'a', THREE_DAYS_MS + 1),
        batchOf(2, 'b', 20),
        batchOf(3, 'c', 10),
      ],
      100,
    );
    expect(left).toEqual([3]);
    expect(writes).toBe(1);
  });

  it('writes nothing where there is nothing to do', async () => {
    expect(await keep([batchOf(1, 'a', 10)], 100)).toEqual({
      left: [1],
      dropped: [],
      writes: 0,
    });
    expect((await keep([], 0)).writes).toBe(0);
  });

  it('counts nothing as dropped that could not be taken out', async () => {
    const store = createMemoryStore();
    await store.seal(batchOf(1, 'a', THREE_DAYS_MS + 1), []);
    const onDropped = vi.fn<(reason: DropReason) => void>();
    const kept = keepWithinLimits({
      store: {
        outbox: store.outbox,
        replace: () => Promise.reject(new Error('disk failed')),
      },
      nowMs: NOW_MS,
      maxBytes: Infinity,
      onDropped,
    });
    await expect(kept).rejects.toThrow('disk failed');
    expect(onDropped).not.toHaveBeenCalled();
  });
});

import { describe, expect, it } from 'vitest';
import type { Batch, BatchEntry } from '../../../src/store/session-store.js';
import { nextGroup } from '../../../src/uploader/next-group.js';
import { sampleBatch, sampleContext } from '../store/sample-rows.js';

const KILOBYTE = 1_000;

/** A batch of 1 kB, unless said otherwise. */
const entry = (seq: number, differs: Partial<Batch> = {}): BatchEntry =>
  sampleBatch(seq, { rawBytes: KILOBYTE, ...differs });

/** Tabs and numbers of the group. */
function groupOf(
  outbox: readonly BatchEntry[],
  {
    tabIds = ['tab-1'],
    held = [],
    maxRawBytes = Infinity,
  }: {
    tabIds?: readonly string[];
    /** Numbers of the batches that are left for later. */
    held?: readonly number[];
    maxRawBytes?: number;
  } = {},
): [string, number][] {
  const isHeld = ({ seq }: BatchEntry): boolean => held.includes(seq);
  return nextGroup(outbox, { tabIds, isHeld, maxRawBytes }).map(
    ({ tabId, seq }) => [tabId, seq],
  );
}

const seqsOf = (...args: Parameters<typeof groupOf>): number[] =>
  groupOf(...args).map(([, seq]) => seq);

describe('the first of a group', () => {
  it('is the lowest number of the first tab, however the outbox lies', () => {
    const outbox = [
      entry(1, { tabId: 'a' }),
      entry(10, { tabId: 'b' }),
      entry(9, { tabId: 'b' }),
      entry(9.5, { tabId: 'b' }),
    ];
    const first = (...tabIds: string[]) =>
      groupOf(outbox, { tabIds, maxRawBytes: 0 });
    expect(first('b', 'a')).toEqual([['b', 9]]);
    expect(first('a', 'b')).toEqual([['a', 1]]);
    expect(first('none', 'a')).toEqual([['a', 1]]);
  });

  it('is the first that is not left for later', () => {
    const outbox = [1, 2, 3].map((seq) => entry(seq));
    expect(seqsOf(outbox, { held: [1, 2] })).toEqual([3]);
  });

  it.each<[string, BatchEntry[], { held?: number[] }]>([
    ['nothing waits', [], {}],
    ['only other tabs have something', [entry(1, { tabId: 'living' })], {}],
    ['everything is left for later', [entry(1), entry(2)], { held: [1, 2] }],
  ])('is missing where %s', (_, outbox, options) => {
    expect(groupOf(outbox, options)).toEqual([]);
  });

  it('goes alone, if it has to, however large it is', () => {
    expect(seqsOf([entry(1), entry(2)], { maxRawBytes: 0 })).toEqual([1]);
  });
});

describe('what joins it', () => {
  it('is everything behind it of the same context, in order, also of the next tabs', () => {
    const outbox = [
      entry(2),
      entry(1, { context: sampleContext() }),
      entry(7, { tabId: 'dead' }),
    ];
    expect(groupOf(outbox, { tabIds: ['dead', 'tab-1'] })).toEqual([
      ['dead', 7],
      ['tab-1', 1],
      ['tab-1', 2],
    ]);
  });

  it.each([
    { sessionId: 'next' },
    { deviceId: 'device-2' },
    { sampleRate: 0.5 },
    { library: 'standalone/1.2.3' },
    { library: 'plugin/1.2.4' },
  ])('ends before the first batch of %o', (differs) => {
    const outbox = [
      entry(1),
      entry(2),
      entry(3, { context: sampleContext(differs) }),
      // Would overtake it.
      entry(4),
    ];
    expect(seqsOf(outbox)).toEqual([1, 2]);
  });

  it('ends before the first one that is left for later', () => {
    const outbox = [1, 2, 3, 4].map((seq) => entry(seq));
    expect(seqsOf(outbox, { held: [3] })).toEqual([1, 2]);
    expect(seqsOf(outbox, { held: [1, 3] })).toEqual([2]);
  });

  it('ends where the size would be exceeded', () => {
    const outbox = [1, 2, 3, 4].map((seq) => entry(seq));
    expect(seqsOf(outbox, { maxRawBytes: 3 * KILOBYTE })).toEqual([1, 2, 3]);
    expect(seqsOf(outbox, { maxRawBytes: 3 * KILOBYTE - 1 })).toEqual([1, 2]);
  });

  it('ends before one that is too large, although a small one lies behind it', () => {
    const outbox = [entry(1), entry(2, { rawBytes: 9 * KILOBYTE }), entry(3)];
    expect(seqsOf(outbox, { maxRawBytes: 5 * KILOBYTE })).toEqual([1]);
  });

  it.each([
    ['what was cut', entry(1, { splitCount: 1 }), entry(1.5)],
    ['what was not cut', entry(1), entry(1.5, { splitCount: 1 })],
    [
      'its other half',
      entry(1, { splitCount: 1 }),
      entry(1.5, { splitCount: 1 }),
    ],
  ])('is no part of a split batch: %s', (_, first, second) => {
    expect(seqsOf([first, second])).toEqual([1]);
  });

  it.each([
    ['behind one that has failed', entry(1, { attemptCount: 1 }), entry(2)],
    ['one that has failed', entry(1), entry(2, { attemptCount: 1 })],
  ])('is nothing %s', (_, first, second) => {
    expect(seqsOf([first, second])).toEqual([1]);
  });
});

// @vitest-environment node
// jsdom cannot decompress.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeNow, repack } from '../../../src/batcher/codec.js';
import { createRepacker } from '../../../src/batcher/repacker.js';
import { compareKeys, type Batch } from '../../../src/store/session-store.js';
import { sampleBatch, sampleEvent } from '../store/sample-rows.js';
import { readEvents } from './read-events.js';

/** A repacker with the real codec, whose bodies are gzip, or not. */
function setup({ gzip = true } = {}) {
  return createRepacker({
    repack: (bodies, partCount) => repack({ bodies, partCount, gzip }),
    gzip,
  });
}

/** A batch of as many events, whose timestamps count from its number on. */
function batchOf(
  seq: number,
  eventCount: number,
  { gzipped = true, ...differs }: Partial<Batch> = {},
): Batch {
  const events = Array.from({ length: eventCount }, (_, index) =>
    sampleEvent(seq + index),
  );
  const body = encodeNow({ events, gzip: gzipped });
  return sampleBatch(seq, { body, gzipped, eventCount, ...differs });
}

const timestampsIn = (batch: Batch): number[] =>
  readEvents(batch).map((event): number => JSON.parse(event).timestamp);

const countTo = (last: number): number[] =>
  Array.from({ length: last }, (_, index) => index + 1);

describe('splitting', () => {
  it.each([
    [2, [1], [2]],
    [3, [1, 2], [3]],
    [4, [1, 2], [3, 4]],
    [5, [1, 2, 3], [4, 5]],
  ])('cuts %i events in two halves, in order', async (count, first, second) => {
    const parts = await setup().split(batchOf(1, count));
    expect(parts.map(timestampsIn)).toEqual([first, second]);
    expect(parts.map(({ eventCount }) => eventCount)).toEqual([
      first.length,
      second.length,
    ]);
  });

  it('puts the halves in the place of the whole, before what lay behind it', async () => {
    const whole = batchOf(7, 4);
    const [first, second] = await setup().split(whole);
    expect(compareKeys(first, whole)).toBe(0);
    const outbox = [sampleBatch(8), second, first, sampleBatch(6)];
    expect(outbox.sort(compareKeys).map(timestampsIn)).toEqual([
      [6],
      [7, 8],
      [9, 10],
      [8],
    ]);
  });

  it('keeps what is known of the whole, but for its size and attempts', async () => {
    const whole = batchOf(1, 3, {
      attemptCount: 4,
      pageUrl: 'https://shop.example/cart',
      lastEventAt: 1_719_792_000_777,
    });
    const parts = await setup().split(whole);
    for (const [index, part] of parts.entries())
      expect(part).toEqual({
        ...whole,
        seq: part.seq,
        body: part.body,
        bodyBytes: part.body.length,
        eventCount: [2, 1][index],
        rawBytes: gunzipSync(part.body).length,
        attemptCount: 0,
        splitCount: 1,
      });
  });

  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])(
    'makes of a body with gzip %s parts with gzip %s',
    async (gzipped, gzip) => {
      const parts = await setup({ gzip }).split(batchOf(1, 2, { gzipped }));
      expect(parts.map((part) => part.gzipped)).toEqual([gzip, gzip]);
      expect(parts.map(timestampsIn)).toEqual([[1], [2]]);
    },
  );

  it('down to single events keeps their order, below the next batch', async () => {
    const EVENT_COUNT = 100;
    const repacker = setup({ gzip: false });
    const singles: Batch[] = [];
    const toSplit = [batchOf(1, EVENT_COUNT)];
    for (let batch = toSplit.pop(); batch; batch = toSplit.pop())
      if (batch.eventCount > 1) toSplit.push(...(await repacker.split(batch)));
      else singles.push(batch);
    singles.sort(compareKeys);
    expect(singles.flatMap(timestampsIn)).toEqual(countTo(EVENT_COUNT));
    expect(new Set(singles.map(({ seq }) => seq)).size).toBe(EVENT_COUNT);
    expect(singles[0]?.seq).toBe(1);
    for (const { seq } of singles) expect(seq).toBeLessThan(2);
  });

  it('keeps keys apart in a session of a million rows', async () => {
    const SEQ = 1_000_000;
    // As many times as 16 million events can be halved.
    let last = batchOf(SEQ, 2);
    for (let depth = 1; depth <= 24; depth += 1) {
      const [first, second] = await setup({ gzip: false }).split({
        ...last,
        eventCount: 2,
        ...batchBody(SEQ),
      });
      expect(second.seq).toBeGreaterThan(first.seq);
      expect(second.seq).toBeLessThan(SEQ + 1);
      last = second;
    }
  });

  it('rejects a body that is not ours', async () => {
    const body = new TextEncoder().encode('not ours');
    const broken = sampleBatch(1, { body, eventCount: 2 });
    await expect(setup().split(broken)).rejects.toThrow('JSON');
  });
});

/** The body of two events. */
function batchBody(seq: number): Pick<Batch, 'body' | 'gzipped'> {
  const { body, gzipped } = batchOf(seq, 2, { gzipped: false });
  return { body, gzipped };
}

describe('joining', () => {
  it('makes one batch of all events, in order, in the place of the first', async () => {
    const first = batchOf(1, 2);
    const merged = await setup().merge([
      first,
      batchOf(3, 1),
      batchOf(4, 3, { tabId: 'tab-2' }),
    ]);
    expect(timestampsIn(merged)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(compareKeys(merged, first)).toBe(0);
  });

  it('adds up, and ends with the last event of all', async () => {
    const first = batchOf(1, 2, { lastEventAt: 5 });
    const merged = await setup().merge([
      first,
      batchOf(3, 1, { lastEventAt: 9 }),
      batchOf(4, 3, { lastEventAt: 7 }),
    ]);
    expect(merged).toEqual({
      ...first,
      body: merged.body,
      bodyBytes: merged.body.length,
      eventCount: 6,
      rawBytes: gunzipSync(merged.body).length,
      lastEventAt: 9,
    });
  });

  it('has the address of the page at the last event of all', async () => {
    const merged = await setup().merge([
      batchOf(1, 1, { pageUrl: 'https://shop.example/home' }),
      batchOf(2, 1, { pageUrl: 'https://shop.example/cart' }),
    ]);
    expect(merged.pageUrl).toBe('https://shop.example/cart');
  });

  it.each([true, false])(
    'takes gzipped and plain bodies together (result gzip: %s)',
    async (gzip) => {
      const merged = await setup({ gzip }).merge([
        batchOf(1, 2, { gzipped: true }),
        batchOf(3, 2, { gzipped: false }),
        batchOf(5, 1, { gzipped: true }),
      ]);
      expect(merged.gzipped).toBe(gzip);
      expect(timestampsIn(merged)).toEqual([1, 2, 3, 4, 5]);
    },
  );

  it('rejects when one of the bodies cannot be read', async () => {
    const cut = batchOf(3, 2);
    const broken = { ...cut, body: cut.body.slice(0, -10) };
    await expect(setup().merge([batchOf(1, 2), broken])).rejects.toThrow(
      'end of file',
    );
  });
});

import { expect } from 'vitest';
import type { SessionStore } from '../../../src/store/session-store.js';
import {
  comparable,
  entryOf,
  sampleBatch,
  sampleContext,
  sampleRow,
} from './sample-rows.js';

/** What a session store must do, each with a store of its own. */
export type Behaviours = Record<string, (store: SessionStore) => Promise<void>>;

const keysOf = (rows: readonly { tabId: string; seq: number }[]) =>
  rows.map(({ tabId, seq }) => [tabId, seq]);

/** The outbox with the text of each body. */
const readAll = async (store: SessionStore) => {
  const outbox = await store.outbox();
  const batches = await Promise.all(outbox.map((entry) => store.read(entry)));
  return batches.map((batch) => [
    batch?.seq,
    new TextDecoder().decode(batch?.body),
  ]);
};

const batchOf = (seq: number, text: string) =>
  sampleBatch(seq, { body: new TextEncoder().encode(text) });

/** What every implementation must do with the outbox. */
export const OUTBOX_BEHAVIOURS: Behaviours = {
  'gives a batch back as it was sealed': async (store) => {
    const batch = sampleBatch(1, {
      body: new Uint8Array([31, 139, 0, 255]),
      context: sampleContext({ sampleRate: 0.125 }),
      gzipped: true,
      eventCount: 7,
      rawBytes: 1_234,
      lastEventAt: 1_719_792_123_456,
      splitCount: 2,
      attemptCount: 3,
    });
    await store.seal(batch, []);
    expect(comparable(await store.read(entryOf(batch)))).toEqual(
      comparable(batch),
    );
  },

  'lists what is known of a batch': async (store) => {
    const batch = sampleBatch(1, { attemptCount: 2, lastEventAt: 5 });
    await store.seal(batch, []);
    expect(await store.outbox()).toMatchObject([entryOf(batch)]);
  },

  'lists the outbox by tab and number, whoever sealed first': async (store) => {
    await store.seal(sampleBatch(1, { tabId: 'tab-2' }), []);
    for (const seq of [10, 9, 100]) await store.seal(sampleBatch(seq), []);
    await store.append(sampleRow(1));
    const inOrder = [
      ['tab-1', 9],
      ['tab-1', 10],
      ['tab-1', 100],
      ['tab-2', 1],
    ];
    expect(keysOf(await store.outbox())).toEqual(inOrder);
    // Looking takes nothing out.
    expect(keysOf(await store.outbox())).toEqual(inOrder);
  },

  'has an empty outbox where nothing was sealed': async (store) => {
    await store.append(sampleRow(1));
    expect(await store.outbox()).toEqual([]);
  },

  'finds nothing where a batch is gone': async (store) => {
    const batch = sampleBatch(1);
    expect(await store.read(entryOf(batch))).toBeUndefined();
    await store.seal(batch, []);
    await store.replace([batch], []);
    expect(await store.read(entryOf(batch))).toBeUndefined();
  },

  'reads the batch of that tab and number': async (store) => {
    const others = sampleBatch(1, {
      tabId: 'tab-2',
      body: new Uint8Array([2]),
    });
    await store.seal(batchOf(1, 'one'), []);
    await store.seal(batchOf(2, 'two'), []);
    await store.seal(others, []);
    const read = await store.read(entryOf(batchOf(2, 'two')));
    expect(comparable(read)).toEqual(comparable(batchOf(2, 'two')));
    expect(comparable(await store.read(entryOf(others)))?.body).toEqual([2]);
  },

  'takes out nothing but the batch of that tab and number': async (store) => {
    await store.append(sampleRow(1));
    await store.seal(sampleBatch(1), []);
    await store.seal(sampleBatch(2), []);
    await store.seal(sampleBatch(1, { tabId: 'tab-2' }), []);
    await store.replace([{ tabId: 'tab-1', seq: 1 }], []);
    expect(await store.journalOf('tab-1')).toHaveLength(1);
    expect(keysOf(await store.outbox())).toEqual([
      ['tab-1', 2],
      ['tab-2', 1],
    ]);
  },

  'takes out without complaint what is not there': async (store) => {
    await store.replace([{ tabId: 'tab-1', seq: 1 }], []);
    expect(await store.tabs()).toEqual([]);
  },

  'puts the parts of a batch in its place': async (store) => {
    for (const seq of [3, 1, 2]) await store.seal(batchOf(seq, 'whole'), []);
    const parts = [batchOf(2.5, 'second'), batchOf(2, 'first')];
    await store.replace([batchOf(2, 'whole')], parts);
    expect(await readAll(store)).toEqual([
      [1, 'whole'],
      [2, 'first'],
      [2.5, 'second'],
      [3, 'whole'],
    ]);
  },

  'puts the parts of a part before what lay behind it': async (store) => {
    for (const seq of [1, 2]) await store.seal(batchOf(seq, 'whole'), []);
    await store.replace([batchOf(1, '')], [batchOf(1, 'a'), batchOf(1.5, 'c')]);
    await store.replace(
      [batchOf(1, '')],
      [batchOf(1, 'a'), batchOf(1.25, 'b')],
    );
    expect(await readAll(store)).toEqual([
      [1, 'a'],
      [1.25, 'b'],
      [1.5, 'c'],
      [2, 'whole'],
    ]);
  },

  'puts one batch in the place of several': async (store) => {
    for (const seq of [1, 2, 3, 4]) await store.seal(batchOf(seq, 'part'), []);
    const parts = [2, 3].map((seq) => batchOf(seq, 'part'));
    await store.replace(parts, [batchOf(2, 'joined')]);
    expect(await readAll(store)).toEqual([
      [1, 'part'],
      [2, 'joined'],
      [4, 'part'],
    ]);
  },

  'changes what is known of a batch, and nothing else': async (store) => {
    const batch = batchOf(1, 'body');
    await store.append(sampleRow(1));
    for (const stored of [batch, batchOf(2, 'other')])
      await store.seal(stored, []);
    await store.update({ ...batch, attemptCount: 3 });
    expect(
      (await store.outbox()).map(({ attemptCount }) => attemptCount),
    ).toEqual([3, 0]);
    expect(await readAll(store)).toEqual([
      [1, 'body'],
      [2, 'other'],
    ]);
    expect(await store.journalOf('tab-1')).toHaveLength(1);
  },
};

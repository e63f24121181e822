import { expect, it } from 'vitest';
import type { SessionStore } from '../../../src/store/session-store.js';
import { OUTBOX_BEHAVIOURS, type Behaviours } from './outbox-behaviours.js';
import {
  sampleBatch,
  sampleContext,
  sampleRow,
  takeBatches,
} from './sample-rows.js';

const seqsOf = (rows: readonly { seq: number }[]): number[] =>
  rows.map(({ seq }) => seq);

/** What every implementation of the session store must do. */
const BEHAVIOURS: Behaviours = {
  ...OUTBOX_BEHAVIOURS,

  'gives journal rows back as they were written': async (store) => {
    const row = sampleRow(1, { events: ['{"text":"日本語 😀"}'] });
    await store.append(row);
    expect(await store.journalOf('tab-1')).toEqual([row]);
  },

  'gives journal rows oldest first, above nine too': async (store) => {
    for (let seq = 1; seq <= 12; seq += 1) await store.append(sampleRow(seq));
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  },

  'gives journal rows oldest first when a retry wrote them out of order':
    async (store) => {
      await store.append(sampleRow(2));
      await store.append(sampleRow(1));
      expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1, 2]);
    },

  'keeps the journals of tabs apart, also where one ID begins with another':
    async (store) => {
      await store.append(sampleRow(1, { tabId: 'tab-1' }));
      await store.append(sampleRow(2, { tabId: 'tab-11' }));
      await store.append(sampleRow(3, { tabId: 'tab-2' }));
      expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
      expect(seqsOf(await store.journalOf('tab-11'))).toEqual([2]);
    },

  'has an empty journal for a tab it does not know': async (store) => {
    expect(await store.journalOf('nobody')).toEqual([]);
  },

  'takes exactly the sealed rows out of the journal': async (store) => {
    const rows = [sampleRow(1), sampleRow(2)];
    for (const row of rows) await store.append(row);
    await store.append(sampleRow(3));
    await store.append(sampleRow(1, { tabId: 'tab-2' }));
    await store.seal(sampleBatch(1), rows);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([3]);
    expect(seqsOf(await store.journalOf('tab-2'))).toEqual([1]);
  },

  'seals rows that were appended without waiting': async (store) => {
    const row = sampleRow(1);
    const writes = [store.append(row), store.seal(sampleBatch(1), [row])];
    await Promise.all(writes);
    expect(await store.journalOf('tab-1')).toEqual([]);
  },

  'forgets one session of a device and counts its events': async (store) => {
    const others = [
      sampleContext({ sessionId: 'other' }),
      sampleContext({ deviceId: 'device-2' }),
    ];
    await store.append(sampleRow(1, { events: ['{}', '{}', '{}'] }));
    await store.seal(sampleBatch(2, { eventCount: 4 }), []);
    for (const [index, context] of others.entries()) {
      await store.append(sampleRow(10 + index, { context }));
      await store.seal(sampleBatch(20 + index, { context }), []);
    }
    const { deviceId, sessionId } = sampleContext();
    expect(await store.forget({ deviceId, sessionId })).toBe(7);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([10, 11]);
    expect(seqsOf(await takeBatches(store))).toEqual([20, 21]);
  },

  'forgets every session of a device, in every tab': async (store) => {
    const context = sampleContext({ sessionId: 'other' });
    const stranger = sampleContext({ deviceId: 'device-2' });
    await store.append(sampleRow(1));
    await store.append(sampleRow(1, { tabId: 'tab-2', context }));
    await store.seal(sampleBatch(2, { tabId: 'tab-3', eventCount: 5 }), []);
    await store.append(sampleRow(4, { context: stranger }));
    expect(await store.forget({ deviceId: 'device-1' })).toBe(7);
    expect(await store.tabs()).toEqual(['tab-1']);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([4]);
  },

  'forgets nothing of a device it does not know': async (store) => {
    await store.append(sampleRow(1));
    expect(await store.forget({ deviceId: 'nobody' })).toBe(0);
    expect(seqsOf(await store.journalOf('tab-1'))).toEqual([1]);
  },

  'forgets the parts of a batch, too': async (store) => {
    await store.seal(sampleBatch(1, { eventCount: 5 }), []);
    const parts = [
      sampleBatch(1, { eventCount: 3 }),
      sampleBatch(1.5, { eventCount: 2 }),
    ];
    await store.replace([sampleBatch(1)], parts);
    expect(await store.forget({ deviceId: 'device-1' })).toBe(5);
    expect(await store.outbox()).toEqual([]);
  },

  'names tabs in the order of their IDs': async (store) => {
    await store.append(sampleRow(1, { tabId: 'c' }));
    await store.append(sampleRow(1, { tabId: 'a' }));
    await store.seal(sampleBatch(1, { tabId: 'b' }), []);
    expect(await store.tabs()).toEqual(['a', 'b', 'c']);
  },

  'names each tab once, whether its rows are in the journal or the outbox':
    async (store) => {
      await store.append(sampleRow(1, { tabId: 'both' }));
      await store.append(sampleRow(2, { tabId: 'both' }));
      await store.append(sampleRow(1, { tabId: 'journal' }));
      await store.seal(sampleBatch(3, { tabId: 'both' }), []);
      await store.seal(sampleBatch(1, { tabId: 'outbox' }), []);
      expect(await store.tabs()).toEqual(['both', 'journal', 'outbox']);
    },

  'does not name a tab whose rows are gone': async (store) => {
    const row = sampleRow(1);
    await store.append(row);
    await store.seal(sampleBatch(1), [row]);
    await store.replace([row], []);
    expect(await store.tabs()).toEqual([]);
  },
};

/** Adds a test for each behaviour; each gets a store of its own. */
export function itBehavesAsSessionStore(
  open: () => SessionStore | Promise<SessionStore>,
): void {
  it.each(Object.entries(BEHAVIOURS))('%s', async (_name, behave) => {
    expect.hasAssertions();
    const store = await open();
    await behave(store);
    store.close();
  });
}

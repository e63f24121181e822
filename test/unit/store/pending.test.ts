import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import { countPending } from '../../../src/store/pending.js';
import { sampleBatch, sampleContext, sampleRow } from './sample-rows.js';

const NOTHING = { journalEvents: 0, outboxBatches: 0, bytes: 0 };

/** Counted from what the store itself holds. */
function setup() {
  const memory = createMemoryStore();
  const store = countPending(memory);
  const batch = sampleBatch(1);
  const row = sampleRow(1);
  return { memory, store, batch, row };
}

describe('what waits', () => {
  it('is nothing at first', () => {
    const { store } = setup();
    expect(store.pending()).toEqual(NOTHING);
  });

  it('counts events that are stored, at once', () => {
    const { store, row } = setup();
    void store.append(row);
    void store.append(sampleRow(2));
    expect(store.pending()).toEqual({
      ...NOTHING,
      journalEvents: row.events.length + sampleRow(2).events.length,
    });
  });

  it('counts a batch in place of the rows that it was made of', async () => {
    const { store, batch, row } = setup();
    await store.append(row);
    await store.seal(batch, [row]);
    expect(store.pending()).toEqual({
      journalEvents: 0,
      outboxBatches: 1,
      bytes: batch.bodyBytes,
    });
  });

  it('counts what a batch is replaced by, and nothing once it is gone', async () => {
    const { store, batch } = setup();
    await store.seal(batch, []);
    const half = sampleBatch(1.5);
    await store.replace([batch], [batch, half]);
    expect(store.pending().outboxBatches).toBe(2);
    await store.replace([batch, half], []);
    expect(store.pending()).toEqual(NOTHING);
  });

  it('is known of other pages once the outbox is read', async () => {
    const { memory, store, row } = setup();
    const batch = sampleBatch(1, { tabId: 'other' });
    await store.append(row);
    await memory.seal(batch, []);
    expect(store.pending().outboxBatches).toBe(0);
    await store.outbox();
    expect(store.pending().outboxBatches).toBe(1);
    await memory.replace([batch], []);
    await store.outbox();
    expect(store.pending()).toEqual({
      ...NOTHING,
      journalEvents: row.events.length,
    });
  });

  it('leaves out what is forgotten, and nothing else', async () => {
    const { store, batch } = setup();
    const context = sampleContext({ deviceId: 'phone' });
    await store.seal(batch, []);
    await store.seal(sampleBatch(2, { context }), []);
    await store.append(sampleRow(3, { context }));
    await store.forget({ deviceId: 'phone' });
    expect(store.pending()).toEqual({
      journalEvents: 0,
      outboxBatches: 1,
      bytes: batch.bodyBytes,
    });
  });
});

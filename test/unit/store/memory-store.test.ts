import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import { sampleBatch, sampleRow } from './sample-rows.js';
import { itBehavesAsSessionStore } from './session-store-behaviours.js';

describe('createMemoryStore', () => {
  itBehavesAsSessionStore(createMemoryStore);

  it('hands out everything once, and is empty then', async () => {
    const store = createMemoryStore();
    await store.append(sampleRow(1));
    await store.append(sampleRow(1, { tabId: 'tab-2' }));
    await store.seal(sampleBatch(3), []);

    const { rows, batches } = store.takeAll();

    expect(rows.map(({ tabId }) => tabId)).toEqual(['tab-1', 'tab-2']);
    expect(batches.map(({ seq }) => seq)).toEqual([3]);
    expect(await store.tabs()).toEqual([]);
    expect(store.takeAll()).toEqual({ rows: [], batches: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { createLateJournal } from '../../../src/store/late-journal.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { seqsOf } from './fallback-setup.js';
import { sampleBatch, sampleRow } from './sample-rows.js';

/** A journal all of whose rows are late. */
function setup() {
  const environment = fakeEnvironment();
  const memory = createMemoryStore();
  const store = createLateJournal({
    store: memory,
    environment,
    guard: createGuard(fakeLogger(), () => {}),
    isLate: () => true,
  });
  return {
    environment,
    store,
    /** Numbers of the rows that are written. */
    written: async () => seqsOf(await memory.journalOf('tab-1')),
  };
}

describe('a late row', () => {
  it('has its own time: it is not written with the one before', async () => {
    const { environment, store, written } = setup();
    await store.append(sampleRow(1));
    await environment.advance(100);
    await store.append(sampleRow(2));
    await environment.advance(50);
    expect(await written()).toEqual([1]);
    await environment.advance(99);
    expect(await written()).toEqual([1]);
    await environment.advance(1);
    expect(await written()).toEqual([1, 2]);
  });

  it('has it also where the one before was sealed meanwhile', async () => {
    const { environment, store, written } = setup();
    const before = sampleRow(1);
    await store.append(before);
    await environment.advance(100);
    await store.seal(sampleBatch(1), [before]);
    await store.append(sampleRow(2));
    await environment.advance(149);
    // Its batch may still be sealed in time, and need not be written twice.
    expect(await written()).toEqual([]);
    await environment.advance(1);
    expect(await written()).toEqual([2]);
  });

  it('is written once where the page has had it written before its time', async () => {
    const { environment, store, written } = setup();
    await store.append(sampleRow(1));
    await store.append(sampleRow(2));
    store.writeLate();
    expect(await written()).toEqual([1, 2]);
    // Written again, what is sealed would come back.
    await store.seal(sampleBatch(1), [sampleRow(1), sampleRow(2)]);
    await environment.advance(150);
    expect(await written()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { createLateJournal } from '../../../src/store/late-journal.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { JournalRow } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { sampleBatch, sampleContext, sampleRow } from './sample-rows.js';

/** How long a row is kept out of the journal. Unit: ms. */
const WAITED_MS = 150;

/** A journal for which each row is late. */
function setup(isLate = (_row: JournalRow) => true) {
  const environment = fakeEnvironment();
  const store = createMemoryStore();
  const journal = createLateJournal({
    store,
    environment,
    guard: createGuard(fakeLogger(), () => {}),
    isLate,
  });
  /** Numbers of the rows that are really stored. */
  const stored = async () =>
    (await store.journalOf('tab-1')).map(({ seq }) => seq);
  return { environment, store, journal, stored };
}

describe('a late journal', () => {
  it('stores at once what is not late', async () => {
    const { journal, stored } = setup(({ seq }) => seq === 2);
    await journal.append(sampleRow(1));
    await journal.append(sampleRow(2));
    expect(await stored()).toEqual([1]);
  });

  it('stores a late row when its time has passed, once, in order', async () => {
    const { environment, journal, stored } = setup();
    await journal.append(sampleRow(1));
    await journal.append(sampleRow(2));
    await environment.advance(WAITED_MS - 1);
    expect(await stored()).toEqual([]);
    await environment.advance(1);
    expect(await stored()).toEqual([1, 2]);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('stores late rows at once where it is told to, and does not bring back what is sealed then', async () => {
    const { environment, journal, stored } = setup();
    const row = sampleRow(1);
    await journal.append(row);
    journal.writeLate();
    await settle();
    expect(await stored()).toEqual([1]);
    await journal.seal(sampleBatch(1), [row]);
    await environment.advance(WAITED_MS);
    expect(await stored()).toEqual([]);
  });

  it('keeps the rest of what is sealed in parts', async () => {
    const { environment, store, journal, stored } = setup();
    const rows = [sampleRow(1), sampleRow(2)];
    for (const row of rows) await journal.append(row);
    await journal.seal(sampleBatch(1), rows.slice(0, 1));
    await environment.advance(WAITED_MS);
    expect(await stored()).toEqual([2]);
    await journal.seal(sampleBatch(2), rows.slice(1));
    expect(await stored()).toEqual([]);
    expect(await store.outbox()).toMatchObject([{ seq: 1 }, { seq: 2 }]);
  });

  it('forgets late rows of some contexts, counts their events, and keeps the others', async () => {
    const { environment, journal, stored } = setup();
    const context = sampleContext({ sessionId: 'theirs' });
    await journal.append(sampleRow(1, { context, events: ['{}', '{}'] }));
    await journal.append(sampleRow(2));
    expect(journal.forgetLate(({ sessionId }) => sessionId === 'theirs')).toBe(
      2,
    );
    expect(journal.forgetLate(({ sessionId }) => sessionId === 'theirs')).toBe(
      0,
    );
    await environment.advance(WAITED_MS);
    expect(await stored()).toEqual([2]);
  });
});

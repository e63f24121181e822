import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import { sumOf } from '../sum-of.js';
import {
  countEvents,
  type CaptureContext,
  type JournalRow,
  type SessionStore,
} from './session-store.js';

/**
 * How long the batch of a row may take to be sealed before the row is put into the journal.
 *
 * Unit: ms.
 * Why: what waited for an idle moment is not older than half a second then, which is what a crash may take.
 */
const WAIT_MS = 150;

/** A store that spares the journal the rows whose batch is about to be sealed: they are not in the store until then. */
export interface LateJournal extends SessionStore {
  /** Puts such rows there at once: the page may be about to end. */
  writeLate: () => void;
  /** Drops such rows of these contexts. Returns the number of their events. */
  forgetLate: (isTheirs: (context: CaptureContext) => boolean) => number;
}

/** Builds it upon another store. Sealed, a row takes a tenth of the space, and need not be written twice. */
export function createLateJournal({
  store,
  environment,
  guard,
  isLate,
}: {
  store: SessionStore;
  environment: Pick<Environment, 'schedule'>;
  guard: Pick<Guard, 'async'>;
  /** Whether the batch of a row is about to be sealed. */
  isLate: (row: JournalRow) => boolean;
}): LateJournal {
  const late = new Set<JournalRow>();
  const write = (row: JournalRow): void => {
    if (late.delete(row))
      void guard.async('the journal', () => store.append(row));
  };

  return {
    ...store,
    append: async (row) => {
      if (!isLate(row)) return store.append(row);
      late.add(row);
      environment.schedule(WAIT_MS, () => write(row));
    },
    seal: (batch, rows) => {
      // Batches are made of the rows that were put in.
      for (const row of rows) late.delete(row as JournalRow);
      return store.seal(batch, rows);
    },
    writeLate: () => late.forEach(write),
    forgetLate: (isTheirs) => {
      const theirs = [...late].filter(({ context }) => isTheirs(context));
      for (const row of theirs) late.delete(row);
      return sumOf(theirs, countEvents);
    },
  };
}

import type { JournalRow } from './session-store.js';

/** A row of the journal as it is stored: one of its own, or a piece of one that holds a large event. */
export type StoredRow = JournalRow & {
  /** The event goes on in the next row. */
  goesOn?: true;
};

/**
 * What is written at a time.
 *
 * Unit: characters of at most two bytes each.
 * Why: what takes more than 64 KiB makes Chromium stop the page until another process has answered: up to 100 ms on a
 * slow machine, for a snapshot of 1.6 MB.
 */
export const PIECE_LENGTH = 30_000;

/** Above the number of pieces that the largest event has, of 9 MB. They lie between their row's number and the next. */
const MAX_PIECES = 2 ** 12;

/** Cuts a row that holds a large event, which is alone in it. Other rows are not large. */
export function cutRow(row: JournalRow): StoredRow[] {
  const [event = '', ...others] = row.events;
  if (event.length <= PIECE_LENGTH || others.length > 0) return [row];
  const pieces: StoredRow[] = [];
  for (let from = 0; from < event.length; from += PIECE_LENGTH) {
    const seq = row.seq + pieces.length / MAX_PIECES;
    const events = [event.slice(from, from + PIECE_LENGTH)];
    pieces.push({ ...row, seq, events, goesOn: true });
  }
  delete pieces.at(-1)?.goesOn;
  return pieces;
}

/** Puts the pieces of rows together again, which are stored all or not at all. */
export function joinRows(stored: readonly StoredRow[]): JournalRow[] {
  const rows: JournalRow[] = [];
  let open: StoredRow | undefined;
  let texts: string[] = [];
  for (const { goesOn, ...row } of stored) {
    open ??= row;
    if (texts.length > 0 || goesOn) texts.push(...row.events);
    if (goesOn) continue;
    rows.push(texts.length > 0 ? { ...open, events: [texts.join('')] } : row);
    open = undefined;
    texts = [];
  }
  return rows;
}

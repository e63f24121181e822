import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutRow, joinRows } from '../../../src/store/row-pieces.js';
import { sampleRow } from './sample-rows.js';

const rowOf = (seq: number, ...events: string[]) => sampleRow(seq, { events });

it.each([
  ['of a small event', ['small']],
  ['of several events', ['small', 'x'.repeat(40_000)]],
  ['without events', []],
])('leaves a row %s as it is', (_, events) => {
  const row = rowOf(1, ...events);
  expect(cutRow(row)).toEqual([row]);
});

it('cuts a large event into pieces of less than 64 KiB', () => {
  const pieces = cutRow(rowOf(7, '雪'.repeat(100_000)));
  expect(pieces.map(({ events }) => events[0]?.length)).toEqual([
    30_000, 30_000, 30_000, 10_000,
  ]);
  expect(pieces.map(({ goesOn }) => goesOn)).toEqual([
    true,
    true,
    true,
    undefined,
  ]);
});

it('numbers pieces between their row and the next', () => {
  for (const length of [30_001, 9_000_000]) {
    const seqs = cutRow(rowOf(7, 'x'.repeat(length))).map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(seqs[0]).toBe(7);
    expect(seqs.at(-1)).toBeLessThan(8);
  }
});

it('puts together what was cut, whatever it is', () => {
  const large = fc
    .array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 })
    .chain((parts) =>
      fc.nat(90_000).map((length) => parts.join('').repeat(length)),
    )
    .map((text) => [text.slice(0, 200_000)]);
  const events = fc.oneof(large, fc.array(fc.string(), { maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(events, { maxLength: 4 }), (lists) => {
      const rows = lists.map((list, index) => rowOf(index + 1, ...list));
      expect(joinRows(rows.flatMap(cutRow))).toEqual(rows);
    }),
    { numRuns: 50 },
  );
});

import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNodeIds } from '../../../../src/recorder/rrweb/node-ids.js';
import { parameters } from '../../privacy/property/runs.js';

/** The IDs of so many nodes of a kind. */
function take(giveId: (kind: string) => number, kind: string, count: number) {
  return Array.from({ length: count }, () => giveId(kind));
}

/** A generator that has given the document its ID. */
function begin(): (kind: string) => number {
  const giveId = createNodeIds();
  giveId('document');
  return giveId;
}

describe('node IDs', () => {
  it('give the document of the page 1, in each recording', () => {
    expect([createNodeIds()('document'), createNodeIds()('document')]).toEqual([
      1, 1,
    ]);
  });

  it('count the nodes of a kind with the digit first that changes most', () => {
    const ids = take(begin(), 'td', 1_002);
    expect(ids.slice(8, 12)).toEqual([18001, 19001, 10101, 11101]);
    expect(ids.slice(-3)).toEqual([19991, 200011, 210011]);
  });

  it('are the same in front for nodes of two kinds that come together', () => {
    const giveId = begin();
    expect([giveId('td'), giveId('b'), giveId('td'), giveId('b')]).toEqual([
      10001, 10002, 11001, 11002,
    ]);
  });

  it('never come twice, whatever the kinds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 1_500 }), fc.nat({ max: 300 })), {
          maxLength: 200,
        }),
        (runs) => {
          const giveId = begin();
          const ids = runs.flatMap(([kind, count]) =>
            take(giveId, String(kind), count),
          );
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      parameters(30),
    );
  });

  it('never come twice where there are very many kinds, or very many of one', () => {
    const giveId = begin();
    const ids = [
      1,
      ...Array.from({ length: 30_000 }, (_, i) => giveId(`kind ${i}`)),
      ...take(giveId, 'kind 0', 120_000),
      ...take(giveId, 'kind 29000', 120_000),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 150_000).every((id) => id < 2 ** 31)).toBe(true);
  });

  it('take less than two thirds of what counting takes when they are compressed', () => {
    const write = (giveId: (kind: string) => number): number => {
      giveId('document');
      const rows = Array.from({ length: 2_000 }, (_, i) => [
        { id: giveId('tr'), tagName: 'tr' },
        { id: giveId('td'), tagName: 'td' },
        { id: giveId('text'), textContent: `Text ${i}` },
      ]);
      return gzipSync(JSON.stringify(rows)).length;
    };
    let count = 0;
    const none = write(() => 0);
    const counted = write(() => (count += 1)) - none;
    expect(write(createNodeIds()) - none).toBeLessThan((counted * 2) / 3);
  });
});

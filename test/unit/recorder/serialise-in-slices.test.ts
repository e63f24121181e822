import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialiseInSlices } from '../../../src/recorder/serialise-in-slices.js';
import { withPrototypeJs } from '../../support/prototype-js.js';

/** Serialises with as many pauses as there may be, and says how often there was one. */
function serialise(value: object, maxRawBytes = Infinity) {
  const next = serialiseInSlices(value, maxRawBytes);
  let done = next(() => true);
  let pauses = 0;
  for (; !done; done = next(() => true)) pauses += 1;
  return { ...done, pauses };
}

/** What a string takes in a request. */
const bytesOf = (json: string) =>
  new TextEncoder().encode(JSON.stringify(json)).length;

const LONG = 'x'.repeat(9_000);

/** What JSON leaves out, replaces or escapes. */
const oddities = fc.constantFrom<unknown>(
  undefined,
  () => {},
  Symbol('s'),
  NaN,
  -Infinity,
  -0,
  '\ud83d',
  'a"\\\u0000\u2028漢😀',
  new Date(0),
  new Date(NaN),
  // With a hole.
  Object.assign(Array(3), { 0: 1, 2: 3 }),
  new Map([[1, 2]]),
  Object.assign(Object.create({ inherited: 1 }), { own: LONG }),
  { toJSON: () => undefined, more: LONG },
  { toJSON: () => ({ instead: 'of it' }), more: LONG },
  Object(LONG),
  Object(1),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(fc.string({ unit: 'binary' }), fc.constant(LONG), fc.double()),
    oddities,
    fc.array(tie('value')),
    fc.dictionary(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('__proto__', '1', 'a"'),
      ),
      tie('value'),
    ),
  ),
})).value;

/** A tree of elements as rrweb records it. */
function tree(depth: number, width: number): unknown {
  const childNodes = Array.from({ length: depth > 0 ? width : 0 }, () =>
    tree(depth - 1, width),
  );
  return {
    type: 2,
    tagName: 'div',
    attributes: { class: 'card "wide" 漢😀' },
    childNodes,
    id: depth,
    isSVG: undefined,
  };
}

describe('JSON that is made in slices', () => {
  it('is to the character what JSON.stringify makes', () => {
    fc.assert(
      fc.property(values, (data) => {
        const event = { type: 3, timestamp: 1, delay: undefined, data };
        expect(serialise(event).json).toBe(JSON.stringify(event));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, unknown]>([
    ['a snapshot', { node: tree(6, 4), initialOffset: { top: 0, left: 0 } }],
    ['one element with many children', { node: tree(1, 5_000) }],
    ['deep nesting', { node: tree(1_000, 1) }],
    ['many additions', { source: 0, adds: Array(500).fill(tree(2, 3)) }],
    ['many attributes', Object.fromEntries(Object.entries(LONG))],
  ])('has pauses in %s', (_, data) => {
    const { json, pauses } = serialise({ type: 2, data });
    const whole = JSON.stringify({ type: 2, data });
    expect(json === whole).toBe(true);
    // Hardly more than a piece between two looks at the clock.
    expect(pauses).toBeGreaterThan(whole.length / 20_000);
    // One more before all are joined.
    expect(pauses).toBeLessThanOrEqual(whole.length / 8_000 + 1);
  });

  it('is made in one go where it is small, or where there is time', () => {
    expect(serialise({ type: 3, data: { source: 2 } }).pauses).toBe(0);
    const event = { data: tree(6, 4) };
    const done = serialiseInSlices(event, Infinity)(() => false);
    expect(done?.json).toBe(JSON.stringify(event));
  });

  it.each<[string, object]>([
    ['small', { delay: undefined, data: { adds: [{ id: 1 }], texts: [null] } }],
    ['large', { data: { node: tree(6, 4) } }],
  ])('is the same on a page with Prototype.js where it is %s', (_, event) => {
    const { json } = withPrototypeJs(() => serialise(event));
    expect(json).toBe(JSON.stringify(event));
  });

  it('cannot be made of a cycle, as ever', () => {
    const cycle: Record<string, unknown> = { text: LONG };
    cycle['self'] = [cycle];
    expect(() => serialise(cycle)).toThrow('circular');
  });

  it('is measured to the byte where it may be too large', () => {
    fc.assert(
      fc.property(values, (data) => {
        const { json, rawBytes } = serialise({ data }, 0);
        expect(rawBytes).toBe(bytesOf(json));
      }),
    );
  });

  it('is never larger than it is said to be', () => {
    for (const text of ['x', '"', '漢', '😀', '\u0000', '\ud83d']) {
      const { json, rawBytes } = serialise({ data: text.repeat(100) });
      expect(rawBytes).toBeGreaterThanOrEqual(bytesOf(json));
    }
  });
});

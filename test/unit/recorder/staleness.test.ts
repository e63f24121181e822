import { EventType } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import { createIsStale } from '../../../src/recorder/staleness.js';
import type { RrwebRecord } from '../../../src/recorder/rrweb/parts.js';
import { sampleRules } from '../privacy/sample-rules.js';
import { recordedEvent } from './sample-events.js';

const { FullSnapshot, IncrementalSnapshot, Meta } = EventType;
const URL = 'https://shop.example/';

/** A page on which node 7 was blocked when it was recorded last. */
function setup() {
  const mirror = {
    getNode: (id: number) => ({ id }),
    getMeta: ({ id }: { id: number }) => ({
      attributes: id === 7 ? { rr_width: '5px' } : {},
    }),
  } as unknown as RrwebRecord['mirror'];
  const rules = sampleRules({
    defaultMaskLevel: 'light',
    urlMaskLevels: [
      { match: '*/medium', maskLevel: 'medium' },
      { match: '*/strict', maskLevel: 'conservative' },
    ],
  });
  const isStale = createIsStale(rules, mirror);
  const snapshot = (timeMs: number, url = URL) => {
    expect(isStale(recordedEvent(Meta, timeMs, { href: url }), url)).toBe(
      false,
    );
    expect(isStale(recordedEvent(FullSnapshot, timeMs), url)).toBe(false);
  };
  snapshot(0);
  return {
    snapshot,
    /** Whether it is stale after an attribute of this node has changed. */
    change: (timeMs: number, id = 1, url = URL) =>
      isStale(
        recordedEvent(IncrementalSnapshot, timeMs, { attributes: [{ id }] }),
        url,
      ),
  };
}

describe('what an element held that is not blocked any more is missing', () => {
  it('at once, where the latest snapshot is two seconds old', () => {
    expect(setup().change(2_000, 7)).toBe(true);
  });

  it('from then on where it is younger, and until there is a new one', () => {
    const { change, snapshot } = setup();
    expect(change(500, 7)).toBe(false);
    expect(change(1_999)).toBe(false);
    expect(change(2_000)).toBe(true);
    expect(change(2_001)).toBe(true);
    snapshot(2_002);
    expect(change(9_000)).toBe(false);
  });

  it('twice as long after each, because a page may block and unblock all the time', () => {
    const { change, snapshot } = setup();
    expect(change(2_000, 7)).toBe(true);
    snapshot(2_000);
    expect(change(5_999, 7)).toBe(false);
    expect(change(6_000)).toBe(true);
  });

  it('also where the clock was set back', () => {
    expect(setup().change(-2_000, 7)).toBe(true);
  });

  it('nothing is missing of others', () => {
    expect(setup().change(2_000, 8)).toBe(false);
  });
});

describe('the address', () => {
  it('makes it stale where more is masked there, once', () => {
    const { change } = setup();
    expect(change(1, 1, `${URL}medium`)).toBe(true);
    expect(change(2, 1, `${URL}medium`)).toBe(false);
    expect(change(3, 1, `${URL}strict`)).toBe(true);
  });

  it('does not where as much, or less, is masked there', () => {
    const { change } = setup();
    expect(change(1, 1, `${URL}other`)).toBe(false);
    change(2, 1, `${URL}strict`);
    expect(change(3, 1, `${URL}medium`)).toBe(false);
  });

  it('does not where a snapshot was taken there already', () => {
    const { change, snapshot } = setup();
    snapshot(1, `${URL}strict`);
    expect(change(2, 1, `${URL}strict`)).toBe(false);
  });
});

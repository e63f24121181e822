import { EventType, type eventWithTime } from '@rrweb/types';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { replayToEnd } from './replayer.js';
import { typesOf } from './replay-events.js';

/** Each event once, in the order in which it happened, whatever way it came in. */
export function inOrder(events: readonly eventWithTime[]): eventWithTime[] {
  const texts = new Set(events.map((event) => JSON.stringify(event)));
  const unique = [...texts].map((text): eventWithTime => JSON.parse(text));
  return unique.sort((a, b) => a.timestamp - b.timestamp);
}

/** What a player can use of a recording that has lost its beginning: from the first full snapshot on. */
export function fromSnapshot(
  events: readonly eventWithTime[],
): eventWithTime[] {
  const ordered = inOrder(events);
  const snapshotAt = ordered.findIndex(
    ({ type }) => type === EventType.FullSnapshot,
  );
  return snapshotAt < 1 ? ordered : ordered.slice(snapshotAt - 1);
}

/** Expects that a recording begins with a snapshot, and plays without a warning until this text is seen. */
export async function expectToPlay(
  browser: Browser,
  events: readonly eventWithTime[],
  lastText: string,
): Promise<void> {
  const ordered = inOrder(events);
  expect(typesOf(ordered).slice(0, 2)).toEqual(['Meta', 'FullSnapshot']);
  const { dom, warnings } = await replayToEnd(browser, ordered);
  expect(dom.join('\n')).toContain(lastText);
  expect(warnings).toEqual([]);
}

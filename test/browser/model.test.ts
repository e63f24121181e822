import { EventType } from '@rrweb/types';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHostVisit, type HostVisit } from '../support/host-visit.js';
import { SCRIPT_TAG_HOSTS } from '../support/hosts.js';
import {
  marksIn,
  PREPARE,
  sequenceCode,
  sequences,
  type SequenceEnd,
} from '../support/model-steps.js';
import { typesOf } from '../support/replay-events.js';
import { useBrowser } from '../support/use-browser.js';
import { waitUntil } from '../support/wait-until.js';

/** `PROPERTY_RUNS=2000` tries other ones; `PROPERTY_SEED=1` repeats a failure. */
const { PROPERTY_RUNS, PROPERTY_SEED = PROPERTY_RUNS ? undefined : '6' } =
  process.env;

const { getBrowser } = useBrowser();

let visit: HostVisit;
beforeAll(async () => {
  const newest = SCRIPT_TAG_HOSTS.at(-1);
  if (!newest) throw new Error('There is no version');
  visit = await openHostVisit(getBrowser(), newest);
  await visit.run(PREPARE);
});
afterAll(() => visit.close());

/** Visits that were recorded when their sequence ended. */
const ends: string[] = [];

it('ends as the last calls say, in whichever order they come', async () => {
  const property = fc.asyncProperty(sequences, async (steps) => {
    const end = (await visit.run(sequenceCode(steps))) as SequenceEnd;
    expect(end).toMatchObject({ status: end.visit, faults: [] });
    expect(end.state === 'recording').toBe(end.visit !== undefined);
    expect(visit.ownComplaints()).toEqual([]);
    if (end.visit) ends.push(end.visit);
  });
  await fc.assert(property, {
    numRuns: Number(PROPERTY_RUNS ?? 200),
    ...(PROPERTY_SEED && { seed: Number(PROPERTY_SEED) }),
  });
  // Else it would say little.
  expect(ends.length).toBeGreaterThan(50);
});

it('delivers what is recorded in the end, and tags events with it', async () => {
  const { intake } = visit;
  const replayOf = (id: string) =>
    intake
      .replays()
      .find(({ deviceId, sessionId }) => `${deviceId}/${sessionId}` === id);
  for (const id of ends) {
    await waitUntil(`the end of ${id}`, () =>
      marksIn(JSON.stringify(replayOf(id)?.events ?? [])).some((mark) =>
        mark.endsWith(id),
      ),
    );
    expect(typesOf(replayOf(id)?.events ?? []).slice(0, 2)).toEqual([
      'Meta',
      'FullSnapshot',
    ]);
  }
  const tags = intake.trackedEvents.map((event) => [
    event.event_type,
    event.event_properties?.['[Amplitude] Session Replay ID'],
    `${event.device_id}/${event.session_id}`,
  ]);
  expect(tags.filter(([, tag, own]) => tag && tag !== own)).toEqual([]);
  expect(
    tags.filter(([type, tag]) => tag && /Late|\$identify/.test(String(type))),
  ).toEqual([]);
  // Else it would say little.
  expect(tags.filter(([, tag]) => tag).length).toBeGreaterThan(50);
});

it('mixes no visits, records nothing twice, and nothing that it must not', () => {
  const { intake } = visit;
  for (const { deviceId, sessionId, events } of intake.replays()) {
    const id = `${deviceId}/${sessionId}`;
    const marks = marksIn(JSON.stringify(events));
    expect(marks.filter((mark) => !mark.endsWith(` ${id}`))).toEqual([]);
    const changes = events
      .filter(({ type }) => type === EventType.IncrementalSnapshot)
      .flatMap((event) => marksIn(JSON.stringify(event)));
    expect(new Set(changes).size).toBe(changes.length);
  }
  expect(intake.invalid).toEqual([]);
  expect(visit.ownComplaints()).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { lastArrival, listRefused } from '../../support/arrivals.js';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import type { TrackRecord } from '../../support/intake-records.js';
import { MARKED_SESSION } from '../../support/marked-site.js';
import { markersIn, numberOf, owedMarkers } from '../../support/markers.js';
import { expectToPlay, fromSnapshot } from '../../support/played.js';
import { countSnapshots } from '../../support/replay-events.js';
import {
  endInPeace,
  NEXT_SESSION,
  openSite,
} from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

const { getBrowser } = useBrowser();

/** How many markers a page writes before a test looks what it sends. */
const MANY = 70;

/** The names of the markers of an upload. */
const written = ({ upload }: TrackRecord): string[] =>
  upload ? markersIn(upload).written : [];

describe.concurrent('a server that drops an upload', () => {
  it('because it throttles is left alone, then gets everything at once and a recording that plays', async (test) => {
    const site = await openSite(getBrowser(), test);
    const { intake } = site;
    intake.faultNext({ kind: 'status', status: 200, skipCode: 429 });
    const { page, markers } = await site.open();
    await waitUntil('the drop', () => intake.requests.length > 0);
    await waitUntil('a backlog', () => markers.length >= MANY);
    expect(intake.requests.length).toBe(1);
    const backlog = owedMarkers(markers, Date.now());
    await page.evaluate('sessionReplay.flush()');
    await waitUntil('a fresh snapshot', () =>
      countSnapshots(intake.eventsOf(MARKED_SESSION)),
    );
    await sleep(1_000);
    const dropped = listRefused(intake.requests);
    const owed = owedMarkers(markers, Date.now()).filter(
      (name) => !dropped.includes(name),
    );
    const { missingAtOnce, repeated } = await measureDelivery(
      'one upload throttled',
      { intake, ...DUE_AT_ONCE, owed, comeBack: () => endInPeace(page, site) },
    );
    expect(dropped).not.toEqual([]);
    expect(missingAtOnce).toEqual([]);
    expect(repeated).toEqual([]);
    const carriers = intake.requests
      .slice(1)
      .filter((request) => written(request).some((it) => backlog.includes(it)));
    expect(carriers.length).toBe(1);
    await expectToPlay(
      getBrowser(),
      fromSnapshot(intake.eventsOf(MARKED_SESSION)),
      lastArrival(intake.requests),
    );
    expect(intake.invalid).toEqual([]);
  });

  it('because the session is switched off gets nothing more of it, but the next one', async (test) => {
    const site = await openSite(getBrowser(), test);
    const { intake } = site;
    intake.faultNext({ kind: 'status', status: 200, skipCode: 4004 });
    const { page, markers } = await site.open();
    await waitUntil('the drop', () => intake.requests.length > 0);
    await waitUntil('further markers', () => markers.length >= MANY);
    await page.evaluate('sessionReplay.flush()');
    await page.close();
    const next = await site.open(`/?session=${NEXT_SESSION}`);
    await sleep(1_500);
    const owed = owedMarkers(next.markers, Date.now());
    const { missingAtOnce } = await measureDelivery(
      'the visit after one that was switched off',
      {
        intake,
        ...DUE_AT_ONCE,
        owed,
        comeBack: () => endInPeace(next.page, site),
      },
    );
    expect(owed.length).toBeGreaterThan(0);
    expect(missingAtOnce).toEqual([]);
    const sessions = intake.requests.map(({ upload }) => upload?.sessionId);
    expect(sessions.filter((it) => it === String(MARKED_SESSION))).toHaveLength(
      1,
    );
    expect(intake.invalid).toEqual([]);
  });
});

it.concurrent(
  'an upload that a server fails at holds up no other',
  async (test) => {
    const site = await openSite(getBrowser(), test, {
      moreOptions: '{ flushMaxRetries: 2 }',
    });
    const { intake } = site;
    const { page, markers } = await site.open();
    await waitUntil('a recording', () =>
      markers.some(({ isRecorded }) => isRecorded),
    );
    const name = markers.at(-1)?.name ?? '';
    // One that is still to come.
    const poison = name.replace(/\d+-$/, `${numberOf(name) + 20}-`);
    intake.faultAlways({ kind: 'poison', text: poison, status: 500 });
    await waitUntil('further markers', () =>
      markers.some((marker) => numberOf(marker.name) >= numberOf(poison) + 20),
    );
    const poisoned = () =>
      intake.requests.map(written).filter((names) => names.includes(poison));
    await waitUntil('two attempts', () => poisoned().length >= 2);
    // What was sent along with it at every attempt is its batch.
    const inBatch = (name: string) =>
      poisoned().every((names) => names.includes(name));
    const owed = owedMarkers(markers, Date.now()).filter(
      (name) => !inBatch(name),
    );
    const { missingAtOnce, repeated } = await measureDelivery(
      'one upload poisoned',
      { intake, ...DUE_AT_ONCE, owed, comeBack: () => endInPeace(page, site) },
    );
    expect(owed.length).toBeGreaterThan(0);
    expect(missingAtOnce).toEqual([]);
    expect(repeated).toEqual([]);
    expect(intake.invalid).toEqual([]);
  },
);

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lastArrival, listArrivals } from '../../support/arrivals.js';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import type { Intake } from '../../support/intake-server.js';
import { MARKED_SESSION } from '../../support/marked-site.js';
import { owedMarkers } from '../../support/markers.js';
import { expectToPlay, fromSnapshot } from '../../support/played.js';
import { endInPeace, openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

const { getBrowser } = useBrowser();

/** How many events were dropped, whatever for. */
async function countDropped(page: Page): Promise<number> {
  const dropped = await page.evaluate<Record<string, number>>(
    'sessionReplay.getStatus().dropped',
  );
  return Object.values(dropped).reduce((total, count) => total + count, 0);
}

/** The events that were refused although they came alone. */
function refusedAlone({ requests }: Intake): Set<string> {
  const refused = requests.filter(({ status }) => status === 413);
  const alone = refused.flatMap(({ upload }) =>
    upload?.events.length === 1 ? upload.events : [],
  );
  return new Set(alone);
}

describe.concurrent('a server that finds uploads too large', () => {
  it.for([3, 1])(
    'gets everything in order, %i events at a time',
    async (maxEvents, test) => {
      const site = await openSite(getBrowser(), test);
      const { intake } = site;
      intake.faultAlways({ kind: 'too-large', maxEvents });
      const { page, markers } = await site.open();
      await sleep(2_500);
      // A busy machine would never get ahead of a page that goes on.
      await page.evaluate('clearInterval(writing)');
      const owed = owedMarkers(markers, Date.now());
      const { missingAtOnce, repeated } = await measureDelivery(
        `uploads of more than ${maxEvents} events too large`,
        {
          intake,
          ...DUE_AT_ONCE,
          owed,
          comeBack: () => endInPeace(page, site),
        },
      );
      expect(intake.requests.some(({ status }) => status === 413)).toBe(true);
      expect(missingAtOnce).toEqual([]);
      expect(repeated).toEqual([]);
      expect(
        listArrivals(intake.requests).filter((name) => owed.includes(name)),
      ).toEqual(owed);
      expect(intake.invalid).toEqual([]);
    },
  );

  it('makes the page count what it drops, and begin anew once it takes uploads again', async (test) => {
    const site = await openSite(getBrowser(), test);
    const { intake } = site;
    intake.faultAlways({ kind: 'too-large', maxEvents: 0 });
    const { page, markers } = await site.open();
    await waitUntil('dropped events', () => refusedAlone(intake).size >= 3);
    intake.clearFaults();
    const snapshot = await waitUntil('a fresh snapshot', () =>
      fromSnapshot(intake.eventsOf(MARKED_SESSION)).at(1),
    );
    await sleep(1_000);
    const owed = owedMarkers(
      markers.filter(({ writtenAtMs }) => writtenAtMs > snapshot.timestamp),
      Date.now(),
    );
    const droppedCount = await countDropped(page);
    const { missingAtOnce, repeated } = await measureDelivery(
      'every upload too large, then taken again',
      {
        intake,
        ...DUE_AT_ONCE,
        owed,
        comeBack: () => endInPeace(page, site),
      },
    );
    expect(droppedCount).toBe(refusedAlone(intake).size);
    expect(owed.length).toBeGreaterThan(0);
    expect(missingAtOnce).toEqual([]);
    expect(repeated).toEqual([]);
    await expectToPlay(
      getBrowser(),
      fromSnapshot(intake.eventsOf(MARKED_SESSION)),
      lastArrival(intake.requests),
    );
    expect(intake.invalid).toEqual([]);
  });
});

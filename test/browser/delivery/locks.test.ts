import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { maxPageLoads } from '../../support/arrivals.js';
import { crashPage } from '../../support/crash-page.js';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import { owedMarkers, pageLoadOf } from '../../support/markers.js';
import { moveClock } from '../../support/offline.js';
import { endInPeace, openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

/** The same, before a crash. Unit: ms. */
const CRASH_GRACE_MS = 500;

/** Much longer than a page that crashed is taken for one that lives. Only the clock is moved. Unit: ms. */
const LATER_MS = 5 * 60_000;

/** How long nobody comes back. Unit: ms. */
const ALONE_MS = 1_000;

/** As on plain http, and in old browsers. */
const NO_LOCKS = {
  script: `Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });`,
};

const { getBrowser } = useBrowser();

describe.concurrent('without Web Locks', () => {
  it('a later visit sends what a closed page has left, and nothing of one that lives', async (test) => {
    const site = await openSite(getBrowser(), test, NO_LOCKS);
    const { intake } = site;
    intake.faultAlways({ kind: 'status', status: 500 });
    const closing = await site.open();
    const living = await site.open();
    await waitUntil('some events', () => living.markers.length > 40);
    const closedAtMs = Date.now();
    await closing.page.close();

    const closed = await measureDelivery('without Web Locks, closed page', {
      intake,
      owed: owedMarkers(closing.markers, closedAtMs - GRACE_MS),
      dueWithinMs: ALONE_MS,
      comeBack: async () => {
        // The one that lives still cannot send, and so has what others could take away from it.
        const text = pageLoadOf(living.markers[0]?.name ?? '');
        intake.faultAlways({ kind: 'poison', text, status: 500 });
        await site.comeBack();
        await site.comeBack();
      },
    });
    intake.clearFaults();
    const owed = owedMarkers(living.markers, Date.now());
    await living.page.evaluate('sessionReplay.flush()');
    const lived = await measureDelivery('without Web Locks, page that stays', {
      intake,
      ...DUE_AT_ONCE,
      owed,
      comeBack: () => endInPeace(living.page, site),
    });
    expect(closed.lost).toEqual([]);
    expect(closed.repeated).toEqual([]);
    expect(lived.missingAtOnce).toEqual([]);
    expect(lived.repeated).toEqual([]);
    expect(maxPageLoads(intake.requests)).toBe(1);
    expect(intake.invalid).toEqual([]);
  });

  it('a visit some minutes later sends what a crashed page has left', async (test) => {
    const site = await openSite(getBrowser(), test, NO_LOCKS);
    const { intake } = site;
    intake.faultAlways({ kind: 'status', status: 500 });
    const { page, markers } = await site.open();
    await waitUntil('some events', () => markers.length > 40);
    await moveClock(site.context, LATER_MS);
    const crashedAtMs = Date.now();
    await crashPage(page);
    const { lost, repeated } = await measureDelivery(
      'without Web Locks, crashed page',
      {
        intake,
        owed: owedMarkers(markers, crashedAtMs - CRASH_GRACE_MS),
        dueWithinMs: ALONE_MS,
        comeBack: async () => {
          intake.clearFaults();
          await site.comeBack();
        },
      },
    );
    expect(lost).toEqual([]);
    expect(repeated).toEqual([]);
    expect(intake.invalid).toEqual([]);
  });

  it('tabs that live never send what is of each other', async (test) => {
    const site = await openSite(getBrowser(), test, NO_LOCKS);
    const { intake } = site;
    // So that each has something unsent at every moment.
    intake.faultAlways({ kind: 'slow', delayMs: 300 });
    const tabs = [await site.open(), await site.open()];
    await waitUntil('some events', () => (tabs[1]?.markers.length ?? 0) > 40);
    await site.comeBack();
    await sleep(1_000);
    const delivery = await measureDelivery(
      'without Web Locks, tabs that live',
      {
        intake,
        ...DUE_AT_ONCE,
        owed: tabs.flatMap(({ markers }) => owedMarkers(markers, Date.now())),
        comeBack: async () => {
          for (const { page } of tabs) {
            await page.evaluate('clearInterval(writing)');
            await page.evaluate('sessionReplay.flush()');
          }
        },
      },
    );
    expect(delivery.missingAtOnce).toEqual([]);
    expect(delivery.repeated).toEqual([]);
    expect(maxPageLoads(intake.requests)).toBe(1);
    expect(intake.invalid).toEqual([]);
  });
});

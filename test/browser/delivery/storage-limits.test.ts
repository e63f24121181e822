import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../support/chromium.js';
import { openVisit, waitForVisit } from '../../support/recorded-visit.js';
import { typesOf } from '../../support/replay-events.js';
import { startStorageSite } from '../../support/storage-site.js';
import { countStoredEvents } from '../../support/stored-rows.js';
import { waitUntil } from '../../support/wait-until.js';

/** Unit: bytes. */
const QUOTA_BYTES = 3_000_000;

/** What the library may take of it. Unit: bytes. */
const LIMIT_BYTES = QUOTA_BYTES / 10;

/** Text that each session holds once. Unit: bytes, which no compression makes fewer. */
const SESSION_BYTES = 45_000;

/** More than twice what fits. */
const SESSION_COUNT = 14;

const STAY_MS = 1_000;

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

const HOUR_MS = 3_600_000;
const MAX_AGE_MS = 3 * 24 * HOUR_MS;

let browser: Browser;
const cleanUps: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  // Since version 138 `estimate` says in every Chromium that 10 GiB are left, unless this is switched off.
  browser = await launchChromium({
    args: ['--disable-features=StaticStorageQuota'],
  });
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
afterAll(() => browser.close());

/** A site whose uploads cannot be sent yet. */
async function openCutOffSite() {
  const site = await startStorageSite(browser, {
    content: randomBytes(SESSION_BYTES).toString('base64'),
  });
  cleanUps.push(site.close);
  await site.intake.refuse();
  /** A page that is not recorded, to look at the storage from. */
  const observer = await site.openEmptyPage();

  /** Visits the site under a session of its own, at another time if one is given. */
  const visit = async (
    sessionId: number,
    {
      agoMs = 0,
      end = closePage,
    }: { agoMs?: number; end?: (page: Page) => Promise<unknown> } = {},
  ) => {
    const address = `${site.url}/?session=${sessionId}&agoMs=${agoMs}`;
    const opened = await openVisit(site.context, address);
    await sleep(STAY_MS);
    const endedAtMs = Date.now();
    await end(opened.page);
    return {
      sessionId,
      markers: opened.markers,
      recordedAtMs: opened.recordedAtMs,
      endedAtMs,
      eventCount: (await countStoredEvents(observer))[sessionId] ?? 0,
    };
  };
  /** Sends everything that earlier visits stored, on another one. Resolves to what was dropped on it. */
  const deliverAll = async (sessionId: number) => {
    await site.intake.listen();
    const { page } = await openVisit(
      site.context,
      `${site.url}/?session=${sessionId}`,
    );
    await waitUntil(
      'the last visit',
      () => site.intake.eventsOf(sessionId).length > 0,
    );
    await waitUntil('the end of what was stored', async () => {
      const stored = Object.keys(await countStoredEvents(observer));
      return stored.every((id) => id === String(sessionId));
    });
    return readDropped(page);
  };
  return { ...site, observer, visit, deliverAll };
}

type CutOffSite = Awaited<ReturnType<typeof openCutOffSite>>;
type Visited = Awaited<ReturnType<CutOffSite['visit']>>;

const closePage = (page: Page): Promise<unknown> => page.close();

const crashPage = async (page: Page): Promise<unknown> => {
  void page.goto('chrome://crash').catch(() => {});
  return page.waitForEvent('crash');
};

function readDropped(page: Page): Promise<Record<string, number>> {
  return page.evaluate('sessionReplay.getStatus().dropped');
}

function sumEvents(visits: readonly Visited[]): number {
  return visits.reduce((total, { eventCount }) => total + eventCount, 0);
}

/** Holds that a session arrived from its first event to its last. */
async function expectWhole(
  { intake }: CutOffSite,
  visited: Visited,
): Promise<void> {
  const { sessionId, endedAtMs } = visited;
  await waitForVisit(intake, visited, endedAtMs - GRACE_MS, sessionId);
  // At the end of a page its last events go out beside what has failed before.
  const events = intake
    .eventsOf(sessionId)
    .sort((a, b) => a.timestamp - b.timestamp);
  expect(typesOf(events).slice(0, 2)).toEqual(['Meta', 'FullSnapshot']);
  expect(events).toHaveLength(visited.eventCount);
}

it('keeps the newest sessions whole where not all of them fit', async () => {
  const site = await openCutOffSite();
  const devTools = await site.context.newCDPSession(site.observer);
  await devTools.send('Storage.overrideQuotaForOrigin', {
    origin: site.url,
    quotaSize: QUOTA_BYTES,
  });
  expect(
    await site.observer.evaluate('navigator.storage.estimate()'),
  ).toMatchObject({ quota: QUOTA_BYTES });

  const visits: Visited[] = [];
  let droppedCount = 0;
  /** Leaves no time for a loss between the last look at the count and the end of the page. */
  const settleAndClose = async (page: Page): Promise<void> => {
    await page.evaluate('sessionReplay.flush()');
    let count: number | undefined;
    await waitUntil('what is gone to be counted', async () => {
      const stored = await countStoredEvents(site.observer);
      const gone = visits.filter(({ sessionId }) => !(sessionId in stored));
      count = (await readDropped(page))['storage-full'] ?? 0;
      return droppedCount + count === sumEvents(gone);
    });
    droppedCount += count ?? 0;
    await page.close();
  };
  for (let sessionId = 1; sessionId <= SESSION_COUNT; sessionId += 1)
    visits.push(await site.visit(sessionId, { end: settleAndClose }));
  const dropped = await site.deliverAll(SESSION_COUNT + 1);

  const hasArrived = ({ sessionId }: Visited): boolean =>
    site.intake.eventsOf(sessionId).length > 0;
  const kept = visits.filter(hasArrived);
  const gone = visits.filter((visited) => !hasArrived(visited));
  expect(kept).toEqual(visits.slice(-kept.length));
  for (const visited of kept) await expectWhole(site, visited);
  const sentBytes = site.intake
    .replays()
    .filter(({ sessionId }) => Number(sessionId) <= SESSION_COUNT)
    .flatMap(({ uploads }) => uploads)
    .reduce((total, upload) => total + upload.sentBytes, 0);
  expect(sentBytes).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(sentBytes).toBeGreaterThan(LIMIT_BYTES / 2);
  expect(droppedCount + (dropped['storage-full'] ?? 0)).toBe(sumEvents(gone));
  expect(site.intake.invalid).toEqual([]);
});

it.each([
  ['closed', closePage],
  ['crashed', crashPage],
])('gives up a %s session after three days, and no sooner', async (_, end) => {
  const site = await openCutOffSite();
  await site.context.addInitScript(() => {
    const now = Date.now.bind(Date);
    const agoMs = Number(new URLSearchParams(location.search).get('agoMs'));
    Date.now = () => now() - agoMs;
  });
  const tooOld = await site.visit(1, { agoMs: MAX_AGE_MS + HOUR_MS, end });
  const old = await site.visit(2, { agoMs: MAX_AGE_MS - HOUR_MS });
  const dropped = await site.deliverAll(3);
  await expectWhole(site, old);
  const arrived = site.intake.replays().map(({ sessionId }) => sessionId);
  expect(arrived.sort()).toEqual(['2', '3']);
  expect(dropped).toEqual({ expired: tooOld.eventCount });
  expect(tooOld.eventCount).toBeGreaterThan(0);
  expect(site.intake.invalid).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, type TestContext } from 'vitest';
import { countArrivals, lastArrival } from '../../support/arrivals.js';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import { MARKED_DEVICE, MARKED_SESSION } from '../../support/marked-site.js';
import { owedMarkers } from '../../support/markers.js';
import { DAY_MS, goOffline, moveClock } from '../../support/offline.js';
import { expectToPlay } from '../../support/played.js';
import { mentions } from '../../support/replay-events.js';
import { endInPeace, openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

/** Sessions of the visits before and after the one without a network. */
const EARLIER_SESSION = 8;
const LATER_SESSION = 9;

const { getBrowser } = useBrowser();

/** A whole visit without a network, by somebody who has been here before: the configuration is known. */
async function visitOffline(test: TestContext) {
  const site = await openSite(getBrowser(), test);
  const earlier = await site.open(`/?session=${EARLIER_SESSION}&every=0`);
  await waitUntil('a recording', () => site.intake.replays()[0]);
  await earlier.page.evaluate('sessionReplay.flush()');
  await earlier.page.close();

  const goOnline = await goOffline(site.context, site.url);
  const { page, markers } = await site.open();
  await waitUntil('a recording', () =>
    markers.some(({ isRecorded }) => isRecorded),
  );
  await sleep(2_500);
  const endedAtMs = Date.now();
  await page.close();
  await goOnline();
  return { ...site, owed: owedMarkers(markers, endedAtMs - GRACE_MS) };
}

it.concurrent(
  'a visit without a network arrives the next day, as what it was',
  async (test) => {
    const site = await visitOffline(test);
    const { intake, owed } = site;
    const { missingAtOnce, lost } = await measureDelivery(
      'offline, back the next day',
      {
        ...site,
        comeBack: async () => {
          await moveClock(site.context, DAY_MS);
          await site.comeBack();
        },
      },
    );
    expect(owed.length).toBeGreaterThan(0);
    expect(missingAtOnce).toEqual(owed);
    expect(lost).toEqual([]);
    const holders = intake
      .replays()
      .filter(({ events }) => owed.some((name) => mentions(events, name)))
      .map(({ deviceId, sessionId }) => ({ deviceId, sessionId }));
    expect(holders).toEqual([
      { deviceId: MARKED_DEVICE, sessionId: String(MARKED_SESSION) },
    ]);
    expect(intake.invalid).toEqual([]);
  },
);

it.concurrent(
  'a visit without a network expires within four days, and the next one is recorded',
  async (test) => {
    const { owed: expired, ...site } = await visitOffline(test);
    const { intake } = site;
    await moveClock(site.context, 4 * DAY_MS);
    const { page, markers } = await site.open(
      `/?session=${LATER_SESSION}&device=other`,
    );
    await waitUntil('the later visit', () => intake.eventsOf(LATER_SESSION)[0]);
    await sleep(1_000);
    const owed = owedMarkers(markers, Date.now());
    const { missingAtOnce } = await measureDelivery(
      'the visit after an expired one',
      { intake, ...DUE_AT_ONCE, owed, comeBack: () => endInPeace(page, site) },
    );
    expect(expired.length).toBeGreaterThan(0);
    const arrived = countArrivals(intake.requests);
    expect(expired.filter((name) => arrived.has(name))).toEqual([]);
    expect(intake.eventsOf(MARKED_SESSION)).toEqual([]);
    expect(missingAtOnce).toEqual([]);
    await expectToPlay(
      getBrowser(),
      intake.eventsOf(LATER_SESSION),
      lastArrival(intake.requests),
    );
    expect(intake.invalid).toEqual([]);
  },
);

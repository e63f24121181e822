import { expect, it } from 'vitest';
import { countFirstUploads, maxPageLoads } from '../../support/arrivals.js';
import { crashPage } from '../../support/crash-page.js';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import { owedMarkers, watchMarkers } from '../../support/markers.js';
import { openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before a crash may be lost. Unit: ms. */
const GRACE_MS = 500;

/** Events of each tab, at least. */
const EVENT_COUNT = 1_000;

/** How long the others are watched before somebody takes over what the crash has left. Unit: ms. */
const ALONE_MS = 1_500;

const { getBrowser } = useBrowser();

it('three tabs at once lose nothing, share no upload, and send nothing of each other twice', async (test) => {
  const site = await openSite(getBrowser(), test);
  const { intake } = site;
  const path = '/?every=5';
  const first = await site.open(path);
  const crashing = await site.open(path);
  // A duplicate of the first tab: it begins with a copy of its `sessionStorage`.
  const [page] = await Promise.all([
    first.page.waitForEvent('popup'),
    first.page.evaluate('void window.open(location.href)'),
  ]);
  const living = [first, { page, markers: watchMarkers(page) }];
  const tabs = [...living, crashing];
  await waitUntil('the events of each tab', () =>
    tabs.every(({ markers }) => markers.length >= EVENT_COUNT),
  );
  const crashedAtMs = Date.now();
  await crashPage(crashing.page);

  const crash = await measureDelivery('three tabs, the one that crashes', {
    intake,
    owed: owedMarkers(crashing.markers, crashedAtMs - GRACE_MS),
    dueWithinMs: ALONE_MS,
    comeBack: async () => {
      // Two visits begin at once beside the tabs that go on: only one may take over what the crash has left.
      await Promise.all([site.comeBack(), site.comeBack()]);
      for (const tab of living) {
        await tab.page.evaluate('clearInterval(writing)');
        await tab.page.evaluate('sessionReplay.flush()');
      }
    },
  });
  const stay = await measureDelivery('three tabs, the two that stay', {
    intake,
    ...DUE_AT_ONCE,
    owed: living.flatMap(({ markers }) => owedMarkers(markers, Date.now())),
    comeBack: site.comeBack,
  });
  expect(crash.lost).toEqual([]);
  // Nobody could hear the answer to the request that was on its way in the crash.
  expect(countFirstUploads(intake.requests, crash.repeated)).toBeLessThan(2);
  expect(stay.missingAtOnce).toEqual([]);
  expect(stay.repeated).toEqual([]);
  expect(maxPageLoads(intake.requests)).toBe(1);
  expect(intake.invalid).toEqual([]);
});

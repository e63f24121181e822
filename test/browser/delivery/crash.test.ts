import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { lastArrival } from '../../support/arrivals.js';
import { chromiumOptions } from '../../support/chromium.js';
import { crashPage } from '../../support/crash-page.js';
import { measureDelivery } from '../../support/delivery.js';
import type { Intake } from '../../support/intake-server.js';
import { findKill } from '../../support/kill-browser.js';
import { startMarkedServer } from '../../support/marked-server.js';
import { MARKED_SESSION } from '../../support/marked-site.js';
import { openMarked, owedMarkers } from '../../support/markers.js';
import { expectToPlay } from '../../support/played.js';
import { comeBack, openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';

/** What was written this shortly before a crash may be lost. Unit: ms. */
const GRACE_MS = 500;

const { getBrowser } = useBrowser();

/** Four moments of a visit at which it may end. Unit: ms. */
const drawMomentsMs = () =>
  Array.from({ length: 4 }, () => 400 + Math.floor(3_600 * Math.random()));

it('recovers pages whose renderer crashes, and they play', async (test) => {
  const visits = await Promise.all(
    drawMomentsMs().map(async (stayMs) => {
      const site = await openSite(getBrowser(), test);
      const { page, markers } = await site.open();
      await sleep(stayMs);
      const crashedAtMs = Date.now();
      await crashPage(page);
      const owed = owedMarkers(markers, crashedAtMs - GRACE_MS);
      const delivery = await measureDelivery('renderer crash', {
        ...site,
        owed,
      });
      return { ...site, ...delivery, stayMs };
    }),
  );
  for (const { intake, lost, stayMs } of visits) {
    expect(lost, `ended after ${stayMs} ms`).toEqual([]);
    expect(intake.invalid).toEqual([]);
    await expectArrivedToPlay(intake);
  }
});

it('recovers pages whose browser is killed, and they play', async (test) => {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  test.onTestFinished(() =>
    rm(profile, { recursive: true, force: true, maxRetries: 5 }),
  );
  const start = async () =>
    chromium.launchPersistentContext(profile, await chromiumOptions());
  const killed = await start();
  const kill = await findKill(killed);
  // One kill hits four pages of different ages, each on an origin of its own.
  const momentsMs = drawMomentsMs();
  const longestMs = Math.max(...momentsMs);
  const opened = await Promise.all(
    momentsMs.map(async (stayMs) => {
      const server = await startMarkedServer();
      test.onTestFinished(server.close);
      await sleep(longestMs - stayMs);
      const { markers } = await openMarked(killed, server.url);
      return { ...server, stayMs, markers };
    }),
  );
  await sleep(Math.min(...momentsMs));
  const killedAtMs = Date.now();
  await kill();

  const context = await start();
  test.onTestFinished(() => context.close());
  const visits = await Promise.all(
    opened.map(async (visit) => {
      const delivery = await measureDelivery('browser killed', {
        intake: visit.intake,
        owed: owedMarkers(visit.markers, killedAtMs - GRACE_MS),
        comeBack: () => comeBack(context, visit),
      });
      return { ...visit, ...delivery };
    }),
  );
  for (const { intake, lost, stayMs } of visits) {
    expect(lost, `ended after ${stayMs} ms`).toEqual([]);
    expect(intake.invalid).toEqual([]);
    await expectArrivedToPlay(intake);
  }
});

/** Expects that whatever arrived of a visit plays up to its last marker. */
async function expectArrivedToPlay(intake: Intake): Promise<void> {
  const events = intake.eventsOf(MARKED_SESSION);
  // A page that ended before its recording began has left nothing.
  if (events.length === 0) return;
  await expectToPlay(getBrowser(), events, lastArrival(intake.requests));
}

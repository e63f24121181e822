import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { startBareChromium } from '../../support/bare-chromium.js';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import { startMarkedServer } from '../../support/marked-server.js';
import { openMarkerMail } from '../../support/marker-mail.js';
import { owedMarkers, pageLoadOf } from '../../support/markers.js';
import { NEXT_SESSION, openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

/** The same, where the page is not told that it ends. Unit: ms. */
const CRASH_GRACE_MS = 500;

const { getBrowser } = useBrowser({
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

it.concurrent.for<[string, (page: Page, url: string) => Promise<void>]>([
  [
    'twenty reloads',
    async (page) => {
      for (let count = 0; count < 20; count += 1) {
        await sleep(100 + 20 * count);
        await page.reload();
      }
      await sleep(500);
    },
  ],
  [
    'three pages of a site',
    async (page, url) => {
      for (const path of ['/second', '/third', '/', '/second']) {
        await sleep(700);
        await page.goto(url + path);
      }
      await sleep(700);
    },
  ],
])('delivers everything of %s', async ([scenario, walk], test) => {
  const site = await openSite(getBrowser(), test);
  const { page, markers } = await site.open();
  await walk(page, site.url);
  const endedAtMs = Date.now();
  await page.close();
  const owed = owedMarkers(markers, endedAtMs - GRACE_MS);
  const { missingAtOnce } = await measureDelivery(scenario, {
    ...site,
    ...DUE_AT_ONCE,
    owed,
  });
  expect(missingAtOnce).toEqual([]);
  expect(new Set(owed.map(pageLoadOf)).size).toBeGreaterThan(1);
  expect(site.intake.invalid).toEqual([]);
});

it.concurrent(
  'goes on when the page comes back from the back/forward cache',
  async (test) => {
    const site = await openSite(getBrowser(), test);
    const { page, markers } = await site.open();
    await page.evaluate(
      `addEventListener('pageshow', (event) => { window.isBack = event.persisted; })`,
    );
    await sleep(1_500);
    await page.goto(site.awayUrl);
    await sleep(500);
    await page.evaluate('void history.back()').catch(() => {});
    await page.waitForFunction('window.isBack === true');
    const backAtMs = Date.now();
    await sleep(1_500);
    const endedAtMs = Date.now();
    await page.close();
    const owed = owedMarkers(markers, endedAtMs - GRACE_MS);
    const { missingAtOnce } = await measureDelivery('back/forward cache', {
      ...site,
      ...DUE_AT_ONCE,
      owed,
    });
    expect(missingAtOnce).toEqual([]);
    // Otherwise it was no return to the same page.
    expect(owed.length).toBeGreaterThan(owedMarkers(markers, backAtMs).length);
    expect(site.intake.invalid).toEqual([]);
  },
);

// Nothing is emulated here: another tab is opened in front, the page becomes hidden, and Chromium discards it.
it.concurrent(
  'delivers a hidden tab that the browser discards when it loads again',
  async ({ onTestFinished }) => {
    const mail = await openMarkerMail();
    const server = await startMarkedServer({ script: mail.script });
    const browser = await startBareChromium();
    onTestFinished(async () => {
      await browser.close();
      await server.close();
      await mail.close();
    });
    const { intake, url } = server;
    await browser.openTab(`${url}/`);
    await waitUntil('a recording', () =>
      mail.markers.some(({ isRecorded }) => isRecorded),
    );
    await sleep(1_500);
    await browser.openTab(server.awayUrl);
    await sleep(1_500);
    const discardedAtMs = Date.now();
    await browser.discardTab(`${url}/`);
    const owed = owedMarkers(mail.markers, discardedAtMs - CRASH_GRACE_MS);
    const { lost } = await measureDelivery('hidden tab discarded', {
      intake,
      owed,
      comeBack: async () => {
        const { length } = mail.markers;
        await browser.showTab(`${url}/`);
        await waitUntil('the page', () => mail.markers.length > length);
        await browser.openTab(`${url}/?session=${NEXT_SESSION}&every=0`);
        await waitUntil(
          'the next visit',
          () => intake.eventsOf(NEXT_SESSION)[0],
        );
      },
    });
    expect(lost).toEqual([]);
    expect(owed.length).toBeGreaterThan(0);
    expect(intake.invalid).toEqual([]);
  },
);

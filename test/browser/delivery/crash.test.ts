import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type BrowserContext } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chromiumOptions } from '../../support/chromium.js';
import {
  startMarkedServer,
  type MarkedServer,
} from '../../support/marked-server.js';
import { openMarked, waitForMarkers } from '../../support/markers.js';

/** What was written this shortly before a crash may be lost. Unit: ms. */
const GRACE_MS = 500;

let profile: string;
let server: MarkedServer;
let context: BrowserContext;
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'profile-'));
  server = await startMarkedServer();
});
afterEach(async () => {
  await context.close();
  await server.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts a browser that keeps what it stores, also when it is started again. */
async function startBrowser(ignoreDefaultArgs: string[] = []) {
  context = await chromium.launchPersistentContext(profile, {
    ...(await chromiumOptions()),
    ignoreDefaultArgs,
  });
  return context;
}

it.each([800, 1_700, 2_600])(
  'recovers a page that crashes after %i ms',
  async (stayMs) => {
    const { intake, url } = server;
    const { page, markers } = await openMarked(await startBrowser(), url);
    await sleep(stayMs);
    const crashedAtMs = Date.now();
    void page.goto('chrome://crash').catch(() => {});
    await page.waitForEvent('crash');
    await openMarked(context, url);
    await waitForMarkers(intake, markers, crashedAtMs - GRACE_MS);
    expect(intake.invalid).toEqual([]);
  },
);

it.each([800, 1_700, 2_600])(
  'recovers a visit whose browser is killed after %i ms',
  async (stayMs) => {
    const { intake, url } = server;
    const { markers } = await openMarked(await startBrowser(), url);
    await sleep(stayMs);
    const killedAtMs = Date.now();
    execFileSync('pkill', ['-KILL', '-f', profile]);
    await sleep(500);
    await openMarked(await startBrowser(), url);
    await waitForMarkers(intake, markers, killedAtMs - GRACE_MS);
    expect(intake.invalid).toEqual([]);
  },
);

it('goes on recording when the page comes back from the back/forward cache', async () => {
  const { intake, url, awayUrl } = server;
  const browser = await startBrowser(['--disable-back-forward-cache']);
  const { page, markers } = await openMarked(browser, url);
  await page.evaluate(
    `addEventListener('pageshow', (event) => { window.isBack = event.persisted; })`,
  );
  await sleep(1_500);
  await page.goto(awayUrl);
  await sleep(500);
  await page.evaluate('void history.back()').catch(() => {});
  await page.waitForFunction('window.isBack === true');
  await sleep(1_500);
  const endedAtMs = Date.now();
  await page.close();
  await openMarked(browser, url);
  await waitForMarkers(intake, markers, endedAtMs - GRACE_MS);
  expect(intake.invalid).toEqual([]);
});

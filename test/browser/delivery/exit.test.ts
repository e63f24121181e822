import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openMarked, waitForMarkers } from '../../support/markers.js';
import { startMarkedServer } from '../../support/marked-server.js';
import { useBrowser } from '../../support/use-browser.js';

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

/** A page whose snapshot is above what a browser sends for a page that is gone. */
const BIG_NODE_COUNT = 20_000;

const { getBrowser, closeLater } = useBrowser();

async function visit(nodeCount = 0) {
  const server = await startMarkedServer(nodeCount);
  const context = await getBrowser().newContext();
  closeLater(() => context.close(), server.close);
  const { page, markers } = await openMarked(context, server.url);
  return { ...server, context, page, markers };
}

/** Ends a page; resolves to when that was. */
const WAYS: [string, (page: Page, awayUrl: string) => Promise<unknown>][] = [
  ['closing the tab', (page) => page.close()],
  ['going elsewhere', (page, awayUrl) => page.goto(awayUrl)],
];

describe.each(WAYS)('a visit that ends by %s', (_, end) => {
  it.each([250, 1_000, 3_000])(
    'is delivered without a second one after %i ms',
    async (stayMs) => {
      const { intake, page, markers, awayUrl } = await visit();
      await sleep(stayMs);
      const endedAtMs = Date.now();
      await end(page, awayUrl);
      await waitForMarkers(intake, markers, endedAtMs - GRACE_MS);
      expect(intake.invalid).toEqual([]);
    },
  );

  it.each([1_000, 3_000])(
    'of a big page is delivered with the next one, after %i ms',
    async (stayMs) => {
      const { intake, page, markers, awayUrl, context, url } =
        await visit(BIG_NODE_COUNT);
      await sleep(stayMs);
      const endedAtMs = Date.now();
      await end(page, awayUrl);
      await openMarked(context, url);
      await waitForMarkers(intake, markers, endedAtMs - GRACE_MS);
      expect(intake.invalid).toEqual([]);
    },
  );
});

it('loses nothing over twenty reloads', async () => {
  const { intake, page, markers } = await visit();
  for (let count = 0; count < 20; count += 1) {
    await sleep(100 + 30 * count);
    await page.reload();
  }
  await waitForMarkers(intake, markers, Date.now());
  expect(intake.invalid).toEqual([]);
});

it('loses nothing on the way through the pages of a site', async () => {
  const { intake, page, markers, url } = await visit();
  for (const path of ['/second', '/third', '/', '/second']) {
    await sleep(700);
    await page.goto(url + path);
  }
  await waitForMarkers(intake, markers, Date.now());
  expect(intake.invalid).toEqual([]);
});

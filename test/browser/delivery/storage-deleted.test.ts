import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openVisit, waitForVisit } from '../../support/recorded-visit.js';
import { startStorageSite } from '../../support/storage-site.js';
import { countStoredRows } from '../../support/stored-rows.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before a crash may be lost. Unit: ms. */
const GRACE_MS = 500;

/** How long the page goes on each time. Unit: ms. */
const GOES_ON_MS = 1_200;

const { getBrowser, closeLater } = useBrowser();

async function openSite() {
  const site = await startStorageSite(getBrowser());
  closeLater(site.close);
  return site;
}

/** Takes the databases of a page's origin away. */
type Delete = (page: Page, context: BrowserContext) => Promise<unknown>;

/** As the logout code of a site does. Rejects where an open connection holds it up. */
const deleteAll: Delete = (page) =>
  page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases())
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.addEventListener('success', () => resolve());
        request.addEventListener('error', () => reject(request.error));
        request.addEventListener('blocked', () =>
          reject(new Error(`${name} is kept open`)),
        );
      });
  });

/** As a visitor does in the browser's settings: connections are cut. */
const clearSiteData: Delete = async (page, context) => {
  const devTools = await context.newCDPSession(page);
  await devTools.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'indexeddb',
  });
};

const WAYS: [string, Delete][] = [
  ['the page', deleteAll],
  ['the visitor', clearSiteData],
];

it.each(WAYS)(
  'goes on and is safe from crashes again when %s deletes the database',
  async (_, deleteDatabase) => {
    const { context, url, intake, complaints, openEmptyPage } =
      await openSite();
    const observer = await openEmptyPage();
    const visit = await openVisit(context, url);
    // What waits in the outbox is lost with the database, and nobody's fault.
    await waitUntil('an empty outbox after the first batch', async () => {
      if (!intake.replays()[0]) return false;
      return (await countStoredRows(observer))?.outbox === 0;
    });
    await deleteDatabase(visit.page, context);
    await sleep(GOES_ON_MS);
    await waitForVisit(intake, visit, Date.now());

    await waitUntil('the database to be back', async () => {
      return ((await countStoredRows(observer))?.journal ?? 0) > 0;
    });
    await sleep(GOES_ON_MS);
    const crashedAtMs = Date.now();
    void visit.page.goto('chrome://crash').catch(() => {});
    await visit.page.waitForEvent('crash');
    await openVisit(context, url);
    await waitForVisit(intake, visit, crashedAtMs - GRACE_MS);
    expect(complaints).toEqual([]);
    expect(intake.invalid).toEqual([]);
  },
);

it.each(WAYS)(
  'loses nothing and bothers nobody when %s deletes the database again and again',
  async (_, deleteDatabase) => {
    const { context, url, intake, complaints } = await openSite();
    const visit = await openVisit(context, url);
    await waitUntil('the first batch', () => intake.replays()[0]);
    for (let count = 0; count < 3; count += 1) {
      // All is sent then, so that nothing is in the outbox.
      await waitForVisit(intake, visit, Date.now());
      await deleteDatabase(visit.page, context);
      await sleep(300);
    }
    await waitForVisit(intake, visit, Date.now());
    expect(complaints).toEqual([]);
    expect(intake.invalid).toEqual([]);
  },
);

import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { startMarkedServer, type MarkedServer } from './marked-server.js';
import type { MarkedSiteOptions } from './marked-site.js';
import { openMarked, type MarkedVisit } from './markers.js';
import { countSnapshots } from './replay-events.js';
import { waitUntil } from './wait-until.js';

/** Session of the visits that follow the one that is measured, so that each can be told from the other. */
export const NEXT_SESSION = 2;

/** A marked site and a visitor with storage of their own. */
export interface VisitedSite extends MarkedServer {
  context: BrowserContext;
  /** Opens a page of the site in a new tab. `path` may have a query. */
  open: (path?: string) => Promise<MarkedVisit>;
  /** The next visit. */
  comeBack: () => Promise<MarkedVisit>;
}

/** Starts a marked site with one visitor. Both end with the test, also among tests that run at the same time. */
export async function openSite(
  browser: Browser,
  test: Pick<TestContext, 'onTestFinished'>,
  options: MarkedSiteOptions = {},
): Promise<VisitedSite> {
  const server = await startMarkedServer(options);
  const context = await browser.newContext();
  test.onTestFinished(async () => {
    await context.close();
    await server.close();
  });
  return {
    ...server,
    context,
    open: (path = '/') => openMarked(context, server.url + path),
    comeBack: () => comeBack(context, server),
  };
}

/** Ends a page in peace, so that nothing comes twice because of that, and comes back. */
export async function endInPeace(
  page: Page,
  { comeBack }: Pick<VisitedSite, 'comeBack'>,
): Promise<void> {
  await page.evaluate('clearInterval(writing)');
  await page.evaluate('sessionReplay.flush()');
  await page.close();
  await comeBack();
}

/** Opens a small page that writes no markers, and waits until its recording has arrived: what was left is on its way then. */
export async function comeBack(
  context: BrowserContext,
  { intake, url }: Pick<MarkedServer, 'intake' | 'url'>,
): Promise<MarkedVisit> {
  const countArrived = () => countSnapshots(intake.eventsOf(NEXT_SESSION));
  const before = countArrived();
  const path = `/?session=${NEXT_SESSION}&every=0&nodes=0`;
  const visit = await openMarked(context, url + path);
  await waitUntil('the next visit', () => countArrived() > before);
  return visit;
}

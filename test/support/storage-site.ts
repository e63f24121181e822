import type { BrowserContext, Browser, Page } from 'playwright-core';
import { startIntake, type Intake } from './intake-server.js';
import { markedSite } from './marked-site.js';
import { startPages } from './page-server.js';

/** Name of the database that marked sites record into. */
export const DATABASE_NAME = 'plugin-session-replay-browser/test-key';

/** A marked site in a browser of its own, whose storage a test can get at. */
export interface StorageSite {
  /** Takes the uploads. */
  intake: Intake;
  /** Answers the configuration, also while `intake` cannot be reached. */
  configIntake: Intake;
  context: BrowserContext;
  url: string;
  /** Errors and warnings on the console, uncaught errors and unhandled rejections of all pages. */
  complaints: string[];
  /** Opens a page of the same origin that holds nothing and is not recorded. */
  openEmptyPage: () => Promise<Page>;
  close: () => Promise<void>;
}

/**
 * Starts a site and its servers.
 *
 * @param options Further options of the library.
 * @param content Further HTML of its page.
 */
export async function startStorageSite(
  browser: Browser,
  {
    options = {},
    content = '',
  }: { options?: Record<string, unknown>; content?: string } = {},
): Promise<StorageSite> {
  const [intake, configIntake] = [await startIntake(), await startIntake()];
  const { trackUrl } = intake;
  const { configUrl } = configIntake;
  const site = await startPages({
    ...markedSite(
      { trackUrl, configUrl },
      { moreOptions: JSON.stringify(options), content },
    ),
    '/empty': '<!doctype html><title>Empty</title>',
  });
  const context = await browser.newContext();
  return {
    intake,
    configIntake,
    context,
    url: site.url,
    complaints: listComplaints(context),
    openEmptyPage: async () => {
      const page = await context.newPage();
      await page.goto(`${site.url}/empty`);
      return page;
    },
    close: async () => {
      await context.close();
      for (const server of [site, intake, configIntake]) await server.close();
    },
  };
}

/** Errors: throws when the page does not look as expected. */
function listComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => {
    complaints.push(`uncaught: ${String(error.error())}`);
  });
  return complaints;
}

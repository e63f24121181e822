import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A page whose complaints are written down. */
export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** Errors and warnings on the console, uncaught errors and rejections; tests expect none that are ours. */
  complaints: string[];
}

/** Opens an empty page with storage of its own. */
export async function openWatchedPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    complaints.push(`uncaught: ${String(error)}`);
  });
  return { page, context, complaints };
}

import type { Page } from 'playwright-core';

/** Ends the process of a page without any event of the page. */
export async function crashPage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // No answer comes any more.
  session.send('Page.crash').catch(() => {});
  await crashed;
}

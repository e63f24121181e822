import type { BrowserContext } from 'playwright-core';

/** Unit: ms. */
export const DAY_MS = 24 * 3_600 * 1_000;

/**
 * Takes the visitor's network away, and keeps this site's pages loading, as a service worker would.
 *
 * Returns a function that gives the network back.
 */
export async function goOffline(
  context: BrowserContext,
  siteUrl: string,
): Promise<() => Promise<void>> {
  const pages = `${siteUrl}/**`;
  await context.route(pages, async (route) => {
    const answer = await fetch(route.request().url());
    await route.fulfill({
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  await context.setOffline(true);
  return async () => {
    await context.setOffline(false);
    await context.unroute(pages);
  };
}

/** Moves the clock of the pages that are opened from now on. `byMs`: ms. */
export async function moveClock(
  context: BrowserContext,
  byMs: number,
): Promise<void> {
  await context.addInitScript(`(() => {
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...parts) {
        if (parts.length > 0) super(...parts);
        else super(Real.now() + ${byMs});
      }
      static now() {
        return Real.now() + ${byMs};
      }
    };
  })()`);
}

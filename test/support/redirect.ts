import type { BrowserContext } from 'playwright-core';
import type { Intake } from './intake-server.js';

/** Puts servers of this machine in the place of those that pages use without naming them. */
export async function redirect(
  context: BrowserContext,
  intake: Intake,
  pagesUrl: string,
): Promise<void> {
  const routes: Record<string, string> = {
    'https://api-sr.amplitude.com/sessions/v2/track': intake.trackUrl,
    'https://sr-client-cfg.amplitude.com/config': intake.configUrl,
    'https://api2.amplitude.com/2/httpapi': intake.analyticsUrl,
    'https://api-sr.eu.amplitude.com/sessions/v2/track': intake.trackUrl,
    'https://sr-client-cfg.eu.amplitude.com/config': intake.configUrl,
    'https://api.eu.amplitude.com/2/httpapi': intake.analyticsUrl,
    'https://cdn.amplitude.com/libs/analytics-browser-2.47.0-min.js.gz': `${pagesUrl}/vendor/amplitude.js`,
    'https://cdn.example.com/': `${pagesUrl}/dist/`,
  };
  for (const [from, to] of Object.entries(routes)) {
    await context.route(`${from}**`, async (route) => {
      const request = route.request();
      const body = request.postDataBuffer();
      // Not by `route.fetch`, which would add the cookies of the page.
      const response = await fetch(request.url().replace(from, to), {
        method: request.method(),
        headers: await request.allHeaders(),
        ...(body && { body: new Uint8Array(body) }),
      });
      await route.fulfill({
        status: response.status,
        headers: {
          // The second of two files is a module: of another origin, it needs this as it does from a real CDN.
          'Access-Control-Allow-Origin': '*',
          ...Object.fromEntries(response.headers),
        },
        body: Buffer.from(await response.arrayBuffer()),
      });
    });
  }
}

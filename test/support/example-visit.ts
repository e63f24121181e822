import type { Browser } from 'playwright-core';
import { bundleApp } from './bundle.js';
import type { ConfigAnswer } from './intake-config.js';
import { startIntake } from './intake-server.js';
import { startPages, type Page } from './page-server.js';
import { redirect } from './redirect.js';
import { openWatchedPage } from './watched-page.js';

/** What the Browser SDK says to sites that leave its default tracking as it is. */
const HOST_HINT = '`options.defaultTracking` is set to undefined';

const html = (markup: string) =>
  `<!doctype html><title>Example</title><h1>Heading</h1>${markup}`;

/** A page with that markup. */
export function markupExample(markup: string): Record<string, Page> {
  return { '/': html(markup) };
}

/** A page that runs a module, bundled as an application would be. `amplitude` becomes a global. */
export async function moduleExample(
  code: string,
): Promise<Record<string, Page>> {
  return {
    '/': html('<button id="go">Go</button><script src="/app.js"></script>'),
    '/app.js': {
      contentType: 'text/javascript; charset=utf-8',
      body: await bundleApp(`${code}
        globalThis.amplitude ??= typeof amplitude === 'undefined' ? undefined : amplitude;`),
    },
  };
}

/** Opens a page with an example whose servers are of this machine, whatever addresses it uses. */
export async function openExample(
  browser: Browser,
  pages: Record<string, Page>,
  config?: ConfigAnswer,
) {
  const intake = await startIntake();
  if (config) intake.setConfig(config);
  const server = await startPages(pages);
  const { page, context, complaints } = await openWatchedPage(browser);
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  await redirect(context, intake, server.url);
  await page.goto(server.url);
  return {
    intake,
    page,
    context,
    url: server.url,
    /** The hosts that the page has called, but this machine. */
    hosts: () => [...hosts].filter((host) => host !== '127.0.0.1').sort(),
    complaintsOfOurs: () => complaints.filter((it) => !it.includes(HOST_HINT)),
    write: (text: string) =>
      page.evaluate(`document.querySelector('h1').textContent = '${text}'`),
    close: async () => {
      await context.close();
      await server.close();
      await intake.close();
    },
  };
}

import type { Browser } from 'playwright-core';
import { SITES } from './hosts.js';
import { startIntake } from './intake-server.js';
import { startPages, type Page } from './page-server.js';
import { waitUntil } from './wait-until.js';
import { openWatchedPage } from './watched-page.js';

/** Markup with one of everything that the recorder watches. Its scripts have `wait`. */
export const FRAMES_BODY = `<h1>Public heading</h1><input id="field" />
  <iframe src="/frame"></iframe><div id="host"></div><div id="place"></div>
  <script>
    const wait = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs));
    const shadow = document.querySelector('#host').attachShadow({ mode: 'open' });
    shadow.innerHTML = '<p>In the shadow</p>';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('p { color: red }');
    shadow.adoptedStyleSheets = [sheet];
  </script>`;

/** What the markup shows in frames. */
export const FRAMES_PAGES: Record<string, Page> = {
  '/frame': `<!doctype html><title>Frame</title>
    <button>Press</button><input /><p>Text</p><div id="host"></div>
    <script>
      document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<p>Deep</p>';
    </script>`,
};

/** Opens a page with this markup and the plugin, and waits until it is recorded. */
export async function openFramesPage(
  browser: Browser,
  closeLater: (...closers: (() => Promise<unknown>)[]) => void,
) {
  const [, site] = SITES;
  const intake = await startIntake();
  const pages = await startPages({
    ...(await site?.pages({ intake, body: FRAMES_BODY })),
    ...FRAMES_PAGES,
  });
  const { page, context, complaints } = await openWatchedPage(browser);
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  await page.evaluate('started');
  await waitUntil('a recording', () => intake.replays()[0]);
  return { intake, page, complaints };
}

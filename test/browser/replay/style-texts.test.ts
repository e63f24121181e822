import { EventType } from '@rrweb/types';
import { expect, it } from 'vitest';
import { startIntake } from '../../support/intake-server.js';
import { startPages, type Page } from '../../support/page-server.js';
import { standaloneOptions } from '../../support/standalone-options.js';
import { waitUntil } from '../../support/wait-until.js';
import { openWatchedPage } from '../../support/watched-page.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

it('records the rules of a style element text by text, as far as they are those of its texts', async () => {
  const snapshot = await visit((options) => ({
    '/': `<!doctype html>
      <style id="texts">p { color: red } a:hover { background: url(a.png) }</style>
      <style id="inserted">b { margin: 0px }</style>
      <script src="/dist/session-replay.min.js"></script>
      <script>
        const texts = document.querySelector('#texts');
        texts.append('@media print { i { color: blue } }', '/* none */', 'u { color');
        const inserted = document.querySelector('#inserted');
        inserted.append('em { margin: 0px }');
        inserted.sheet.insertRule('s { top: 1px }');
        sessionReplay.init('key', ${options});
      </script>`,
  }));
  const [ofTexts, ofInserted] = [
    ...JSON.stringify(snapshot).matchAll(/"_cssText":("(?:[^"\\]|\\.)*")/g),
  ].map(([, css = '']) => JSON.parse(css) as string);
  expect(ofTexts?.split('/* rr_split */')).toEqual([
    expect.stringMatching(/^p \{.*a\.png/s),
    expect.stringMatching(/^@media print \{.*\}$/s),
    '',
    expect.stringMatching(/^u \{.*\}$/s),
  ]);
  expect(ofInserted).toMatch(/^s \{[^*]+b \{[^*]+em \{[^*]+\}$/);
});

it('records the rules of the style sheet that a link has loaded, in shadow trees, too', async () => {
  const snapshot = await visit((options) => ({
    '/a.css': { contentType: 'text/css', body: 'p { color: red }' },
    '/': `<!doctype html>
      <link rel="preload" as="style" href="/a.css">
      <link rel="stylesheet" href="/a.css">
      <div><template shadowrootmode="open"><link rel="stylesheet" href="/a.css"><p>Text</p></template></div>
      <script src="/dist/session-replay.min.js"></script>
      <script>
        addEventListener('load', () => sessionReplay.init('key', ${options}));
      </script>`,
  }));
  const links: object[] = [];
  JSON.stringify(snapshot, (_, value: { tagName?: string } | null) => {
    if (value?.tagName === 'link') links.push(value);
    return value;
  });
  const withRules = {
    attributes: {
      _cssText: expect.stringMatching(/^p \{.*red.*\}$/s) as string,
    },
  };
  expect(links).toMatchObject([
    { attributes: { rel: 'preload' } },
    withRules,
    withRules,
  ]);
});

/** Visits a site, made with the options of its recorder, and returns its first snapshot. */
async function visit(
  makeSite: (options: string) => Record<string, Page>,
): Promise<unknown> {
  const intake = await startIntake();
  const pages = await startPages(makeSite(standaloneOptions(intake)));
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  const snapshot = await waitUntil('a snapshot', () =>
    intake.eventsOf(1).find(({ type }) => type === EventType.FullSnapshot),
  );
  expect(complaints).toEqual([]);
  return snapshot;
}

import { expect, it } from 'vitest';
import type { Trace } from '../../support/canary-report.js';
import { findTexts } from '../../support/canary-search.js';
import { openCanarySite } from '../../support/canary-site.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const PUBLIC = 'canary000001z';
const SECRETS = ['canary000002z', 'canary000003z', 'canary000004z'] as const;
const [FIRST, SECOND, THIRD] = SECRETS;

const PATH = `/people/${PUBLIC}?token=${FIRST}&page=1&next=${encodeURIComponent(`/to?password=${SECOND}`)}#id_token=${THIRD}`;

/** Where any of the texts stand. */
function placesOf(traces: readonly Trace[], texts: readonly string[]) {
  const found = traces.flatMap(({ where, text }) =>
    findTexts(text)
      .filter((it) => texts.includes(it.text))
      .map(({ around }) => `${where}: …${around}…`),
  );
  return [...new Set(found)];
}

it.concurrent("leaves secrets out of the page's address", async (test) => {
  const { start, collect } = await openCanarySite(getBrowser(), test, {
    path: PATH,
  });
  await start();
  const traces = await collect();
  expect(placesOf(traces, SECRETS)).toEqual([]);
  const shown = placesOf(traces, [PUBLIC]).join('\n');
  for (const where of ['uploaded Meta', 'header x-client-url', 'stored in '])
    expect(shown).toContain(where);
});

it.concurrent(
  'leaves them out of the addresses that a page goes to by script',
  async (test) => {
    const { page, start, collect } = await openCanarySite(getBrowser(), test);
    await start();
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(PATH)})`);
    await page.evaluate('document.body.append("Another view")');
    await page.evaluate('sessionReplay.setSessionId(2).promise');
    const traces = await collect();
    expect(placesOf(traces, SECRETS)).toEqual([]);
    expect(placesOf(traces, [PUBLIC]).join('\n')).toContain('uploaded Meta');
  },
);

it.concurrent(
  'leaves them out where the page tells everyone its address',
  async (test) => {
    const { start, collect } = await openCanarySite(getBrowser(), test, {
      path: PATH,
      head: '<meta name="referrer" content="unsafe-url" />',
    });
    await start();
    expect(placesOf(await collect(), SECRETS)).toEqual([]);
  },
);

it.concurrent(
  'leaves out what the site names, and nothing else',
  async (test) => {
    const { start, collect } = await openCanarySite(getBrowser(), test, {
      path: `/?ticket=${FIRST}&token=${PUBLIC}`,
      privacyConfig: { secretUrlParameters: ['ticket'] },
      body: `<a href="/next?ticket=${SECOND}">Next</a>`,
    });
    await start();
    const traces = await collect();
    expect(placesOf(traces, SECRETS)).toEqual([]);
    expect(placesOf(traces, [PUBLIC]).join('\n')).toContain('uploaded Meta');
  },
);

it.concurrent(
  'masks the title and the styles of a document whose text is masked',
  async (test) => {
    const { page, start, collect } = await openCanarySite(getBrowser(), test, {
      head: `<title>${FIRST}</title><meta name="description" content="${SECOND}" />`,
      privacyConfig: { defaultMaskLevel: 'conservative' },
    });
    await page.evaluate(`document.title = ${JSON.stringify(FIRST)}`);
    await start();
    await page.evaluate(
      ([title, style]) => {
        document.title = title;
        const sheet = new CSSStyleSheet();
        document.adoptedStyleSheets = [sheet];
        sheet.replaceSync(`p::before { content: "${style}" }`);
        sheet.insertRule(`p::after { content: "${style}" }`);
      },
      [THIRD, FIRST] as const,
    );
    expect(placesOf(await collect(), SECRETS)).toEqual([]);
  },
);

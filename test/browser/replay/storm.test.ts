import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { bundleRecorder } from '../../support/bundle-recorder.js';
import { startPages } from '../../support/page-server.js';
import {
  openStepReplayer,
  type StepReplayer,
} from '../../support/step-replayer.js';
import type { Storm } from '../../support/storm/storm-page.js';
import { useBrowser } from '../../support/use-browser.js';

/** `STORM_SEEDS=100-140` tries these instead. */
const [FIRST = 1, LAST = FIRST + 39] = (process.env['STORM_SEEDS'] ?? '1-40')
  .split('-')
  .map(Number);

const STEP_COUNT = 150;

/** So many nodes are read at once, however long it takes. */
const FILLING = '<meta name="filling">'.repeat(200);

const PAGE = `<!doctype html><html><head>${FILLING}</head><body></body>
  <script src="/storm.js"></script></html>`;

const { getBrowser } = useBrowser();

let page: Page;
let replayer: StepReplayer;

beforeAll(async () => {
  const css = 'text/css';
  const pages = await startPages({
    '/': PAGE,
    '/storm.js': await bundleRecorder('storm/storm-page.ts'),
    '/frame': '<!doctype html><body><p>In a frame</p></body>',
    '/red.css': { body: '[n$="1"] { color: red; }', contentType: css },
    '/blue.css': { body: '[n$="2"] { color: blue; }', contentType: css },
  });
  page = await getBrowser().newPage();
  await page.goto(pages.url);
  replayer = await openStepReplayer(getBrowser());
  return async () => {
    await replayer.close();
    await pages.close();
  };
});

const SEEDS = Array.from(
  { length: LAST - FIRST + 1 },
  (_, index) => FIRST + index,
);

it.for(SEEDS)(
  'shows at each click what the page was then (seed %i)',
  async (seed) => {
    const storm = await page.evaluate<Storm>(`storm(${seed}, ${STEP_COUNT})`);
    const { events, marks, looks, complaints } = storm;
    expect(complaints).toEqual([]);
    const steps = await replayer.showAt(
      events,
      marks.map(({ eventCount }) => eventCount),
    );
    for (const [index, { dom, warnings }] of steps.entries()) {
      expect(dom, `click ${index}`).toEqual(marks[index]?.dom);
      expect(warnings, `click ${index}`).toEqual([]);
    }
    expect(steps.at(-1)?.looks).toEqual(looks);
  },
);

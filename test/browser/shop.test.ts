import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { eventWithTime } from '@rrweb/types';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo } from '../../examples/demo/start-demo.js';
import { launchChromium } from '../support/chromium.js';
import { describeDom } from '../support/dom-tree.js';
import {
  readStyles,
  replayToEnd,
  TELLING_STYLES,
  type ReplayedPage,
} from '../support/replayer.js';
import { SECRETS, visitShop } from '../support/shop-visit.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';

const STYLED = ['h1', '.logo', '#place-order', '.form-section', '#shipping'];

let browser: Browser;
let demo: Awaited<ReturnType<typeof startDemo>>;
let folder: string;
let replay: { overview: { replayId: string }; events: eventWithTime[] };
let original: Pick<ReplayedPage, 'dom' | 'styles'>;
let replayed: ReplayedPage;
let complaints: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replays-'));
  demo = await startDemo({ port: 0, replaysFolder: folder, quiet: true });
  browser = await launchChromium();
  const visit = await openWatchedPage(browser);
  const { page } = visit;
  complaints = visit.complaints;
  await page.goto(demo.url);
  await visitShop(page);
  original = {
    dom: await page.evaluate(`(${describeDom.toString()})(document)`),
    styles: await page.evaluate(
      `(${readStyles.toString()})(document, ${JSON.stringify([STYLED, TELLING_STYLES])})`,
    ),
  };
  await page.evaluate('amplitude.remove(replay.name).promise');
  replay = await readReplay();
  replayed = await replayToEnd(browser, replay.events, STYLED);
});
afterAll(async () => {
  await browser.close();
  await demo.close();
  await rm(folder, { recursive: true });
});

async function readReplay(): Promise<typeof replay> {
  const getJson = async (path: string) =>
    (await fetch(`${demo.url}/api/replays${path}`)).json();
  const { replayId } = await waitUntil('the replay', async () => {
    const { replays } = await getJson('');
    return replays[0] as { replayId: string } | undefined;
  });
  return getJson(`/${encodeURIComponent(replayId)}`);
}

it('rebuilds the page as it was at the end of the visit', () => {
  expect(original.dom.length).toBeGreaterThan(100);
  expect(replayed.dom).toEqual(original.dom);
  expect(replayed.warnings).toEqual([]);
});

it('shows it in the same styles, without any file of the site', () => {
  expect(replayed.styles).toEqual(original.styles);
});

it.each(Object.entries(SECRETS))(
  'keeps the %s out of the recording',
  (_, secret) => {
    expect(JSON.stringify(replay.events)).not.toContain(secret);
  },
);

it('says nothing on the console of the page', () => {
  expect(complaints).toEqual([]);
});

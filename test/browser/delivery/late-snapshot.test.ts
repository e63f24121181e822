import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it, type TestContext } from 'vitest';
import { MARKED_SESSION } from '../../support/marked-site.js';
import { countSnapshots } from '../../support/replay-events.js';
import { NEXT_SESSION, openSite } from '../../support/site-visit.js';
import { countStoredRows } from '../../support/stored-rows.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What comes twice has come by then. Unit: ms. */
const QUIET_MS = 1_500;

/** Elements of a page whose snapshot is compressed and sent at the end of the page, and of one that is too large for it. */
const SMALL_NODE_COUNT = 1_000;
const LARGE_NODE_COUNT = 10_000;

/** Unit: characters. */
const MAX_EXIT_LENGTH = 1_000_000;

/** The first page leaves its worker without work until it comes back, and does not put into the journal what waits for that. */
const HOLD = `
  window.held = [];
  if (location.pathname === '/') {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
      if (window.isBack) post.apply(this, message);
      else held.push(() => post.apply(this, message));
    };
    const schedule = window.setTimeout;
    window.setTimeout = (task, delayMs, ...rest) => delayMs === 150 ? 0 : schedule(task, delayMs, ...rest);
    addEventListener('pageshow', ({ persisted }) => {
      window.isBack = persisted;
      if (persisted) for (const send of held) send();
    });
  }
`;

const { getBrowser } = useBrowser({
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

/** A page whose snapshot is in no store. */
async function openWithSnapshot(test: TestContext, nodeCount: number) {
  const site = await openSite(getBrowser(), test, { nodeCount, script: HOLD });
  const { page } = await site.open('/?every=0');
  await waitUntil('a snapshot', () => page.evaluate('held.length > 0'));
  return {
    ...site,
    page,
    before: await countStoredRows(page),
    events: () => site.intake.eventsOf(MARKED_SESSION),
  };
}

async function goBack(page: Page): Promise<void> {
  await page.evaluate('void history.back()').catch(() => {});
  await page.waitForFunction('window.isBack === true');
}

it('delivers once, with the next page of the tab, a snapshot in no store yet that is too large for the last request', async (test) => {
  const { url, page, before, events, intake } = await openWithSnapshot(
    test,
    LARGE_NODE_COUNT,
  );
  // The event before it.
  expect(before).toEqual({ journal: 1, outbox: 0 });
  await page.goto(`${url}/second?session=${NEXT_SESSION}&every=0&nodes=0`);
  await waitUntil('the snapshot', () => countSnapshots(events()) > 0);
  await waitUntil(
    'the next page',
    () => countSnapshots(intake.eventsOf(NEXT_SESSION)) > 0,
  );
  await sleep(QUIET_MS);
  expect(countSnapshots(events())).toBe(1);
  expect(JSON.stringify(events()).length).toBeGreaterThan(MAX_EXIT_LENGTH);
  expect(await countStoredRows(page)).toEqual({ journal: 0, outbox: 0 });
  expect(intake.invalid).toEqual([]);
});

it.for([
  ['sent in the last request', SMALL_NODE_COUNT],
  ['too large for the last request', LARGE_NODE_COUNT],
] as const)(
  'delivers once a snapshot in no store yet that is %s, where the page comes back from the back/forward cache',
  async ([, nodeCount], test) => {
    const { awayUrl, page, before, events, intake } = await openWithSnapshot(
      test,
      nodeCount,
    );
    expect(before).toEqual({ journal: 1, outbox: 0 });
    expect(events()).toEqual([]);
    await page.goto(awayUrl);
    if (nodeCount === SMALL_NODE_COUNT)
      await waitUntil('the snapshot', () => countSnapshots(events()) > 0);
    await goBack(page);
    await waitUntil('the snapshot', () => countSnapshots(events()) > 0);
    await sleep(QUIET_MS);
    expect(countSnapshots(events())).toBe(1);
    expect(await countStoredRows(page)).toEqual({ journal: 0, outbox: 0 });
    expect(intake.invalid).toEqual([]);
  },
);

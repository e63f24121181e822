import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SITES } from '../support/hosts.js';
import { startIntake } from '../support/intake-server.js';
import { growthPerRound } from '../support/memory.js';
import { startPages } from '../support/page-server.js';
import { waitUntil } from '../support/wait-until.js';
import { FRAMES_BODY, FRAMES_PAGES } from '../support/frames-page.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

/** What a round may leave behind: profiles of the code that runs, and where the allocator rounds up. Unit: bytes. */
const ALLOWED_BYTES = 2_000;

const { getBrowser, closeLater } = useBrowser();
const [, site] = SITES;

async function visit() {
  const intake = await startIntake();
  const pages = await startPages({
    ...(await site?.pages({ intake, body: FRAMES_BODY })),
    ...FRAMES_PAGES,
  });
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  await page.evaluate('started');
  await waitUntil('a recording', () => intake.replays()[0]);
  return { page, complaints };
}

const leaveAndJoin = (page: Page) => (count: number) =>
  page.evaluate(`(async () => {
    for (let left = ${count}; left > 0; left -= 1) {
      await amplitude.remove(replay.name).promise;
      await amplitude.add(replay).promise;
      while (replay.getStatus().state !== 'recording') await wait(1);
      // Until what is in the frame is watched.
      await wait(10);
    }
  })()`);

const FRAMES_AT_ONCE = 5;

const mountFrames = (page: Page) => (count: number) =>
  page.evaluate(`(async () => {
    const place = document.querySelector('#place');
    for (let left = ${count}; left > 0; left -= ${FRAMES_AT_ONCE}) {
      const frames = Array.from({ length: ${FRAMES_AT_ONCE} }, () => {
        const frame = document.createElement('iframe');
        frame.src = '/frame';
        return frame;
      });
      const loaded = frames.map((frame) => new Promise((resolve) => { frame.onload = resolve; }));
      place.append(...frames);
      await Promise.all(loaded);
      // Until they are told of, and watched.
      await wait(60);
      place.replaceChildren();
    }
    // Until the last ones are told of.
    await wait(300);
  })()`);

it('keeps nothing when it is removed and added again', async () => {
  const { page, complaints } = await visit();
  const growth = await growthPerRound(
    page,
    { warmUp: 20, count: 200 },
    leaveAndJoin(page),
  );
  expect(growth.listeners).toBeLessThan(0.1);
  expect(growth.documents).toBeLessThan(0.1);
  expect(growth.nodes).toBeLessThan(0.1);
  expect(growth.heapBytes).toBeLessThan(ALLOWED_BYTES);
  expect(complaints).toEqual([]);
});

it('keeps nothing of frames that come and go', async () => {
  const { page, complaints } = await visit();
  const growth = await growthPerRound(
    page,
    { warmUp: 20, count: 500 },
    mountFrames(page),
  );
  expect(growth.listeners).toBeLessThan(0.1);
  expect(growth.documents).toBeLessThan(0.1);
  expect(growth.nodes).toBeLessThan(0.1);
  expect(growth.heapBytes).toBeLessThan(ALLOWED_BYTES);
  expect(complaints).toEqual([]);
});

import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openFramesPage } from '../support/frames-page.js';
import { growthPerRound } from '../support/memory.js';
import { useBrowser } from '../support/use-browser.js';

/** What a round may leave behind: profiles of the code that runs, and where the allocator rounds up. Unit: bytes. */
const ALLOWED_BYTES = 2_000;

const { getBrowser, closeLater } = useBrowser();
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

it.each([
  ['when it is removed and added again', 200, leaveAndJoin],
  ['of frames that come and go', 500, mountFrames],
])('keeps nothing %s', async (_, count, runRounds) => {
  const { page, complaints } = await openFramesPage(getBrowser(), closeLater);
  const growth = await growthPerRound(
    page,
    { warmUp: 100, count },
    runRounds(page),
  );
  expect(growth.listeners).toBeLessThan(0.1);
  expect(growth.documents).toBeLessThan(0.1);
  expect(growth.nodes).toBeLessThan(0.1);
  expect(growth.heapBytes).toBeLessThan(ALLOWED_BYTES);
  expect(complaints).toEqual([]);
});

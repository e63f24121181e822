import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it, type TestContext } from 'vitest';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import { owedMarkers } from '../../support/markers.js';
import { openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

/** A page whose snapshot is above what a browser sends for a page that is gone. */
const BIG_NODE_COUNT = 20_000;

const { getBrowser } = useBrowser();

type End = (page: Page, awayUrl: string) => Promise<unknown>;

const WAYS: [string, End][] = [
  ['closing the tab', (page) => page.close()],
  ['going elsewhere', (page, awayUrl) => page.goto(awayUrl)],
];

/** Visits a page, and ends the visit after a while. */
async function bounce(
  test: TestContext,
  { nodeCount = 0, stayMs, isFromRecording = false, end }: Bounce,
) {
  const site = await openSite(getBrowser(), test, { nodeCount });
  const { page, markers } = await site.open();
  if (isFromRecording) {
    await waitUntil('a recording', () =>
      markers.some(({ isRecorded }) => isRecorded),
    );
  }
  await sleep(stayMs);
  const endedAtMs = Date.now();
  await end(page, site.awayUrl);
  return { ...site, owed: owedMarkers(markers, endedAtMs - GRACE_MS) };
}

interface Bounce {
  nodeCount?: number;
  /** Unit: ms. */
  stayMs: number;
  /** Whether it is counted from the first marker that is recorded. By default it is from when the page has loaded. */
  isFromRecording?: boolean;
  end: End;
}

describe.for([250, 1_000, 3_000])('a visit of %i ms', (stayMs) => {
  it.concurrent.for(WAYS)(
    'is delivered without a second one after %s',
    async ([way, end], test) => {
      const visit = await bounce(test, { stayMs, end });
      const { missingAtOnce } = await measureDelivery(
        `small page, ${way} after ${stayMs} ms`,
        { ...visit, ...DUE_AT_ONCE },
      );
      expect(missingAtOnce).toEqual([]);
      expect(visit.intake.invalid).toEqual([]);
    },
  );
});

// One after the other: how much of such a page is read when it ends depends on how busy the machine is.
describe.for([250, 1_000, 3_000])(
  'a visit of %i ms to a big page',
  (stayMs) => {
    it.for(WAYS)(
      'is delivered with the next one after %s',
      async ([way, end], test) => {
        const visit = await bounce(test, {
          nodeCount: BIG_NODE_COUNT,
          stayMs,
          end,
        });
        const { lost } = await measureDelivery(
          `page of 20,000 nodes, ${way} after ${stayMs} ms`,
          visit,
        );
        expect(lost).toEqual([]);
        expect(visit.intake.invalid).toEqual([]);
      },
    );
  },
);

describe('a visit to a big page of a second of recording', () => {
  it.for(WAYS)(
    'is delivered with the next one after %s',
    async ([way, end], test) => {
      const visit = await bounce(test, {
        nodeCount: BIG_NODE_COUNT,
        stayMs: 1_000,
        isFromRecording: true,
        end,
      });
      const { lost } = await measureDelivery(
        `page of 20,000 nodes, ${way} after 1000 ms of recording`,
        visit,
      );
      expect(lost).toEqual([]);
      expect(visit.owed.length).toBeGreaterThan(0);
      expect(visit.intake.invalid).toEqual([]);
    },
  );
});

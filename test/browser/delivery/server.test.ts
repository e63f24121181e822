import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import type { Fault } from '../../support/intake-faults.js';
import {
  markersIn,
  owedMarkers,
  type MarkedVisit,
} from '../../support/markers.js';
import {
  endInPeace,
  openSite,
  type VisitedSite,
} from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

const { getBrowser } = useBrowser();

/** How long nobody answers. Unit: ms. */
const OUTAGE_MS = process.env['DELIVERY_LONG'] ? 60_000 : 5_000;

/** The longest that the product may take to notice that the outage is over. Unit: ms. */
const RETURN_MS = OUTAGE_MS + 65_000;

/** A second or two from now, as an HTTP date. */
const soon = () => new Date(Date.now() + 2_000).toUTCString();

const FAULTS: [string, Fault, number][] = [
  ['that fails', { kind: 'status', status: 500 }, 2],
  ['that is busy', { kind: 'status', status: 429 }, 2],
  [
    'that asks for a pause of a second',
    { kind: 'status', status: 429, retryAfter: '1' },
    2,
  ],
  [
    'that asks for a pause until a date',
    { kind: 'status', status: 429, retryAfter: soon },
    2,
  ],
  ['whose client goes away', { kind: 'status', status: 499 }, 2],
  ['that has waited too long', { kind: 'status', status: 408 }, 2],
  ['that hangs up in the middle of a request', { kind: 'cut-body' }, 2],
  ['that hangs up before it answers', { kind: 'cut-answer' }, 2],
  ['that never answers', { kind: 'silent' }, 2],
  ['that is slow', { kind: 'slow', delayMs: 1_500 }, 2],
];

/** Measures a page that stays open, from what it has written by now. */
async function measureOpen(
  scenario: string,
  site: VisitedSite,
  { page, markers }: MarkedVisit,
  due: { dueWithinMs: number } = DUE_AT_ONCE,
) {
  const owed = owedMarkers(markers, Date.now());
  const delivery = await measureDelivery(scenario, {
    intake: site.intake,
    ...due,
    owed,
    comeBack: () => endInPeace(page, site),
  });
  return { ...delivery, owed };
}

describe.concurrent(
  'nothing is lost and nothing comes twice at a server',
  () => {
    it.for(FAULTS)('%s', async ([what, fault, count], test) => {
      const site = await openSite(getBrowser(), test, {
        moreOptions: fault.kind === 'silent' ? '{ sendTimeoutMs: 500 }' : '{}',
      });
      const { intake } = site;
      intake.faultNext(fault, count);
      const visit = await site.open();
      await waitUntil('the faults', () => intake.requests.length >= count);
      await waitUntil('an answer', () =>
        intake.requests.some(({ status }) => status === 200),
      );
      const delivery = await measureOpen(`server ${what}`, site, visit);
      expect(delivery.missingAtOnce).toEqual([]);
      expect(delivery.owed.length).toBeGreaterThan(0);
      expect(intake.invalid).toEqual([]);
      // Where it waits half a second only, a busy machine may make it repeat what was taken.
      if (fault.kind === 'silent') return;
      // Of what it has taken without saying so, the page cannot know.
      const unheard = intake.requests.flatMap(({ upload, isTaken, status }) =>
        upload && isTaken && status === undefined
          ? markersIn(upload).written
          : [],
      );
      expect(delivery.repeated).toEqual(
        delivery.owed.filter((name) => unheard.includes(name)),
      );
    });

    it(
      'that cannot be reached for a while',
      async (test) => {
        const site = await openSite(getBrowser(), test);
        const { intake } = site;
        const visit = await site.open();
        await waitUntil('a recording', () => intake.replays()[0]);
        // What has arrived has been answered too.
        await visit.page.evaluate('sessionReplay.flush()');
        await intake.refuse();
        await sleep(OUTAGE_MS);
        await intake.listen();
        const delivery = await measureOpen(
          'unreachable for a while',
          site,
          visit,
          {
            dueWithinMs: RETURN_MS,
          },
        );
        expect(delivery.missingAtOnce).toEqual([]);
        expect(delivery.repeated).toEqual([]);
        expect(intake.invalid).toEqual([]);
      },
      OUTAGE_MS + RETURN_MS + 60_000,
    );
  },
);

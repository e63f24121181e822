import {
  EventType,
  IncrementalSource,
  MouseInteractions,
  type eventWithTime,
} from '@rrweb/types';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeDom } from '../../support/dom-tree.js';
import { startIntake } from '../../support/intake-server.js';
import { startPages } from '../../support/page-server.js';
import { inOrder } from '../../support/played.js';
import { mentions } from '../../support/replay-events.js';
import {
  openStepReplayer,
  type ReplayedStep,
} from '../../support/step-replayer.js';
import {
  GUEST,
  stormySite,
  type Moment,
} from '../../support/storm/stormy-site.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';
import { openWatchedPage } from '../../support/watched-page.js';

const INTERACTION_COUNT = 50;

const { getBrowser } = useBrowser();

let events: eventWithTime[];
let moments: Moment[];
let frameCount: number;
let complaints: string[];
/** What the replay shows at each of the moments. */
let steps: ReplayedStep[];

beforeAll(async () => {
  const intake = await startIntake();
  const pages = await startPages(stormySite(intake));
  const visit = await openWatchedPage(getBrowser());
  complaints = visit.complaints;
  const { page } = visit;
  await page.goto(pages.url);
  await waitUntil('a recording', () =>
    page.evaluate(`sessionReplay.getStatus().state === 'recording'`),
  );
  // Its timers of the start are over then, too.
  await page.waitForTimeout(200);
  await page.evaluate(`watch(${describeDom.toString()})`);
  await interact(page);
  moments = await page.evaluate('moments');
  frameCount = await page.evaluate('frameCount');
  await page.evaluate('sessionReplay.shutdown().promise');
  await waitUntil(
    'the last of them',
    () => findMoments(inOrder(intake.eventsOf(1))).length >= moments.length,
  );
  events = inOrder(intake.eventsOf(1));
  const replayer = await openStepReplayer(getBrowser());
  steps = await replayer.showAt(
    events,
    findMoments(events).map((index) => index + 1),
  );
  return async () => {
    await replayer.close();
    await visit.context.close();
    await pages.close();
    await intake.close();
  };
});

/** Clicks and types as a visitor would, while the page changes. */
async function interact(page: Page): Promise<void> {
  for (let count = 0; count < INTERACTION_COUNT; count += 1) {
    // Between two frames, soon after one, and after longer than changes are gathered.
    await page.waitForTimeout([0, 20, 60, 250][count % 4] ?? 0);
    if (count % 5 === 0) await page.click('#add', { force: true });
    else if (count % 5 === 1) await page.click('#count', { force: true });
    else if (count % 5 === 2) await page.type('#field', 'x');
    else if (count % 5 === 3) await page.click('#host', { force: true });
    else await page.type('#area', 'y');
  }
}

/** Where the clicks and inputs are among the events. */
function findMoments(ordered: readonly eventWithTime[]): number[] {
  return ordered.flatMap((event, index) => (kindOf(event) ? [index] : []));
}

function kindOf({ type, data }: eventWithTime): Moment['kind'] | undefined {
  if (type !== EventType.IncrementalSnapshot) return undefined;
  if (data.source === IncrementalSource.Input) return 'input';
  return data.source === IncrementalSource.MouseInteraction &&
    data.type === MouseInteractions.Click
    ? 'click'
    : undefined;
}

it('records every click and every input', () => {
  const kinds = events.flatMap((event) => kindOf(event) ?? []);
  expect(kinds).toEqual(moments.map(({ kind }) => kind));
  expect(moments.length).toBeGreaterThanOrEqual(INTERACTION_COUNT);
});

it('shows at each of them what the page was then', () => {
  for (const [index, { kind, dom }] of moments.entries())
    expect(steps[index]?.dom, `${kind}, ${index}`).toEqual(dom);
});

it('plays without a warning', () => {
  expect(steps.flatMap(({ warnings }) => warnings)).toEqual([]);
});

it('tells of the changes of many frames as one', () => {
  const mutationCount = events.filter(
    ({ type, data }) =>
      type === EventType.IncrementalSnapshot &&
      data.source === IncrementalSource.Mutation,
  ).length;
  expect(frameCount).toBeGreaterThan(300);
  expect(mutationCount).toBeLessThan(frameCount / 2);
});

it('tells nothing of nodes that came and went', () => {
  expect(mentions(events, GUEST)).toBe(false);
});

it('says nothing on the console of the page', () => {
  expect(complaints).toEqual([]);
});

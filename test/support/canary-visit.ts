import type { Browser } from 'playwright-core';
import type { TestContext } from 'vitest';
import { bundleApp } from './bundle.js';
import {
  createPlan,
  type Area,
  type Canary,
  type Time,
} from './canary-plan.js';
import { createReport, type CanaryReport } from './canary-report.js';
import { openCanarySite, type CanarySiteOptions } from './canary-site.js';

/** How long frames may take to load. Unit: ms. */
const SETTLE_MS = 1_000;

export interface CanaryVisitOptions extends Pick<
  CanarySiteOptions,
  'privacyConfig' | 'remote'
> {
  areas: readonly Area[];
  times: readonly Time[];
  /** Whether it is the places in frames that are looked at, or all others. @defaultValue false */
  isAboutFrames?: boolean;
  /** Source of what the page does after it was recorded, in the task in which the next canaries come. */
  meanwhile?: string;
}

let script: Promise<string> | undefined;

/** The script that puts canaries in their places, bundled once. */
const canaryScript = (): Promise<string> =>
  (script ??= bundleApp(`
    import { prepare, run } from './test/support/canary-page.ts';
    window.canary = { prepare, run };
  `));

/**
 * Records a page with a canary in every place, and looks for them in everything that the recorder leaves behind.
 *
 * What has to be shown has to be in the recording of the first session; a second one begins when all is done.
 */
export async function visitCanaries(
  browser: Browser,
  test: Pick<TestContext, 'onTestFinished'>,
  {
    areas,
    times,
    isAboutFrames = false,
    meanwhile = '',
    ...options
  }: CanaryVisitOptions,
): Promise<CanaryReport> {
  const canaries = createPlan(
    areas,
    times,
    isAboutFrames ? 'frames' : 'no frames',
  );
  const { page, start, collect } = await openCanarySite(browser, test, {
    ...options,
    script: await canaryScript(),
  });
  await page.evaluate<void, Canary[]>(
    (all) => Reflect.get(window, 'canary').prepare(all),
    canaries,
  );
  await start();
  const later = times.filter((time) => time !== 'at load');
  for (const [index, time] of later.entries())
    await page.evaluate(
      `${index === 0 ? meanwhile : ''}; canary.run(${JSON.stringify(time)})`,
    );
  // A second snapshot, of what has become of the page.
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate('sessionReplay.setSessionId(2).promise');
  return createReport(canaries, await collect());
}

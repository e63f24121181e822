import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { chromiumOptions } from '../../support/chromium.js';
import type { Workload, WorkloadSettings } from '../workloads/workload.js';
import type { Scripts } from './scripts.js';
import type { Contestant } from './contestants.js';
import { startCountingIntake } from './counting-intake.js';
import { startMeasuring, type Measured } from './measuring.js';
import { findProblem } from './recorded.js';
import { MARKS, startSite } from './site.js';
import type { ThreadTimes } from './trace.js';

/** What one contestant took in one run of a workload, from its beginning to the end of its tail. */
export interface Measures extends Omit<Measured, 'threadTimes'> {
  /** JavaScript heap of the page at the end, after garbage collection. */
  heapBytes: number;
  /** Until the page has been left. */
  requests: number;
  /** Bodies as on the wire, until the page has been left. */
  sentBytes: number;
}

export interface Run {
  measures: Partial<Measures>;
  threadTimes?: ThreadTimes;
  /** What was sent, from the loading of the page. */
  requests: { path: string; bodyBytes: number }[];
  /** Why the numbers count for nothing. */
  problem?: string;
  /** Addresses beyond this machine that the page asked for in vain. */
  strangeUrls: string[];
  pageErrors: string[];
}

export interface RunSettings extends WorkloadSettings {
  throttle: number;
  /** How long is measured after the workload: longer than the contestants wait before they send. Unit: ms. */
  tailMs: number;
}

/** From the start of the contestant, or the loading of the page, until measuring begins. Unit: ms. */
const SETTLE_MS = 2_000;

/** How long a recording may arrive late, which is not measured. Unit: ms. */
const MAX_WAIT_MS = 15_000;

/** For the last requests of a page that is being left. Unit: ms. */
const EXIT_MS = 700;

/** Nothing but this machine has an address. */
const ONLY_THIS_MACHINE =
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/** Runs a workload once, in a browser of its own with an empty profile. Errors: are the problem of the run. */
export async function run(
  ...settings: Parameters<typeof runInBrowser>
): Promise<Run> {
  try {
    return await runInBrowser(...settings);
  } catch (error) {
    const problem = `failed with ${String(error)}`;
    return {
      measures: {},
      requests: [],
      problem,
      strangeUrls: [],
      pageErrors: [],
    };
  }
}

async function runInBrowser(
  workload: Workload,
  contestant: Contestant,
  scripts: Scripts,
  settings: RunSettings,
): Promise<Run> {
  const profile = await mkdtemp(join(tmpdir(), 'bench-'));
  const intake = await startCountingIntake();
  const site = await startSite(workload, contestant, scripts);
  const context = await chromium.launchPersistentContext(
    profile,
    await chromiumOptions({ args: [ONLY_THIS_MACHINE] }),
  );
  const strangeUrls: string[] = [];
  const pageErrors: string[] = [];
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    context.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (hostname !== '127.0.0.1' && protocol.startsWith('http'))
        strangeUrls.push(request.url());
    });
    page.on('pageerror', (error) => pageErrors.push(error.message));
    await page.goto(site.url);
    const cdp = await context.newCDPSession(page);
    if (settings.throttle > 1)
      await cdp.send('Emulation.setCPUThrottlingRate', {
        rate: settings.throttle,
      });
    const start = () =>
      page.evaluate(
        (url) => Reflect.get(globalThis, 'startContestant')(url),
        intake.url,
      );
    if (workload.start === 'before') await start();
    await sleep(SETTLE_MS);
    await cdp.send('HeapProfiler.collectGarbage');

    const sentBefore = intake.uploads.length;
    const end = await startMeasuring(cdp, profile);
    if (workload.start === 'inside') await start();
    await workload.drive(page, settings);
    await markEnd(page);
    await sleep(settings.tailMs);
    const { threadTimes, ...measured } = await end();
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const emitted = await page.evaluate(() =>
      Reflect.get(globalThis, 'emittedTypes'),
    );
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const check = () => findProblem(contestant, intake.uploads, emitted);
    const deadlineMs = Date.now() + MAX_WAIT_MS;
    while (check() !== undefined && Date.now() < deadlineMs) await sleep(500);
    await page.goto('about:blank');
    await sleep(EXIT_MS);

    const sent = intake.uploads.slice(sentBefore);
    const problem = check();
    return {
      measures: {
        ...measured,
        heapBytes: usedSize,
        requests: sent.length,
        sentBytes: sent.reduce((total, { body }) => total + body.length, 0),
      },
      threadTimes,
      requests: intake.uploads.map(({ path, body }) => ({
        path,
        bodyBytes: body.length,
      })),
      ...(problem !== undefined && { problem }),
      strangeUrls,
      pageErrors,
    };
  } finally {
    await context.close();
    await site.close();
    await intake.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Changes the page once more, so that a recording can be told from half of one, and then a little again and again.
 *
 * Why: some look only at an event whether those before it are due.
 */
async function markEnd(page: Page): Promise<void> {
  await page.evaluate((id) => {
    const mark = document.createElement('i');
    mark.id = id;
    document.body.append(mark);
    let tick = 0;
    setInterval(() => {
      tick += 1;
      mark.dataset['tick'] = String(tick);
    }, 500);
  }, MARKS[1]);
}

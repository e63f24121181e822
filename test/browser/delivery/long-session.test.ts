import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { busyPage, stepsOf } from '../../support/busy-page.js';
import { chromiumOptions } from '../../support/chromium.js';
import { reportNumbers } from '../../support/delivery-report.js';
import { readDiskWrites } from '../../support/disk-writes.js';
import { startFastMotion } from '../../support/fast-motion.js';
import { startIntake, type Intake } from '../../support/intake-server.js';
import { startPages } from '../../support/page-server.js';
import {
  startStorageMeter,
  type StoreSize,
} from '../../support/storage-meter.js';
import { waitUntil } from '../../support/wait-until.js';

/** When it is measured. Unit: minutes. */
const CHECKPOINTS = [1, 10, 60];

const MINUTE_MS = 60_000;

/** Most that may be written into IndexedDB for each byte that is recorded. */
const MAX_WRITTEN_RATIO = 1.3;

/** Most that the heap may grow from the second checkpoint to the last. Unit: bytes. */
const MAX_HEAP_GROWTH_BYTES = 2 * 1024 * 1024;

/** In real time: about a minute is normal. Unit: ms. */
const TIMEOUT_MS = 600_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** Opens the busy page in a browser of its own, that stores on the disk, and waits until its recording has begun. */
async function openBusyPage() {
  const intake = await startIntake({ preflightMaxAgeSeconds: 600 });
  const site = await startPages({ '/': busyPage(intake) });
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  const context = await chromium.launchPersistentContext(
    profile,
    await chromiumOptions(),
  );
  cleanUps.push(
    () => context.close(),
    intake.close,
    site.close,
    () => rm(profile, { recursive: true, force: true, maxRetries: 5 }),
  );
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => complaints.push(message.text()));
  const fastMotion = await startFastMotion(page);
  const meter = await startStorageMeter(page);
  await page.goto(site.url);
  await waitUntil('the snapshot', async () => {
    await fastMotion.pass(100);
    return intake.replays()[0];
  });
  return { intake, page, profile, complaints, fastMotion, meter };
}

type Visit = Awaited<ReturnType<typeof openBusyPage>>;

/** Sends everything there is, so that what was written is compared with the same events, and measures. */
async function measure(visit: Visit) {
  const { intake, page, fastMotion, meter, profile } = visit;
  await fastMotion.waitFor('sessionReplay.flush()');
  const recordedBytes = arrivedEvents(intake).reduce(
    (total, event) => total + Buffer.byteLength(event),
    0,
  );
  const written = await meter.readWritten();
  const writtenBytes = Object.values(written).reduce(
    (total, { bytes }) => total + bytes,
    0,
  );
  return {
    recordedBytes,
    writtenBytes,
    ratio: writtenBytes / recordedBytes,
    written,
    heapBytes: await readHeapBytes(page),
    usageBytes: await page.evaluate(
      async () => (await navigator.storage.estimate()).usage,
    ),
    disk: readDiskWrites(profile),
  };
}

/** Lets a minute pass, and looks every second at what is stored. Resolves to the most there was in each store. */
async function passMinute({ fastMotion, meter }: Visit) {
  const most: Record<string, StoreSize> = {};
  for (let second = 0; second < 60; second += 1) {
    await fastMotion.pass(1_000);
    const sizes = Object.entries(await meter.readStores());
    for (const [name, { rowCount, bytes }] of sizes)
      most[name] = {
        rowCount: Math.max(rowCount, most[name]?.rowCount ?? 0),
        bytes: Math.max(bytes, most[name]?.bytes ?? 0),
      };
  }
  return most;
}

function arrivedEvents({ requests }: Pick<Intake, 'requests'>): string[] {
  return requests.flatMap(({ upload, isTaken }) =>
    upload && isTaken ? upload.events : [],
  );
}

async function readHeapBytes(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page);
  // What finalisers let go of is collected by the second run.
  await devTools.send('HeapProfiler.collectGarbage');
  await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  await devTools.detach();
  return usedSize;
}

it(
  'records an hour of 50 events a second in constant memory, and writes little more than it records',
  async () => {
    const beganAtMs = Date.now();
    const visit = await openBusyPage();
    const { intake, page, fastMotion, complaints } = visit;
    await page.evaluate('startChanges()');
    const measured = [];
    let minute = 0;
    for (const checkpoint of CHECKPOINTS) {
      for (; minute < checkpoint - 1; minute += 1)
        await fastMotion.pass(MINUTE_MS);
      const most = await passMinute(visit);
      minute += 1;
      measured.push({ minute, most, ...(await measure(visit)) });
    }
    const changeCount = await page.evaluate<number>('countChanges()');
    reportNumbers('one hour', {
      changeCount,
      measured,
      realSeconds: (Date.now() - beganAtMs) / 1_000,
    });

    const steps = stepsOf(arrivedEvents(intake));
    expect(changeCount).toBeGreaterThanOrEqual(60 * 60 * 50);
    expect(steps.findIndex((step, index) => step !== index)).toBe(-1);
    expect(steps).toHaveLength(changeCount);
    expect(intake.invalid).toEqual([]);
    expect(complaints).toEqual([]);
    for (const { ratio } of measured)
      expect(ratio).toBeLessThanOrEqual(MAX_WRITTEN_RATIO);
    const [, early, late] = measured;
    if (!early || !late) throw new Error('the hour was not measured');
    expect(late.heapBytes - early.heapBytes).toBeLessThanOrEqual(
      MAX_HEAP_GROWTH_BYTES,
    );
    // The looks fall on other moments between two batches, so that the most of a minute is not always the same.
    const grown = Object.entries(late.most).filter(
      ([name, { rowCount }]) =>
        rowCount > 1.2 * (early.most[name]?.rowCount ?? 0),
    );
    expect(grown).toEqual([]);
    expect(Object.keys(late.most)).toEqual(
      expect.arrayContaining(['journal', 'outbox']),
    );
  },
  TIMEOUT_MS,
);

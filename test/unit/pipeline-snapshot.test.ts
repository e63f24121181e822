// @vitest-environment node
import 'fake-indexeddb/auto';
import { EventType } from '@rrweb/types';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommonOptions } from '../../src/config/options.js';
import { settle } from '../support/fake-timers.js';
import {
  crashPages,
  first,
  inIdleTime,
  JOURNALLED_MS,
  newProject,
  openPage,
  sentBy,
} from './pipeline-setup.js';
import { recordedEvent } from './recorder/sample-events.js';

/** How long a page waits for the batch of a large snapshot. Unit: ms. */
const WAITED_MS = 150;

beforeEach(newProject);
afterEach(() => vi.restoreAllMocks());

/** A page whose worker answers when it is told to, and that has just made JSON of a snapshot. */
async function openWithSnapshot({
  length = 40_000,
  options = {},
  isHidden = false,
}: { length?: number; options?: CommonOptions; isHidden?: boolean } = {}) {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  const page = await openPage({
    options: { workerUrl: '/worker.js', ...options },
  });
  page.environment.hidden = isHidden;
  page.pipeline.push(
    recordedEvent(EventType.FullSnapshot, page.environment.now(), {
      text: 'x'.repeat(length),
    }),
    first,
  );
  await page.environment.advance(isHidden ? 0 : JOURNALLED_MS);
  return {
    ...page,
    journalled: () =>
      put.mock.contexts.filter(
        (store) => (store as IDBObjectStore).name === 'journal',
      ).length,
    answerWorker: async () => {
      page.environment.workers[0]?.answerNext();
      await settle();
    },
  };
}

/** Lengths of the snapshots that the next page sends. */
async function leftAfterCrash(): Promise<unknown[]> {
  crashPages();
  const { environment, pipeline } = await openPage();
  await inIdleTime(environment, pipeline.flush());
  return sentBy(environment).flatMap(([, ...texts]) => texts.map(lengthOf));
}

const lengthOf = (text: unknown): number => String(text).length;

describe('a large full snapshot', () => {
  it('is sealed and sent at once, and not stored twice', async () => {
    const { environment, pipeline, journalled, answerWorker } =
      await openWithSnapshot();
    await answerWorker();
    expect(sentBy(environment)).toHaveLength(1);
    await environment.advance(WAITED_MS);
    expect(journalled()).toBe(0);
    expect(pipeline.pending().journalEvents).toBe(0);
  });

  it('is in the journal where the worker takes its time, until that is done', async () => {
    const { environment, journalled, answerWorker } = await openWithSnapshot();
    await environment.advance(WAITED_MS);
    await settle();
    expect(journalled()).toBeGreaterThan(0);
    await answerWorker();
    expect(sentBy(environment)).toHaveLength(1);
    expect(await leftAfterCrash()).toEqual([]);
  });

  it('outlives a crash of the page while the worker is at it', async () => {
    const { environment } = await openWithSnapshot();
    await environment.advance(WAITED_MS);
    await settle();
    expect(await leftAfterCrash()).toEqual([40_000]);
  });

  it('outlives the end of the page while the worker is at it', async () => {
    const { environment, pipeline } = await openWithSnapshot();
    environment.respond(() => Promise.reject(new TypeError('gone')));
    pipeline.exit();
    await settle();
    expect(await leftAfterCrash()).toEqual([40_000]);
  });

  it('is in the journal at the end of the page where it is too large for the last request', async () => {
    const { environment, pipeline, journalled } = await openWithSnapshot({
      length: 1_100_000,
    });
    pipeline.exit();
    await settle();
    expect(environment.requests).toEqual([]);
    expect(journalled()).toBeGreaterThan(30);
  });

  it.each([
    ['is to be sealed as a whole', false],
    ['is hidden', true],
  ])('is in the journal at once where the page %s', async (_, isHidden) => {
    const { pipeline, journalled } = await openWithSnapshot({ isHidden });
    if (!isHidden) void pipeline.seal();
    await settle();
    expect(journalled()).toBeGreaterThan(0);
  });

  it('is left to the next page where the worker cannot do it', async () => {
    const { environment } = await openWithSnapshot();
    environment.workers[0]?.failNext();
    await environment.advance(WAITED_MS);
    await settle();
    expect(environment.requests).toEqual([]);
    expect(await leftAfterCrash()).toEqual([40_000]);
  });

  it('is in the journal at once where there is no worker', async () => {
    const { journalled } = await openWithSnapshot({
      options: { useWebWorker: false },
    });
    expect(journalled()).toBeGreaterThan(0);
  });

  it('is dropped, and counted, where its device is forgotten', async () => {
    const { environment, pipeline, drops, answerWorker } =
      await openWithSnapshot();
    await pipeline.forget(first.deviceId, 'opted-out');
    await answerWorker();
    await environment.advance(WAITED_MS);
    await settle();
    expect(environment.requests).toEqual([]);
    expect(drops.counts()).toEqual({ 'opted-out': 1 });
    expect(await leftAfterCrash()).toEqual([]);
  });
});

describe('a small full snapshot', () => {
  it('waits in the journal for what comes after it', async () => {
    const { environment, journalled } = await openWithSnapshot({ length: 10 });
    await environment.advance(JOURNALLED_MS);
    expect(journalled()).toBe(1);
    expect(environment.workers).toEqual([]);
  });

  it('is not stored twice either where it is to be sent at once', async () => {
    const { environment, journalled, answerWorker } = await openWithSnapshot({
      length: 10,
      options: { eagerFullSnapshotSend: true },
    });
    await answerWorker();
    expect(sentBy(environment)).toHaveLength(1);
    expect(journalled()).toBe(0);
  });
});

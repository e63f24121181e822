import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { sampleBatch } from '../store/sample-rows.js';
import {
  batchOfEvents,
  OFFLINE,
  setupUploader,
  type Answer,
} from './uploader-setup.js';

const TOO_LARGE: Answer = { status: 413 };

const countTo = (last: number): number[] =>
  Array.from({ length: last }, (_, index) => index + 1);

/** An uploader whose server takes so many events a request. */
function setup(
  maxEvents: number,
  options: Parameters<typeof setupUploader>[0] = {},
) {
  const page = setupUploader(options);
  page.answerBy((seqs) => (seqs.length > maxEvents ? TOO_LARGE : {}));
  /** Events that the server has taken, in order. */
  const taken = () =>
    page.requests().flatMap((seqs) => (seqs.length > maxEvents ? [] : seqs));
  return { ...page, taken };
}

describe('a batch that the server finds too large', () => {
  it.each([1, 2, 3, 7, 12, 13])(
    'is cut until a server that takes %i events has all of it, in order',
    async (maxEvents) => {
      const { put, wake, taken, drops, logger, hasBatch, environment } =
        setup(maxEvents);
      await put(batchOfEvents(1, countTo(13)), sampleBatch(100));
      await wake();
      expect(taken()).toEqual([...countTo(13), 100]);
      expect(await hasBatch()).toBe(false);
      expect(drops.counts()).toEqual({});
      expect(logger.messages).toEqual([]);
      expect(environment.leftovers().timers).toBe(0);
    },
  );

  it('is cut no further than it has to be', async () => {
    const { put, wake, requests } = setup(4);
    await put(batchOfEvents(1, countTo(8)));
    await wake();
    expect(requests()).toEqual([countTo(8), [1, 2, 3, 4], [5, 6, 7, 8]]);
  });

  it('is not joined again with anything', async () => {
    const { put, wake, taken, requests } = setup(2, {
      maxMergedBytes: 1_000_000,
    });
    await put(batchOfEvents(1, countTo(4)));
    await wake();
    expect(requests()).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(taken()).toEqual(countTo(4));
  });

  it('loses but the event that is too large by itself', async () => {
    const { put, wake, answerBy, requests, drops, logger, hasBatch } =
      setupUploader();
    answerBy((seqs) => (seqs.includes(3) ? TOO_LARGE : {}));
    await put(batchOfEvents(1, countTo(6)), sampleBatch(100));
    await wake();
    const taken = requests().filter((seqs) => !seqs.includes(3));
    expect(taken.flat()).toEqual([1, 2, 4, 5, 6, 100]);
    expect(drops.counts()).toEqual({ 'too-large': 1 });
    expect(logger.texts()).toHaveLength(1);
    expect(await hasBatch()).toBe(false);
  });

  it('is dropped and counted where the browser cannot decompress it, and the next one is sent', async () => {
    const { put, wake, requests, drops, hasBatch, environment } = setup(2);
    environment.canDecompress = () => false;
    await put(batchOfEvents(1, [1, 2, 3]), 4);
    await wake();
    expect(requests()).toEqual([[1, 2, 3], [4]]);
    expect(drops.counts()).toEqual({ 'too-large': 3 });
    expect(await hasBatch()).toBe(false);
  });

  it('keeps its place while one half has to be sent again', async () => {
    const { environment, put, wake, answer, requests } = setupUploader();
    answer(TOO_LARGE, OFFLINE);
    await put(batchOfEvents(1, countTo(4)), sampleBatch(100));
    await wake();
    expect(requests()).toEqual([countTo(4), [1, 2]]);
    await environment.advance(1_000);
    expect(requests().slice(2)).toEqual([[1, 2], [3, 4], [100]]);
  });

  it('begins with fresh attempts, and ends the waiting for a server that is there again', async () => {
    const { environment, put, wake, answer, store } = setupUploader();
    answer(OFFLINE, TOO_LARGE, OFFLINE);
    await put(batchOfEvents(1, countTo(4)));
    await wake();
    await environment.advance(1_000);
    expect(await store.outbox()).toMatchObject([
      { seq: 1, eventCount: 2, attemptCount: 1, splitCount: 1 },
      { seq: 1.5, eventCount: 2, attemptCount: 0, splitCount: 1 },
    ]);
  });

  it('that was cut by an earlier page is sent by the next one', async () => {
    const before = setupUploader();
    before.answer(TOO_LARGE, OFFLINE);
    await before.put(batchOfEvents(1, countTo(4)));
    await before.wake();
    before.uploader.stop();

    const { wake, taken } = setup(1, { store: before.store });
    await wake();
    expect(taken()).toEqual(countTo(4));
  });

  it('is cut at the end of the page, too, for whoever sends it then', async () => {
    const { put, uploader, taken } = setup(2);
    const batch = batchOfEvents(1, countTo(4));
    await put(batch);
    uploader.sendAtExit([batch]);
    await settle();
    expect(taken()).toEqual(countTo(4));
  });
});

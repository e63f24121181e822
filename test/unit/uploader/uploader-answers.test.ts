import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import {
  sampleBatch,
  sampleContext,
  sampleRow,
  takeBatches,
} from '../store/sample-rows.js';
import { setupUploader, THROTTLED, type Answer } from './uploader-setup.js';

const SKIP_HEADER = 'X-Session-Replay-Event-Skipped';
const skipped = (code: string): Answer => ({
  headers: { [SKIP_HEADER]: code },
});

const ACCEPTED: [string, Answer][] = [
  ['200', { status: 200 }],
  ['202', { status: 202 }],
  ['204', { status: 204 }],
  ['200 with a skip code nobody knows', skipped('4711')],
];

describe('an accepted batch', () => {
  it.each(ACCEPTED)('is deleted after %s', async (_name, answer) => {
    const { put, wake, sent, hasBatch, drops, logger, ...on } = setupUploader();
    on.answerAlways(answer);
    await put(1, 2);
    await wake();
    expect(sent()).toEqual([1, 2]);
    expect(await hasBatch()).toBe(false);
    expect(drops.counts()).toEqual({});
    expect(logger.messages).toEqual([]);
  });

  it('is kept until the answer is there', async () => {
    const { put, wake, holdNext, hasBatch } = setupUploader();
    const release = holdNext();
    await put(1);
    await wake();
    expect(await hasBatch()).toBe(true);
    await release();
    expect(await hasBatch()).toBe(false);
  });

  it('ends a pause that was under way', async () => {
    const { put, wake, answer, uploader, sent, environment } = setupUploader();
    answer(THROTTLED);
    await put(1);
    await wake();
    uploader.sendAtExit([sampleBatch(2)]);
    await settle();
    await put(3);
    await wake();
    expect(sent()).toEqual([1, 2, 3]);
    expect(environment.leftovers().timers).toBe(0);
  });
});

describe('a throttled batch', () => {
  it('is deleted and counted, because the server has dropped it', async () => {
    const { put, wake, answer, hasBatch, drops, logger } = setupUploader();
    answer(THROTTLED);
    await put(sampleBatch(1, { eventCount: 12 }));
    await wake();
    expect(await hasBatch()).toBe(false);
    expect(drops.counts()).toEqual({ throttled: 12 });
    expect(logger.texts()).toHaveLength(1);
  });

  it('pauses uploads for 60 s, whoever wakes the uploader', async () => {
    const { environment, put, wake, answer, sent } = setupUploader();
    answer(THROTTLED);
    await put(1, 2, 3);
    await wake();
    await environment.advance(59_999);
    await wake();
    expect(sent()).toEqual([1]);
    await environment.advance(1);
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('is told of once, however long it goes on', async () => {
    const { environment, put, wake, answerAlways, drops, logger } =
      setupUploader();
    answerAlways(THROTTLED);
    await put(1, 2, 3);
    await wake();
    await environment.advance(120_000);
    expect(drops.counts()).toEqual({ throttled: 3 });
    expect(logger.texts()).toHaveLength(1);
  });
});

describe.each(['4004', '4005'])('a session that is disabled by %s', (code) => {
  it('loses its own batches and rows, and no others', async () => {
    const { put, wake, answer, sent, store, drops, logger } = setupUploader();
    const next = sampleContext({ sessionId: 'next' });
    const stranger = sampleContext({ deviceId: 'device-2' });
    answer(skipped(code));
    await put(
      sampleBatch(1, { eventCount: 5 }),
      sampleBatch(2, { eventCount: 7 }),
      sampleBatch(3, { context: next }),
      sampleBatch(4, { context: stranger }),
    );
    await store.append(sampleRow(5));
    await store.append(sampleRow(6, { context: next }));
    await wake();
    expect(sent()).toEqual([1, 3, 4]);
    const left = await store.journalOf('tab-1');
    expect(left.map(({ seq }) => seq)).toEqual([6]);
    expect(drops.counts()).toEqual({ 'session-disabled': 13 });
    expect(logger.texts()).toHaveLength(1);
  });

  it('is no longer recorded', async () => {
    const { put, wake, answer, disabled } = setupUploader();
    answer(skipped(code));
    await put(1);
    await wake();
    expect(disabled).toEqual([sampleContext()]);
  });
});

const TRANSIENT: [string, Answer][] = [
  ...[408, 429, 499, 500, 502, 503, 504].map((status): [string, Answer] => [
    String(status),
    { status },
  ]),
  ['a network error', { isOffline: true }],
];

describe('a batch that could not be delivered now', () => {
  it.each(TRANSIENT)(
    'is kept after %s, and sent again',
    async (_name, answer) => {
      const { environment, put, wake, sent, hasBatch, drops, logger, ...on } =
        setupUploader();
      on.answer(answer);
      await put(1);
      await wake();
      expect(sent()).toEqual([1]);
      expect(await hasBatch()).toBe(true);
      await environment.advance(1_000);
      expect(sent()).toEqual([1, 1]);
      expect(await hasBatch()).toBe(false);
      expect(drops.counts()).toEqual({});
      expect(logger.texts()).toEqual([]);
    },
  );

  it('is kept when no answer comes in time, and sent again', async () => {
    const { environment, put, wake, answer, sent, hasBatch } = setupUploader();
    answer({ when: new Promise(() => {}) });
    await put(1);
    await wake();
    await environment.advance(10_000);
    expect(await hasBatch()).toBe(true);
    await environment.advance(1_000);
    expect(sent()).toEqual([1, 1]);
    expect(await hasBatch()).toBe(false);
  });

  it.each([
    ['in seconds', '30'],
    ['as a date', 'Mon, 01 Jul 2024 00:00:30 GMT'],
  ])('waits as long as Retry-After says %s', async (_name, retryAfter) => {
    const { environment, put, wake, answer, sent } = setupUploader();
    answer({ status: 503, headers: { 'Retry-After': retryAfter } });
    await put(1);
    await wake();
    await environment.advance(29_999);
    await wake();
    expect(sent()).toEqual([1]);
    await environment.advance(1_001);
    expect(sent()).toEqual([1, 1]);
  });

  it('waits as long as Retry-After says also when its attempts are used up', async () => {
    const { environment, put, wake, answer, sent } = setupUploader({
      maxAttempts: 1,
    });
    answer({ status: 429, headers: { 'Retry-After': '30' } });
    await put(1);
    await wake();
    await environment.advance(10_000);
    await wake();
    expect(sent()).toEqual([1]);
  });
});

describe('a batch that is refused for good', () => {
  it.each([400, 401, 403, 404, 422])(
    'is dropped and counted after %i, and the next one is sent',
    async (status) => {
      const { put, wake, answer, sent, drops, logger, store } = setupUploader();
      answer({ status });
      await put(sampleBatch(1, { eventCount: 12 }), 2);
      await wake();
      expect(sent()).toEqual([1, 2]);
      expect(await takeBatches(store)).toEqual([]);
      expect(drops.counts()).toEqual({ refused: 12 });
      expect(logger.texts('error')).toHaveLength(1);
      expect(logger.texts('error')[0]).toContain(String(status));
    },
  );

  it('is told of once, and not for each batch', async () => {
    const { put, wake, answerAlways, drops, logger } = setupUploader();
    answerAlways({ status: 401 });
    await put(1, 2, 3);
    await wake();
    expect(drops.counts()).toEqual({ refused: 3 });
    expect(logger.texts()).toHaveLength(1);
  });
});

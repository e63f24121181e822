import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { sampleBatch, sampleContext } from '../store/sample-rows.js';
import { setupUploader } from './uploader-setup.js';

const OFFLINE = { isOffline: true };
const THROTTLED = { headers: { 'X-Session-Replay-Event-Skipped': '429' } };
const HOUR_MS = 3_600_000;

describe('a woken uploader', () => {
  it('sends nothing while the outbox is empty', async () => {
    const { wake, sent, environment } = setupUploader();
    await wake();
    expect(sent()).toEqual([]);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('sends the outbox in order, one request at a time', async () => {
    const { put, wake, sent, mostOpenRequests } = setupUploader();
    await put(3, 10, 1, 2);
    await wake();
    expect(sent()).toEqual([1, 2, 3, 10]);
    expect(mostOpenRequests()).toBe(1);
  });

  it('has one request in flight, however often it is woken', async () => {
    const { put, wake, holdNext, sent, mostOpenRequests } = setupUploader();
    const release = holdNext();
    await put(1, 2);
    await wake();
    await wake();
    expect(sent()).toEqual([1]);
    await release();
    expect(sent()).toEqual([1, 2]);
    expect(mostOpenRequests()).toBe(1);
  });

  it('sends what is added while a request is under way', async () => {
    const { put, wake, holdNext, sent } = setupUploader();
    const release = holdNext();
    await put(1);
    await wake();
    await put(2);
    await wake();
    await release();
    expect(sent()).toEqual([1, 2]);
  });

  it('sends what is added while it finds the outbox empty', async () => {
    const { put, wake, sent, store, uploader } = setupUploader();
    const { nextBatch } = store;
    const found = createDeferred<undefined>();
    store.nextBatch = () => found.promise;
    uploader.wake();
    store.nextBatch = nextBatch;
    await put(1);
    await wake();
    expect(sent()).toEqual([]);
    found.resolve(undefined);
    await settle();
    expect(sent()).toEqual([1]);
  });

  it('keeps the order through retries', async () => {
    const { environment, put, wake, answer, sent } = setupUploader();
    answer(OFFLINE, {}, OFFLINE);
    await put(1, 2, 3);
    await wake();
    await environment.advance(10_000);
    expect(sent()).toEqual([1, 1, 2, 2, 3]);
  });

  it('sends each batch under the session in which it was captured', async () => {
    const { environment, put, wake } = setupUploader();
    const context = sampleContext({ sessionId: 'next', deviceId: 'device-2' });
    await put(1, sampleBatch(2, { context }));
    await wake();
    const replayIds = environment.requests.map(({ url }) => {
      const query = new URL(url).searchParams;
      return `${query.get('device_id')}/${query.get('session_id')}`;
    });
    expect(replayIds).toEqual(['device-1/1719847315013', 'device-2/next']);
  });

  it('does not retry sooner because it is woken', async () => {
    const { environment, put, wake, answer, sent } = setupUploader();
    answer(OFFLINE);
    await put(1);
    await wake();
    await environment.advance(400);
    await wake();
    expect(sent()).toEqual([1]);
  });

  it('waits longer after each failed attempt', async () => {
    const { environment, put, wake, answerAlways, sent } = setupUploader({
      maxAttempts: 6,
    });
    answerAlways(OFFLINE);
    await put(1);
    await wake();
    const waits: number[] = [];
    for (let attempts = 2; attempts <= 6; attempts += 1) {
      const startMs = environment.now();
      while (sent().length < attempts) await environment.advance(50);
      waits.push(environment.now() - startMs);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits).size).toBe(5);
  });

  it('stops retrying after the attempts allowed, and keeps the batch', async () => {
    const { environment, put, wake, answerAlways, sent, hasBatch } =
      setupUploader({ maxAttempts: 3 });
    answerAlways(OFFLINE);
    await put(1, 2);
    await wake();
    await environment.advance(HOUR_MS);
    expect(sent()).toEqual([1, 1, 1]);
    expect(await hasBatch()).toBe(true);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('tries again at the next wake after that', async () => {
    const { environment, put, wake, answer, sent, hasBatch } = setupUploader({
      maxAttempts: 2,
    });
    answer(OFFLINE, OFFLINE);
    await put(1);
    await wake();
    await environment.advance(HOUR_MS);
    await wake();
    expect(sent()).toEqual([1, 1, 1]);
    expect(await hasBatch()).toBe(false);
  });

  it('allows each batch its own attempts', async () => {
    const { environment, put, wake, answer, sent } = setupUploader({
      maxAttempts: 2,
    });
    answer(OFFLINE, {}, OFFLINE);
    await put(1, 2);
    await wake();
    await environment.advance(HOUR_MS);
    expect(sent()).toEqual([1, 1, 2, 2]);
  });

  it('survives a store that fails, and goes on at the next wake', async () => {
    const { put, wake, sent, store, logger, environment } = setupUploader();
    await put(1);
    const { nextBatch } = store;
    store.nextBatch = () => Promise.reject(new Error('broken'));
    await wake();
    expect(logger.texts('error')).toHaveLength(1);
    store.nextBatch = nextBatch;
    await wake();
    expect(sent()).toEqual([1]);
    expect(environment.leftovers().timers).toBe(0);
  });
});

describe('retry', () => {
  it('sends at once what failed', async () => {
    const { put, wake, answer, uploader, sent } = setupUploader();
    answer(OFFLINE);
    await put(1);
    await wake();
    uploader.retry();
    await settle();
    expect(sent()).toEqual([1, 1]);
  });

  it.each([
    ['throttling', THROTTLED],
    ['Retry-After', { status: 503, headers: { 'Retry-After': '30' } }],
  ])('keeps the pause of %s', async (_name, answerOnce) => {
    const { put, wake, answer, uploader, sent } = setupUploader();
    answer(answerOnce);
    await put(1, 2);
    await wake();
    uploader.retry();
    await settle();
    expect(sent()).toEqual([1]);
  });
});

describe('adopt', () => {
  it('sends at once what tabs that are gone have left, before its own', async () => {
    const { put, uploader, sent, hasBatch } = setupUploader();
    await put(
      1,
      sampleBatch(21, { tabId: 'dead-2' }),
      sampleBatch(11, { tabId: 'dead-1' }),
    );
    uploader.adopt(['dead-1', 'dead-2']);
    await settle();
    expect(sent()).toEqual([11, 21, 1]);
    expect(await hasBatch('dead-1', 'dead-2', 'tab-1')).toBe(false);
  });

  it('leaves the rows of other tabs alone', async () => {
    const { put, wake, sent, hasBatch } = setupUploader();
    await put(1, sampleBatch(11, { tabId: 'living' }));
    await wake();
    expect(sent()).toEqual([1]);
    expect(await hasBatch('living')).toBe(true);
  });
});

describe('stop', () => {
  it.each([
    ['a retry', OFFLINE],
    ['the end of a pause', THROTTLED],
  ])('leaves no timer while it waits for %s', async (_name, answerOnce) => {
    const { put, wake, answer, uploader, sent, environment } = setupUploader();
    answer(answerOnce);
    await put(1, 2);
    await wake();
    uploader.stop();
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
    await environment.advance(HOUR_MS);
    expect(sent()).toEqual([1]);
  });

  it('sets no timer when a request fails after it', async () => {
    const { put, wake, holdNext, uploader, environment } = setupUploader();
    const release = holdNext(OFFLINE);
    await put(1);
    await wake();
    uploader.stop();
    await release();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('sends nothing further after the request under way', async () => {
    const { put, wake, holdNext, uploader, sent } = setupUploader();
    const release = holdNext();
    await put(1, 2);
    await wake();
    uploader.stop();
    await release();
    expect(sent()).toEqual([1]);
  });

  it('is not undone by a wake, a retry or an adoption', async () => {
    const { put, wake, uploader, sent } = setupUploader();
    await put(1);
    uploader.stop();
    await wake();
    uploader.retry();
    uploader.adopt(['dead']);
    await settle();
    expect(sent()).toEqual([]);
  });

  it('still lets flush deliver everything', async () => {
    const { put, uploader, sent } = setupUploader();
    await put(1, 2);
    uploader.stop();
    await uploader.flush();
    expect(sent()).toEqual([1, 2]);
  });
});

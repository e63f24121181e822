import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { sampleBatch, sampleContext } from '../store/sample-rows.js';
import { OFFLINE, setupUploader, THROTTLED } from './uploader-setup.js';

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
    const { outbox } = store;
    const found = createDeferred<[]>();
    store.outbox = () => found.promise;
    uploader.wake();
    store.outbox = outbox;
    await put(1);
    await wake();
    expect(sent()).toEqual([]);
    found.resolve([]);
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

  it('waits longer after each failed attempt, up to a minute', async () => {
    const { environment, put, wake, answerAlways, sent } = setupUploader();
    answerAlways(OFFLINE);
    await put(1);
    await wake();
    const waits: number[] = [];
    for (let attempts = 2; attempts <= 9; attempts += 1) {
      const startMs = environment.now();
      while (sent().length < attempts) await environment.advance(50);
      waits.push(environment.now() - startMs);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits.slice(0, 7)).size).toBe(7);
    expect(waits.at(-1)).toBe(waits.at(-2));
    expect(waits.at(-1)).toBeLessThanOrEqual(60_000);
  });

  it('gives up no batch, however often it has failed', async () => {
    const { environment, put, wake, answerAlways, sent, hasBatch, ...on } =
      setupUploader({ maxAttempts: 2 });
    answerAlways(OFFLINE);
    await put(1);
    await wake();
    await environment.advance(HOUR_MS);
    expect(sent().length).toBeGreaterThan(60);
    expect(await hasBatch()).toBe(true);
    on.answer({});
    await environment.advance(60_000);
    expect(await hasBatch()).toBe(false);
    expect(environment.leftovers().timers).toBe(0);
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
    const { outbox } = store;
    store.outbox = () => Promise.reject(new Error('broken'));
    await wake();
    expect(logger.texts('error')).toHaveLength(1);
    store.outbox = outbox;
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

describe('the tabs of an uploader', () => {
  it('are sent in their order, each from its first batch on', async () => {
    const { put, wake, sent, hasBatch } = setupUploader({
      tabIds: ['dead-2', 'dead-1', 'tab-1'],
    });
    await put(
      1,
      sampleBatch(22, { tabId: 'dead-2' }),
      sampleBatch(21, { tabId: 'dead-2' }),
      sampleBatch(11, { tabId: 'dead-1' }),
    );
    await wake();
    expect(sent()).toEqual([21, 22, 11, 1]);
    expect(await hasBatch('dead-1', 'dead-2', 'tab-1')).toBe(false);
  });

  it('may become more', async () => {
    const tabIds = ['tab-1'];
    const { put, wake, sent } = setupUploader({ tabIds });
    await put(1, sampleBatch(11, { tabId: 'dead' }));
    await wake();
    expect(sent()).toEqual([1]);
    tabIds.unshift('dead');
    await wake();
    expect(sent()).toEqual([1, 11]);
  });

  it('leave the rows of other tabs alone', async () => {
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

  it('is not undone by a wake or a retry', async () => {
    const { put, wake, uploader, sent } = setupUploader();
    await put(1);
    uploader.stop();
    await wake();
    uploader.retry();
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

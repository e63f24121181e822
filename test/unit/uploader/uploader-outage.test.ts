import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import { settle } from '../../support/fake-timers.js';
import { OFFLINE, setupUploader, type Answer } from './uploader-setup.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A server that fails whenever it is sent this batch, and takes all others. */
const failingAt =
  (poison: number) =>
  (seqs: number[]): Answer =>
    seqs.includes(poison) ? { status: 500 } : {};

describe('a browser that says it is offline', () => {
  it('is asked to send nothing, however often the uploader is woken', async () => {
    const { environment, put, wake, sent } = setupUploader();
    environment.online = false;
    await put(1);
    await wake();
    await environment.advance(MINUTE_MS / 2);
    await wake();
    expect(sent()).toEqual([]);
    expect(environment.leftovers().timers).toBe(1);
  });

  it('sends at once when the network is back', async () => {
    const { environment, put, wake, uploader, sent } = setupUploader();
    environment.online = false;
    await put(1, 2);
    await wake();
    environment.online = true;
    uploader.retry();
    await settle();
    expect(sent()).toEqual([1, 2]);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('sends within a minute where nobody says that the network is back', async () => {
    const { environment, put, wake, sent } = setupUploader();
    environment.online = false;
    await put(1);
    await wake();
    environment.online = true;
    await environment.advance(MINUTE_MS - 1);
    expect(sent()).toEqual([]);
    await environment.advance(1);
    expect(sent()).toEqual([1]);
  });

  it('is not believed for more than a minute', async () => {
    const { environment, put, wake, sent, hasBatch } = setupUploader();
    environment.online = false;
    await put(1);
    await wake();
    await environment.advance(MINUTE_MS);
    expect(sent()).toEqual([1]);
    expect(await hasBatch()).toBe(false);
  });

  it('is tried once a minute', async () => {
    const { environment, put, wake, answerAlways, sent } = setupUploader();
    environment.online = false;
    answerAlways(OFFLINE);
    await put(1);
    await wake();
    await environment.advance(10 * MINUTE_MS);
    expect(sent().length).toBeGreaterThanOrEqual(5);
    expect(sent().length).toBeLessThanOrEqual(20);
  });

  it('does not hold up a flush', async () => {
    const { environment, put, uploader, sent } = setupUploader();
    environment.online = false;
    await put(1, 2);
    await uploader.flush();
    expect(sent()).toEqual([1, 2]);
  });

  it('leaves no timer behind when the uploader is stopped', async () => {
    const { environment, put, wake, uploader, sent } = setupUploader();
    environment.online = false;
    await put(1);
    await wake();
    uploader.stop();
    expect(environment.leftovers().timers).toBe(0);
    environment.online = true;
    await environment.advance(HOUR_MS);
    expect(sent()).toEqual([]);
  });

  it('sends at once when the network is back after a pause of the server', async () => {
    const { environment, put, wake, answer, uploader, sent } = setupUploader();
    answer({ status: 503, headers: { 'Retry-After': '5' } });
    await put(1);
    await wake();
    environment.online = false;
    await environment.advance(MINUTE_MS / 2);
    environment.online = true;
    uploader.retry();
    await settle();
    expect(sent()).toEqual([1, 1]);
  });
});

describe('a server that is down', () => {
  it('gets the batches in their order when it is back, however often they have failed', async () => {
    const { environment, put, wake, answerAlways, sent, hasBatch, ...on } =
      setupUploader({ maxAttempts: 2 });
    answerAlways({ status: 500 });
    await put(1, 2, 3);
    await wake();
    await environment.advance(HOUR_MS);
    await put(4);
    await wake();
    environment.requests.length = 0;
    on.answer();
    await environment.advance(MINUTE_MS);
    expect(sent()).toEqual([1, 2, 3, 4]);
    expect(await hasBatch()).toBe(false);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('is asked for the first batch and a few probes at a time, in order', async () => {
    const { environment, put, wake, answerAlways, sent } = setupUploader({
      maxAttempts: 2,
    });
    answerAlways(OFFLINE);
    await put(1, 2, 3, 4, 5, 6);
    await wake();
    expect(sent()).toEqual([1]);
    // The waits of failed attempts grow to a minute.
    await environment.advance(MINUTE_MS);
    expect(sent().slice(0, 7)).toEqual([1, 1, 2, 1, 2, 3, 1]);
    await environment.advance(30 * MINUTE_MS);
    expect(sent()).not.toContain(5);
  });

  it('is waited for, also where there is nothing to probe it with', async () => {
    const { environment, put, wake, answerAlways, sent, ...on } = setupUploader(
      { maxAttempts: 1 },
    );
    answerAlways(OFFLINE);
    await put(1);
    await wake();
    expect(sent()).toEqual([1]);
    expect(environment.leftovers().timers).toBe(1);
    on.answer();
    await environment.advance(1_000);
    expect(sent()).toEqual([1, 1]);
  });

  it('is given the time that it asks for in the answer to a probe', async () => {
    const { environment, put, wake, answer, sent } = setupUploader({
      maxAttempts: 1,
    });
    answer(OFFLINE, { status: 503, headers: { 'Retry-After': '30' } });
    await put(1, 2);
    await wake();
    expect(sent()).toEqual([1, 2]);
    await environment.advance(29_999);
    expect(sent()).toEqual([1, 2]);
    await environment.advance(2 * MINUTE_MS);
    expect(sent()).toEqual([1, 2, 1, 2]);
  });
});

describe('a batch that fails alone', () => {
  /** A page on which batch 1 is put aside, and 2 and 3 are delivered. */
  async function withPoison(options: Parameters<typeof setupUploader>[0] = {}) {
    const page = setupUploader(options);
    page.answerBy(failingAt(1));
    await page.put(1);
    await page.wake();
    await page.put(2, 3);
    await page.wake();
    await page.environment.advance(HOUR_MS);
    return page;
  }

  it('is put aside when its attempts are used up, and those behind it are sent', async () => {
    const { environment, store, sent, drops } = await withPoison();
    expect(sent()).toEqual([1, 1, 1, 2, 3]);
    expect(await store.outbox()).toMatchObject([{ seq: 1, attemptCount: 3 }]);
    expect(drops.counts()).toEqual({});
    expect(environment.leftovers().timers).toBe(0);
  });

  it('stays aside while others come', async () => {
    const { put, wake, sent } = await withPoison();
    await put(4);
    await wake();
    await put(5);
    await wake();
    expect(sent()).toEqual([1, 1, 1, 2, 3, 4, 5]);
  });

  it('stays aside when the next one is refused or dropped: the server is there', async () => {
    const { environment, put, wake, answerBy, sent } = setupUploader({
      maxAttempts: 1,
    });
    answerBy(([seq]) => ({ status: seq === 1 ? 500 : 400 }));
    await put(1, 2, 3);
    await wake();
    await environment.advance(HOUR_MS);
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('comes first again when the server goes down after all', async () => {
    const { environment, put, wake, answerAlways, sent, ...on } =
      await withPoison({ maxAttempts: 1 });
    environment.requests.length = 0;
    answerAlways(OFFLINE);
    await put(4, 5);
    await wake();
    // Batch 4 is put aside too; 5 shows that it is the server.
    expect(sent()).toEqual([4, 5]);
    on.answer();
    await environment.advance(MINUTE_MS);
    expect(sent()).toEqual([4, 5, 1, 4, 5]);
  });

  it.each<[string, 'flush' | 'retry']>([
    ['a flush', 'flush'],
    ['the return of the network', 'retry'],
  ])('is tried once more on %s, before the others', async (_, call) => {
    const { put, uploader, sent, environment, hasBatch } = await withPoison();
    environment.requests.length = 0;
    await put(4);
    await uploader[call]();
    await settle();
    expect(sent()).toEqual([1, 4]);
    expect(await hasBatch()).toBe(true);
  });

  it('has its attempts counted over all pages', async () => {
    const store = createMemoryStore();
    const before = setupUploader({ store });
    before.answerAlways(OFFLINE);
    await before.put(1);
    await before.wake();
    await before.environment.advance(1_000);
    expect(before.sent()).toEqual([1, 1]);
    before.uploader.stop();

    const { put, wake, answerBy, sent } = setupUploader({ store });
    answerBy(failingAt(1));
    await put(2);
    await wake();
    expect(sent()).toEqual([1, 2]);
  });

  it('is tried once by the next page, and holds up nothing there', async () => {
    const store = createMemoryStore();
    const before = await withPoison({ store });
    before.uploader.stop();
    const { put, wake, answerBy, sent, environment } = setupUploader({ store });
    answerBy(failingAt(1));
    await put(4, 5);
    await wake();
    await environment.advance(HOUR_MS);
    expect(sent()).toEqual([1, 4, 5]);
  });

  it('may be delivered by the next page', async () => {
    const store = createMemoryStore();
    const before = await withPoison({ store });
    before.uploader.stop();
    const { wake, sent, hasBatch } = setupUploader({ store });
    await wake();
    expect(sent()).toEqual([1]);
    expect(await hasBatch()).toBe(false);
  });

  it.each(['next page', 'flush'])(
    'is not joined with others on the %s',
    async (when) => {
      const store = createMemoryStore();
      const maxMergedBytes = 1_000_000;
      const before = await withPoison({ store, maxMergedBytes });
      const page =
        when === 'flush' ? before : setupUploader({ store, maxMergedBytes });
      page.answerBy(failingAt(1));
      page.environment.requests.length = 0;
      await page.put(4, 5);
      if (when === 'flush') await page.uploader.flush();
      else await page.wake();
      await page.environment.advance(HOUR_MS);
      expect(page.requests().slice(0, 2)).toEqual([[1], [4]]);
      expect(await store.outbox()).toHaveLength(1);
    },
  );
});

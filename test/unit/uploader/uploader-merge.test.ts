import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { sampleBatch, sampleContext } from '../store/sample-rows.js';
import {
  batchOfEvents,
  OFFLINE,
  setupUploader,
  THROTTLED,
} from './uploader-setup.js';

const KILOBYTE = 1_000;
const PAUSE_MS = 60_000;

/** An uploader that joins as much as there is, unless said otherwise. */
const setup = (options: Parameters<typeof setupUploader>[0] = {}) =>
  setupUploader({ maxMergedBytes: 1_000 * KILOBYTE, ...options });

const batchesOfKilobyte = (...seqs: number[]) =>
  seqs.map((seq) => sampleBatch(seq, { rawBytes: KILOBYTE }));

describe('a backlog', () => {
  it('goes out in one request after a pause of the server', async () => {
    const { environment, put, wake, answer, requests, hasBatch } = setup();
    answer(THROTTLED);
    await put(1);
    await wake();
    for (const seq of [2, 3, 4, 5, 6]) {
      await put(seq);
      await wake();
    }
    await environment.advance(PAUSE_MS);
    expect(requests()).toEqual([[1], [2, 3, 4, 5, 6]]);
    expect(await hasBatch()).toBe(false);
  });

  it('goes out in one request on flush', async () => {
    const { put, uploader, requests, hasBatch } = setup();
    await put(3, 1, 2);
    await uploader.flush();
    expect(requests()).toEqual([[1, 2, 3]]);
    expect(await hasBatch()).toBe(false);
  });

  it('goes out in as few requests as fit', async () => {
    const { put, uploader, requests } = setup({
      maxMergedBytes: 2.5 * KILOBYTE,
    });
    await put(...batchesOfKilobyte(1, 2, 3, 4, 5));
    await uploader.flush();
    expect(requests()).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('of several sessions takes one request each', async () => {
    const { put, uploader, requests } = setup();
    const context = sampleContext({ sessionId: 'next' });
    await put(
      1,
      2,
      sampleBatch(3, { context }),
      sampleBatch(4, { context }),
      5,
    );
    await uploader.flush();
    expect(requests()).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('is one batch in the outbox from then on, with all its events', async () => {
    const { environment, put, wake, answer, requests, store } = setup();
    answer(OFFLINE);
    await put(batchOfEvents(1, [1, 2]), batchOfEvents(3, [3, 4, 5]));
    await wake();
    expect(await store.outbox()).toMatchObject([
      { seq: 1, eventCount: 5, attemptCount: 1 },
    ]);
    await environment.advance(1_000);
    expect(requests()).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
  });

  it('is counted in full when the server drops it', async () => {
    const { put, wake, answer, drops } = setup();
    answer(THROTTLED);
    await put(batchOfEvents(1, [1, 2]), batchOfEvents(3, [3, 4, 5]));
    await wake();
    expect(drops.counts()).toEqual({ throttled: 5 });
  });

  it('goes out batch by batch where the browser cannot decompress', async () => {
    const { put, uploader, requests, hasBatch } = setup();
    // Not what it says it is.
    await put(1, sampleBatch(2, { gzipped: true }), 3);
    await uploader.flush();
    expect(requests().flat()).toEqual([1, 2, 3]);
    expect(requests()[0]).toEqual([1]);
    expect(await hasBatch()).toBe(false);
  });
});

describe('what has just failed', () => {
  it('goes alone, and what lies behind it goes together then', async () => {
    const { environment, put, wake, answer, requests } = setup();
    answer(OFFLINE);
    await put(1);
    await wake();
    await put(2, 3);
    await environment.advance(1_000);
    expect(requests()).toEqual([[1], [1], [2, 3]]);
  });

  it('goes alone on flush, too', async () => {
    const { put, wake, answer, uploader, requests } = setup();
    answer(OFFLINE);
    await put(1);
    await wake();
    await put(2, 3);
    await uploader.flush();
    expect(requests()).toEqual([[1], [1], [2, 3]]);
  });

  it('has but one batch to probe the server with', async () => {
    const { put, wake, answer, requests } = setup({ maxAttempts: 1 });
    const release = setupHeld(answer);
    await put(1);
    await wake();
    await put(2, 3, 4);
    await release();
    expect(requests()).toEqual([[1], [2], [3, 4]]);
  });
});

/** Makes the next request fail when the returned function is called. */
function setupHeld(answer: ReturnType<typeof setupUploader>['answer']) {
  let fail = (): void => {};
  const when = new Promise<void>((resolve) => {
    fail = resolve;
  });
  answer({ ...OFFLINE, when });
  return async () => {
    fail();
    await settle();
  };
}

describe('a batch that is forgotten meanwhile', () => {
  it('is passed over when it was listed already', async () => {
    const { put, wake, requests, store, hasBatch } = setup();
    const context = sampleContext({ deviceId: 'opted-out' });
    await put(sampleBatch(1, { context }), 2);
    const { outbox } = store;
    store.outbox = async () => {
      const listed = await outbox();
      await store.forget({ deviceId: 'opted-out' });
      return listed;
    };
    await wake();
    expect(requests()).toEqual([[2]]);
    expect(await hasBatch()).toBe(false);
  });

  it('takes nothing with it of what was listed together with it', async () => {
    const { put, wake, requests, store, hasBatch } = setup();
    await put(1, 2, 3);
    const { outbox } = store;
    store.outbox = async () => {
      const listed = await outbox();
      await store.replace([{ tabId: 'tab-1', seq: 2 }], []);
      return listed;
    };
    await wake();
    expect(requests().flat()).toEqual([1, 3]);
    expect(await hasBatch()).toBe(false);
  });

  it.each([1, 2])(
    'is neither sent nor written back when %i of two was read to be joined',
    async (readCount) => {
      const { put, wake, requests, store, forget } = setup();
      await put(1, 2);
      const { read } = store;
      let count = 0;
      store.read = async (entry) => {
        const batch = await read(entry);
        count += 1;
        if (count === readCount) {
          forget();
          // What was read already is still in the hands of the uploader.
          void store.forget(sampleContext());
        }
        return batch;
      };
      await wake();
      expect(requests()).toEqual([]);
      expect(await store.outbox()).toEqual([]);
    },
  );

  it('is not sent when it was being joined', async () => {
    const { put, wake, holdRepacking, requests, store, forget } = setup();
    const release = holdRepacking();
    await put(1, 2);
    await wake();
    forget();
    await store.forget(sampleContext());
    await release();
    expect(requests()).toEqual([]);
    expect(await store.outbox()).toEqual([]);
  });
});

describe('the batch that was announced', () => {
  it('is not sent again at the end of the page once it was joined and sent', async () => {
    const { put, wake, uploader, requests } = setup();
    await put(1, 2);
    uploader.announce(sampleBatch(2));
    await wake();
    expect(requests()).toEqual([[1, 2]]);
    uploader.sendAtExit([]);
    expect(requests()).toEqual([[1, 2]]);
  });
});

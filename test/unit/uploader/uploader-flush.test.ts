import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { sampleBatch } from '../store/sample-rows.js';
import {
  batchOfBytes,
  OFFLINE,
  setupUploader,
  THROTTLED,
} from './uploader-setup.js';

describe('flush', () => {
  it('sends everything and resolves when it is answered', async () => {
    const { put, holdNext, uploader, sent, hasBatch } = setupUploader();
    const release = holdNext();
    await put(1, 2);
    let isDone = false;
    const flushed = uploader.flush().then(() => (isDone = true));
    await settle();
    expect(isDone).toBe(false);
    await release();
    await flushed;
    expect(sent()).toEqual([1, 2]);
    expect(await hasBatch()).toBe(false);
  });

  it('resolves when there is nothing to send', async () => {
    const { uploader, sent } = setupUploader();
    await uploader.flush();
    expect(sent()).toEqual([]);
  });

  it.each([
    ['a retry is waited for', OFFLINE, [1, 1, 2]],
    ['the server throttles', THROTTLED, [1, 2]],
  ])('sends at once while %s', async (_name, answerOnce, expected) => {
    const { put, wake, answer, uploader, sent, environment } = setupUploader();
    answer(answerOnce);
    await put(1, 2);
    await wake();
    await uploader.flush();
    expect(sent()).toEqual(expected);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('resolves when the attempt failed, and retries later', async () => {
    const { put, answer, uploader, sent, environment } = setupUploader();
    answer(OFFLINE);
    await put(1);
    await uploader.flush();
    expect(sent()).toEqual([1]);
    await environment.advance(1_000);
    expect(sent()).toEqual([1, 1]);
  });

  it('waits for the request under way, and sends what is left', async () => {
    const { put, wake, holdNext, uploader, sent, ...rest } = setupUploader();
    const release = holdNext();
    await put(1);
    await wake();
    await put(2);
    const flushed = uploader.flush();
    await release();
    await flushed;
    expect(sent()).toEqual([1, 2]);
    expect(rest.mostOpenRequests()).toBe(1);
  });

  it('leaves no pause behind when what failed before it is delivered', async () => {
    const { put, wake, holdNext, uploader, sent, environment } =
      setupUploader();
    const release = holdNext(OFFLINE);
    await put(1);
    await wake();
    const flushed = uploader.flush();
    await release();
    await flushed;
    expect(environment.leftovers().timers).toBe(0);
    await put(2);
    await wake();
    expect(sent()).toEqual([1, 1, 2]);
  });
});

describe('sendAtExit', () => {
  it('sends at once what the browser carries on, and deletes it when it is answered', async () => {
    const { put, uploader, sent, hasBatch, environment } = setupUploader();
    await put(1, 2);
    uploader.sendAtExit([sampleBatch(1), sampleBatch(2)]);
    expect(sent()).toEqual([1, 2]);
    expect(environment.requests.every(({ init }) => init.keepalive)).toBe(true);
    await settle();
    expect(await hasBatch()).toBe(false);
  });

  it('keeps all bodies together within 60 KiB', async () => {
    const { put, uploader, sent, hasBatch } = setupUploader();
    const batches = [1, 2, 3, 4].map((seq) => batchOfBytes(seq, 20 * 1024));
    await put(...batches);
    uploader.sendAtExit(batches);
    expect(sent()).toEqual([1, 2, 3]);
    // Where the page lives on after all, what had no room goes out too.
    await settle();
    expect(sent()).toEqual([1, 2, 3, 4]);
    expect(await hasBatch()).toBe(false);
  });

  it('counts the request that is under way', async () => {
    const { put, wake, holdNext, uploader, sent } = setupUploader();
    holdNext();
    await put(batchOfBytes(1, 50 * 1024));
    await wake();
    uploader.sendAtExit([batchOfBytes(2, 11 * 1024)]);
    expect(sent()).toEqual([1]);
  });

  it('sends what is behind a batch that has no room, for it may be stored nowhere', async () => {
    const { uploader, sent, holdNext } = setupUploader();
    holdNext();
    uploader.sendAtExit([
      batchOfBytes(1, 50 * 1024),
      batchOfBytes(2, 20 * 1024),
      batchOfBytes(3, 1024),
    ]);
    await settle();
    expect(sent()).toEqual([1, 3]);
  });

  it('does not send twice what is under way', async () => {
    const { put, wake, holdNext, uploader, sent } = setupUploader();
    holdNext();
    await put(1);
    await wake();
    uploader.sendAtExit([sampleBatch(1), sampleBatch(2)]);
    expect(sent()).toEqual([1, 2]);
  });

  it('leaves to the browser what it carries on, when the page comes back', async () => {
    const { put, wake, holdNext, uploader, sent } = setupUploader();
    holdNext();
    await put(1);
    uploader.sendAtExit([sampleBatch(1)]);
    await wake();
    expect(sent()).toEqual([1]);
  });

  it('keeps what was not delivered', async () => {
    const { put, answer, uploader, hasBatch } = setupUploader();
    answer(OFFLINE);
    await put(1);
    uploader.sendAtExit([sampleBatch(1)]);
    await settle();
    expect(await hasBatch()).toBe(true);
  });
});

describe('a batch that was announced', () => {
  it('is sent at the end of the page although the outbox does not have it yet', async () => {
    const { uploader, sent } = setupUploader();
    uploader.announce(sampleBatch(1));
    uploader.sendAtExit([sampleBatch(2)]);
    await settle();
    expect(sent()).toEqual([1, 2]);
  });

  it('is not sent again once it was sent', async () => {
    const { put, wake, uploader, sent } = setupUploader();
    uploader.announce(sampleBatch(1));
    await put(1);
    await wake();
    uploader.sendAtExit([]);
    expect(sent()).toEqual([1]);
  });
});

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../support/fake-timers.js';
import { createDeferred } from './deferred.js';
import {
  crashPages,
  first,
  heldLocks,
  inIdleTime,
  JOURNALLED_MS,
  newProject,
  openPage,
  second,
  sentBy,
} from './pipeline-setup.js';
import { sampleContext } from './store/sample-rows.js';

beforeEach(newProject);

it('delivers in order, each session in batches of its own', async () => {
  const { environment, pipeline, push } = await openPage();
  push('a', first);
  push('b', first);
  push('c', second);
  await inIdleTime(environment, pipeline.flush());
  expect(sentBy(environment)).toEqual([
    ['first', 'a', 'b'],
    ['second', 'c'],
  ]);
});

describe('at the end of the page', () => {
  it('sends everything in the same task, to be carried on by the browser', async () => {
    const { environment, pipeline, push } = await openPage();
    push('last words');
    pipeline.exit();
    expect(sentBy(environment)).toHaveLength(1);
    expect(environment.requests[0]?.init.keepalive).toBe(true);
  });

  it('sends what was sealed last as well, where that still waits', async () => {
    const { environment, pipeline, push } = await openPage();
    environment.online = false;
    push('sealed');
    await inIdleTime(environment, pipeline.seal());
    push('last words');
    expect(sentBy(environment)).toEqual([]);
    pipeline.exit();
    expect(sentBy(environment)).toEqual([
      ['first', 'sealed'],
      ['first', 'last words'],
    ]);
  });

  it('leaves what was not answered to the next page', async () => {
    const before = await openPage({ isServerUp: false });
    before.push('last words', first);
    before.pipeline.exit();
    await settle();

    const { environment, pipeline } = await openPage();
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment)).toEqual([['first', 'last words']]);
  });

  it('leaves what was only journalled to the next page, too', async () => {
    const before = await openPage();
    before.push('last words', first);
    await before.environment.advance(JOURNALLED_MS);
    crashPages();

    const { environment, pipeline } = await openPage();
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment)).toEqual([['first', 'last words']]);
  });
});

describe('a page that comes back', () => {
  it('sends what could not be sent at its end, and owns its rows again', async () => {
    const { environment, pipeline, push } = await openPage({
      isServerUp: false,
    });
    const locks = await heldLocks();
    push('last words');
    pipeline.exit();
    await settle();
    expect(await heldLocks()).toEqual([]);
    environment.respond(async () => new Response('{}'));
    environment.requests.length = 0;
    pipeline.resume();
    push('and on');
    await environment.advance(5_000);
    expect(sentBy(environment)).toEqual([
      ['first', 'last words'],
      ['first', 'and on'],
    ]);
    // The rows of before, and those that it writes since it is back.
    expect(await heldLocks()).toHaveLength(locks.length + 1);
  });
});

it('sends at once what failed, when the network is back', async () => {
  const { environment, pipeline, push } = await openPage({ isServerUp: false });
  push('a');
  await inIdleTime(environment, pipeline.seal());
  await settle();
  environment.respond(async () => new Response('{}'));
  environment.requests.length = 0;
  pipeline.retry();
  await settle();
  expect(sentBy(environment)).toEqual([['first', 'a']]);
});

it('leaves the rows of a page that lives alone', async () => {
  const living = await openPage({ isServerUp: false });
  living.push('mine');
  await living.environment.advance(JOURNALLED_MS);
  const { environment, pipeline } = await openPage();
  await inIdleTime(environment, pipeline.flush());
  expect(sentBy(environment)).toEqual([]);
});

describe('forgetting a device', () => {
  it('sends nothing of it at the end of the page', async () => {
    const { environment, pipeline, push } = await openPage();
    environment.online = false;
    push('sealed', sampleContext({ deviceId: 'mine' }));
    await inIdleTime(environment, pipeline.seal());
    void pipeline.forget('mine', 'opted-out');
    pipeline.exit();
    await settle();
    expect(sentBy(environment)).toEqual([]);
  });

  it('drops what waits anywhere, counts it, and leaves other devices alone', async () => {
    const { environment, pipeline, drops, push } = await openPage({
      isServerUp: false,
    });
    const other = sampleContext({ deviceId: 'other', sessionId: 'others' });
    const mine = sampleContext({ deviceId: 'mine' });
    push('in the outbox', mine);
    await inIdleTime(environment, pipeline.seal());
    push('in the journal', mine);
    await environment.advance(JOURNALLED_MS);
    push('in the queue', mine);
    push('kept', other);
    await pipeline.forget('mine', 'opted-out');
    expect(drops.counts()).toEqual({ 'opted-out': 3 });

    environment.requests.length = 0;
    environment.respond(async () => new Response('{}'));
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment)).toEqual([['others', 'kept']]);
  });
});

it('deletes what earlier pages left of a device that opts out before the storage is open', async () => {
  const before = await openPage({ isServerUp: false });
  before.push('earlier', sampleContext({ deviceId: 'mine' }));
  before.push('of others', sampleContext({ deviceId: 'other' }));
  await inIdleTime(before.environment, before.pipeline.close());

  const { environment, pipeline } = await openPage({
    atStart: (page) => {
      void page.pipeline.forget('mine', 'opted-out');
      page.push('after opting in again', sampleContext({ deviceId: 'mine' }));
    },
  });
  await inIdleTime(environment, pipeline.flush());
  expect(sentBy(environment).flat()).not.toContain('earlier');
  expect(sentBy(environment).flat()).toContain('of others');
  expect(sentBy(environment).flat()).toContain('after opting in again');
});

it('drops all of a session that the server switches off, and no other', async () => {
  const { environment, pipeline, disabled, push } = await openPage();
  environment.respond(async (url) => {
    const isFirst = url.includes('session_id=first');
    return new Response('{}', {
      headers: isFirst ? { 'X-Session-Replay-Event-Skipped': '4004' } : {},
    });
  });
  push('a', first);
  await inIdleTime(environment, pipeline.flush());
  expect(disabled).toEqual([first]);
  push('b', second);
  await inIdleTime(environment, pipeline.flush());
  expect(sentBy(environment).at(-1)).toEqual(['second', 'b']);
});

it('drops what is not sealed yet of a session that the server switches off, and counts it', async () => {
  const { environment, pipeline, drops, push } = await openPage();
  const { promise, resolve } = createDeferred<Response>();
  environment.respond(() => promise);
  push('sent', first);
  await inIdleTime(environment, pipeline.seal());
  push('in the journal', first);
  await environment.advance(JOURNALLED_MS);
  push('in the queue', first);
  resolve(
    new Response('{}', {
      headers: { 'X-Session-Replay-Event-Skipped': '4005' },
    }),
  );
  await settle();
  expect(drops.counts()).toEqual({ 'session-disabled': 3 });
  environment.respond(async () => new Response('{}'));
  await inIdleTime(environment, pipeline.flush());
  expect(sentBy(environment)).toEqual([['first', 'sent']]);
});

it('delivers and leaves no timer behind when it is closed', async () => {
  const { environment, pipeline, push } = await openPage();
  push('last');
  await inIdleTime(environment, pipeline.close());
  expect(sentBy(environment)).toHaveLength(1);
  expect(environment.leftovers()).toEqual({
    timers: 0,
    idleTasks: 0,
    listeners: 0,
  });
  expect(await heldLocks()).toEqual([]);
});

it('writes no more than 64 KiB to the storage at a time', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  const { environment, push } = await openPage();
  for (const length of [10, 100_000, 20_000, 20_000]) push('x'.repeat(length));
  await environment.advance(JOURNALLED_MS);
  const lengths = put.mock.calls.map(([row]) => JSON.stringify(row).length);
  put.mockRestore();
  expect(lengths.length).toBeGreaterThan(5);
  // Two bytes a character, where there is more than Latin.
  expect(Math.max(...lengths)).toBeLessThan(32_768);
});

import 'fake-indexeddb/auto';
import { EventType } from '@rrweb/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.js';
import { createDrops } from '../../src/drops.js';
import { createGuard } from '../../src/guard.js';
import { createPipeline, type Pipeline } from '../../src/pipeline.js';
import type { CaptureContext } from '../../src/store/session-store.js';
import {
  fakeEnvironment,
  type FakeEnvironment,
} from '../support/fake-environment.js';
import { fakeLocks } from '../support/fake-locks.js';
import { fakeLogger } from '../support/fake-logger.js';
import { settle } from '../support/fake-timers.js';
import { readSentBatches } from '../support/sent-batches.js';
import { recordedEvent } from './recorder/sample-events.js';
import { sampleContext } from './store/sample-rows.js';

let projectCount = 0;
let locks: LockManager;

beforeEach(() => {
  projectCount += 1;
  locks = fakeLocks();
});

interface Page {
  pipeline: Pipeline;
  push: (text: string, context?: CaptureContext) => void;
}

/** A page of this test's project: all of them share the browser's storage and locks. */
async function openPage(online = true, atStart = (_page: Page): void => {}) {
  const environment = fakeEnvironment({
    locks,
    uniqueId: () => `page-${Math.random()}`,
  });
  if (!online)
    environment.respond(() => Promise.reject(new TypeError('Failed to fetch')));
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const settings = readSettings({}, { apiKey: `key-${projectCount}` }, logger);
  if (!settings) throw new Error('These options switch everything off');
  const disabled: CaptureContext[] = [];
  const pipeline = createPipeline({
    environment,
    settings,
    guard: createGuard(logger, () => {}),
    logger,
    drops,
    onDisabled: (context) => disabled.push(context),
  });
  const push = (text: string, context = sampleContext()) =>
    pipeline.push(
      recordedEvent(EventType.IncrementalSnapshot, environment.now(), { text }),
      context,
    );
  const opened = pipeline.open();
  atStart({ pipeline, push });
  // Sealing what a dead page left takes idle time.
  await environment.advance(200);
  await opened;
  return { environment, pipeline, drops, logger, disabled, push };
}

/** Session and texts of each batch that was sent. */
const sentBy = ({ requests }: FakeEnvironment) =>
  readSentBatches(requests).map(({ sessionId, events }) => [
    sessionId,
    ...events.map(({ data }): unknown => Reflect.get(Object(data), 'text')),
  ]);

const inIdleTime = async (
  environment: FakeEnvironment,
  work: Promise<void>,
) => {
  await environment.idle();
  return work;
};

const first = sampleContext({ sessionId: 'first' });
const second = sampleContext({ sessionId: 'second' });

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

  it('leaves what was not answered to the next page', async () => {
    const before = await openPage(false);
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
    await before.environment.idle();
    // A crash: nothing of the page runs any more, and the browser frees its locks.
    locks = fakeLocks();

    const { environment, pipeline } = await openPage();
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment)).toEqual([['first', 'last words']]);
  });
});

it('leaves the rows of a page that lives alone', async () => {
  const living = await openPage(false);
  living.push('mine');
  await living.environment.idle();
  const { environment, pipeline } = await openPage();
  await inIdleTime(environment, pipeline.flush());
  expect(sentBy(environment)).toEqual([]);
});

describe('forgetting a device', () => {
  it('sends nothing of it at the end of the page', async () => {
    const { environment, pipeline, push } = await openPage();
    push('sealed', sampleContext({ deviceId: 'mine' }));
    const sealed = pipeline.seal();
    // Encoded, and on its way into the outbox.
    await environment.idle();
    environment.requests.length = 0;
    void pipeline.forget('mine', 'opted-out');
    pipeline.exit();
    await sealed;
    expect(sentBy(environment)).toEqual([]);
  });

  it('drops what waits anywhere, counts it, and leaves other devices alone', async () => {
    const { environment, pipeline, drops, push } = await openPage(false);
    const other = sampleContext({ deviceId: 'other', sessionId: 'others' });
    const mine = sampleContext({ deviceId: 'mine' });
    push('in the outbox', mine);
    await inIdleTime(environment, pipeline.seal());
    push('in the journal', mine);
    await environment.idle();
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
  const before = await openPage(false);
  before.push('earlier', sampleContext({ deviceId: 'mine' }));
  before.push('of others', sampleContext({ deviceId: 'other' }));
  await inIdleTime(before.environment, before.pipeline.close());

  const { environment, pipeline } = await openPage(true, (page) => {
    void page.pipeline.forget('mine', 'opted-out');
    page.push('after opting in again', sampleContext({ deviceId: 'mine' }));
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
  expect((await locks.query()).held).toEqual([]);
});

import { EventType } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import { createDrops } from '../../../src/drops.js';
import { createGuard } from '../../../src/guard.js';
import { createEventQueue } from '../../../src/recorder/event-queue.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import {
  CONTEXT,
  LIMITS,
  OTHER,
  setupQueue,
  timestampsOf,
} from './event-queue-setup.js';
import { recordedEvent } from './sample-events.js';

describe('an event', () => {
  it('is gathered with others for 200 ms, and then waits until the main thread is idle', async () => {
    const { environment, add, handedOn } = setupQueue();
    add(1);
    await environment.advance(199);
    add(2);
    await environment.idle();
    expect(handedOn).toEqual([]);
    await environment.advance(1);
    expect(handedOn).toEqual([]);
    add(3);
    await environment.idle();
    expect(timestampsOf(handedOn)).toEqual([1, 2, 3]);
    expect(handedOn).toHaveLength(1);
  });

  it('waits for the main thread 50 ms at most, so 250 ms in all', async () => {
    const { environment, add, handedOn } = setupQueue();
    add(1);
    await environment.advance(100);
    add(2);
    await environment.advance(149);
    expect(handedOn).toEqual([]);
    await environment.advance(1);
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
    // And the next one is gathered anew.
    add(3);
    await environment.advance(249);
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
    await environment.advance(1);
    expect(timestampsOf(handedOn)).toEqual([1, 2, 3]);
  });

  it.each([1, 200])(
    'is handed on within 250 ms, whatever the idle time-out: %i',
    async (idleTimeoutMs) => {
      const { environment, add, handedOn } = setupQueue({ idleTimeoutMs });
      add(1);
      await environment.advance(249);
      expect(handedOn).toEqual([]);
      await environment.advance(1);
      expect(timestampsOf(handedOn)).toEqual([1]);
    },
  );

  it('is not gathered where nothing is to wait', async () => {
    const { environment, add, handedOn } = setupQueue({ idleTimeoutMs: 0 });
    add(1);
    add(2);
    expect(handedOn).toEqual([]);
    await environment.advance(0);
    await environment.idle();
    expect(handedOn).toHaveLength(1);
  });

  it('leaves no work behind when it is handed on', async () => {
    const { environment, add } = setupQueue();
    add(1);
    await environment.advance(250);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('is not touched before it is handed on', () => {
    const { push } = setupQueue();
    const event = recordedEvent(EventType.IncrementalSnapshot);
    const touched: string[] = [];
    Object.defineProperty(event, 'data', {
      get: () => touched.push('data'),
    });
    push(event, CONTEXT);
    expect(touched).toEqual([]);
  });

  it('becomes JSON with its keys in the order that the server expects', () => {
    const { push, drain, handedOn } = setupQueue();
    const plain = {
      data: { href: '/', width: 1, height: 2 },
      timestamp: 5,
      type: EventType.Meta as const,
    };
    push({ delay: 7, ...plain }, CONTEXT);
    push(plain, CONTEXT);
    drain();
    expect(handedOn[0]?.events).toEqual([
      '{"type":4,"timestamp":5,"delay":7,"data":{"href":"/","width":1,"height":2}}',
      '{"type":4,"timestamp":5,"data":{"href":"/","width":1,"height":2}}',
    ]);
  });
});

describe('an event of a hidden page', () => {
  it('is handed on at once, but not in the task of the page', async () => {
    const { environment, add, handedOn } = setupQueue();
    environment.hidden = true;
    add(1);
    add(2);
    expect(handedOn).toEqual([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
    expect(handedOn).toHaveLength(1);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('comes after those that were waiting, and the next ones do not wait either', async () => {
    const { environment, add, drain, handedOn } = setupQueue();
    add(1);
    // As the page does when it is hidden.
    drain();
    environment.hidden = true;
    for (const timestamp of [2, 3]) {
      add(timestamp);
      await environment.advance(0);
    }
    expect(timestampsOf(handedOn)).toEqual([1, 2, 3]);
  });

  it('is gathered again once the page is seen', async () => {
    const { environment, add, handedOn } = setupQueue();
    environment.hidden = true;
    add(1);
    await environment.advance(0);
    environment.hidden = false;
    add(2);
    await environment.advance(199);
    expect(timestampsOf(handedOn)).toEqual([1]);
    await environment.advance(51);
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
  });
});

describe('events of different contexts', () => {
  it('are handed on apart, in their order', () => {
    const { push, drain, handedOn } = setupQueue();
    const contexts = [CONTEXT, CONTEXT, OTHER, CONTEXT];
    for (const [index, context] of contexts.entries())
      push(recordedEvent(EventType.IncrementalSnapshot, index), context);
    drain();
    expect(handedOn.map(({ context }) => context)).toEqual([
      CONTEXT,
      OTHER,
      CONTEXT,
    ]);
    expect(timestampsOf(handedOn)).toEqual([0, 1, 2, 3]);
    expect(handedOn.map(({ events }) => events.length)).toEqual([2, 1, 1]);
  });
});

/** What takes some slices. */
const LARGE = {
  nodes: Array.from({ length: 100 }, (_, id) => ({
    id,
    text: 'x'.repeat(1_000),
  })),
};

describe('much work', () => {
  it('is done in slices of 5 ms, in order and nothing twice', async () => {
    const { environment, add, handedOn } = setupQueue({ msPerReading: 2 });
    const timestamps = Array.from({ length: 10 }, (_, index) => index);
    add(...timestamps);
    await environment.advance(200);
    await environment.idle();
    expect(handedOn.length).toBeGreaterThan(1);
    for (const { events } of handedOn)
      expect(events.length).toBeLessThanOrEqual(3);
    expect(timestampsOf(handedOn)).toEqual(timestamps);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('in one event is done in slices, too, and those behind it wait', async () => {
    const { environment, push, add, handedOn } = setupQueue({
      msPerReading: 2,
    });
    add(1);
    push(recordedEvent(EventType.FullSnapshot, 2, LARGE), CONTEXT);
    add(3);
    await environment.advance(200);
    expect(environment.leftovers().idleTasks).toBe(1);
    await environment.advance(50);
    expect(timestampsOf(handedOn)).toEqual([1]);
    await environment.idle();
    expect(timestampsOf(handedOn)).toEqual([1, 2, 3]);
    expect(JSON.parse(handedOn[1]?.events[0] ?? '')).toEqual(
      recordedEvent(EventType.FullSnapshot, 2, LARGE),
    );
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('is ended at once when it has to be, from where it is', async () => {
    const { environment, push, add, drain, handedOn } = setupQueue({
      msPerReading: 2,
    });
    push(recordedEvent(EventType.FullSnapshot, 1, LARGE), CONTEXT);
    add(2);
    await environment.advance(250);
    expect(handedOn).toEqual([]);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
    expect(JSON.parse(handedOn[0]?.events[0] ?? '').data).toEqual(LARGE);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('is forgotten half done', async () => {
    const { environment, push, forget, handedOn } = setupQueue({
      msPerReading: 2,
    });
    push(recordedEvent(EventType.FullSnapshot, 1, LARGE), OTHER);
    push(recordedEvent(EventType.FullSnapshot, 2, LARGE), CONTEXT);
    await environment.advance(250);
    expect(forget((context) => context === OTHER)).toBe(1);
    await environment.idle();
    expect(timestampsOf(handedOn)).toEqual([2]);
    expect(JSON.parse(handedOn[0]?.events[0] ?? '').data).toEqual(LARGE);
  });

  it('never makes a long task of many events', async () => {
    const { environment, add, handedOn } = setupQueue({ msPerReading: 1 });
    add(...Array.from({ length: 10_000 }, (_, index) => index));
    await environment.advance(250);
    expect(timestampsOf(handedOn)).toHaveLength(25);
  });

  it('is done in one go when it has to be', () => {
    const { environment, add, drain, handedOn } = setupQueue({
      msPerReading: 100,
    });
    add(1, 2, 3);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 2, 3]);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });
});

describe('a receiver that fails', () => {
  it.each([
    ['seen', false],
    ['hidden', true],
  ])('does not reach the page that is %s', async (_, hidden) => {
    const environment = fakeEnvironment();
    const logger = fakeLogger();
    const queue = createEventQueue({
      environment,
      whenIdle: environment.whenIdle,
      guard: createGuard(logger, () => {}),
      drops: createDrops(logger),
      collect: () => {},
      ...LIMITS,
      onSerialised: () => {
        throw new Error('boom');
      },
      onLost: () => {},
    });
    environment.hidden = hidden;
    queue.push(recordedEvent(EventType.IncrementalSnapshot), CONTEXT);
    await expect(environment.advance(250)).resolves.toBeUndefined();
    expect(logger.texts('error')).toHaveLength(1);
  });
});

describe('forgetting', () => {
  it('drops what is waiting of these contexts, and nothing else', () => {
    const { push, forget, drain, handedOn } = setupQueue();
    const contexts = [CONTEXT, OTHER, CONTEXT, OTHER, OTHER];
    for (const [index, context] of contexts.entries())
      push(recordedEvent(EventType.IncrementalSnapshot, index), context);
    const isOther = ({ sessionId }: { sessionId: string }) =>
      sessionId === OTHER.sessionId;
    expect(forget(isOther)).toBe(3);
    expect(forget(isOther)).toBe(0);
    drain();
    expect(timestampsOf(handedOn)).toEqual([0, 2]);
  });
});

describe('after stop', () => {
  it.each([
    ['while events are gathered', 0],
    ['while the main thread is busy', 200],
  ])('%s no task remains and nothing is handed on', async (_, waitMs) => {
    const { environment, add, stop, handedOn } = setupQueue();
    add(1);
    await environment.advance(waitMs);
    stop();
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
    await environment.advance(1_000);
    expect(handedOn).toEqual([]);
  });

  it('what drain has taken out is not handed on again', async () => {
    const { environment, add, drain, stop, handedOn } = setupQueue();
    add(1);
    drain();
    stop();
    await environment.advance(1_000);
    expect(timestampsOf(handedOn)).toEqual([1]);
  });
});

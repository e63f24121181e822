import { EventType, type eventWithTime } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import { createDrops } from '../../../src/drops.js';
import { createGuard } from '../../../src/guard.js';
import {
  createEventQueue,
  type SerialisedEvents,
} from '../../../src/recorder/event-queue.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleContext } from '../store/sample-rows.js';
import { recordedEvent } from './sample-events.js';

const CONTEXT = sampleContext();
const OTHER = sampleContext({ sessionId: '1719849650402' });

/** `handedOn` has everything that came out. Reading the clock takes `msPerReading`. */
function setup({ msPerReading = 0 } = {}) {
  let elapsedMs = 0;
  const environment = fakeEnvironment({
    elapsed: () => (elapsedMs += msPerReading),
  });
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const handedOn: SerialisedEvents[] = [];
  const queue = createEventQueue({
    environment,
    guard: createGuard(logger, () => {}),
    drops,
    onSerialised: (serialised) => handedOn.push(serialised),
  });
  /** Adds events with these time stamps. */
  const push = (...timestamps: number[]) => {
    for (const timestamp of timestamps)
      queue.push(
        recordedEvent(EventType.IncrementalSnapshot, timestamp),
        CONTEXT,
      );
  };
  return { environment, logger, drops, handedOn, ...queue, add: push };
}

const timestampsOf = (serialised: SerialisedEvents[]) =>
  serialised.flatMap(({ events }) =>
    events.map((json) => (JSON.parse(json) as eventWithTime).timestamp),
  );

/** An event whose JSON has this many bytes. `filler` is repeated to get there. */
function eventOfBytes(rawBytes: number, filler: string, timestamp = 1) {
  const encode = (data: unknown) =>
    new TextEncoder().encode(
      // In a request an event is a string that holds JSON.
      JSON.stringify(
        JSON.stringify(
          recordedEvent(EventType.IncrementalSnapshot, timestamp, data),
        ),
      ),
    ).length;
  const room = rawBytes - encode('');
  const fillerBytes = new TextEncoder().encode(filler).length;
  const text =
    filler.repeat(Math.floor(room / fillerBytes)) +
    'x'.repeat(room % fillerBytes);
  return recordedEvent(EventType.IncrementalSnapshot, timestamp, text);
}

describe('an event', () => {
  it('waits until the main thread is idle', async () => {
    const { environment, add, handedOn } = setup();
    add(1, 2);
    expect(handedOn).toEqual([]);
    await environment.idle();
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
    expect(handedOn).toHaveLength(1);
  });

  it('waits 200 ms at most', async () => {
    const { environment, add, handedOn } = setup();
    add(1);
    await environment.advance(100);
    add(2);
    await environment.advance(99);
    expect(handedOn).toEqual([]);
    await environment.advance(1);
    expect(timestampsOf(handedOn)).toEqual([1, 2]);
  });

  it('is not touched before it is handed on', () => {
    const { push } = setup();
    const event = recordedEvent(EventType.IncrementalSnapshot);
    const touched: string[] = [];
    Object.defineProperty(event, 'data', {
      get: () => touched.push('data'),
    });
    push(event, CONTEXT);
    expect(touched).toEqual([]);
  });

  it('becomes JSON with its keys in the order that the server expects', () => {
    const { push, drain, handedOn } = setup();
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

  it('is measured in bytes, not in characters', () => {
    const { push, drain, handedOn } = setup();
    push(recordedEvent(EventType.IncrementalSnapshot, 1, '漢字😀'), CONTEXT);
    push(recordedEvent(EventType.IncrementalSnapshot, 1, ''), CONTEXT);
    drain();
    const [first, second] = handedOn[0]?.events ?? [];
    // In a request each event is a string, so with quotes escaped.
    const plainBytes = JSON.stringify(second).length;
    expect(first).toContain('漢字😀');
    expect(handedOn[0]?.rawBytes).toBe(2 * plainBytes + 3 + 3 + 4);
  });
});

describe('events of different contexts', () => {
  it('are handed on apart, in their order', () => {
    const { push, drain, handedOn } = setup();
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

describe('much work', () => {
  it('is done in slices of 5 ms, in order and nothing twice', async () => {
    const { environment, add, handedOn } = setup({ msPerReading: 2 });
    const timestamps = Array.from({ length: 10 }, (_, index) => index);
    add(...timestamps);
    await environment.idle();
    expect(handedOn.length).toBeGreaterThan(1);
    for (const { events } of handedOn)
      expect(events.length).toBeLessThanOrEqual(3);
    expect(timestampsOf(handedOn)).toEqual(timestamps);
    expect(environment.leftovers().idleTasks).toBe(0);
  });

  it('is done in one go when it has to be', () => {
    const { environment, add, drain, handedOn } = setup({ msPerReading: 100 });
    add(1, 2, 3);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 2, 3]);
    expect(environment.leftovers().idleTasks).toBe(0);
  });
});

describe('an event above 9 MB', () => {
  const MAX_BYTES = 9_000_000;

  it.each([
    ['Latin', 'a'],
    ['Chinese', '漢'],
  ])('of %s text is dropped, one of 9 MB is kept', (_, filler) => {
    const { push, drain, handedOn, drops } = setup();
    push(eventOfBytes(MAX_BYTES, filler, 1), CONTEXT);
    push(eventOfBytes(MAX_BYTES + 1, filler, 2), CONTEXT);
    push(recordedEvent(EventType.IncrementalSnapshot, 3), CONTEXT);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 3]);
    expect(drops.counts()).toEqual({ 'event-too-large': 1 });
  });

  it('is counted each time, and said once', () => {
    const { push, drain, handedOn, drops, logger } = setup();
    for (let count = 0; count < 3; count += 1)
      push(eventOfBytes(MAX_BYTES + 1, '漢'), CONTEXT);
    drain();
    expect(handedOn).toEqual([]);
    expect(drops.counts()).toEqual({ 'event-too-large': 3 });
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts('warn')[0]).toContain('9000001');
  });
});

it('hands large amounts on in parts of about 1 MB', () => {
  const { push, drain, handedOn } = setup();
  for (let count = 0; count < 8; count += 1)
    push(eventOfBytes(400_000, 'a', count), CONTEXT);
  drain();
  expect(handedOn.map(({ events }) => events.length)).toEqual([3, 3, 2]);
});

describe('an event that is no JSON', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  it.each<[string, unknown]>([
    ['a cycle', cycle],
    ['a big integer', 1n],
    [
      'a throwing toJSON',
      {
        toJSON: () => {
          throw new Error('boom');
        },
      },
    ],
  ])('because of %s is dropped alone', (_, data) => {
    const { push, add, drain, handedOn, drops, logger } = setup();
    add(1);
    push(recordedEvent(EventType.IncrementalSnapshot, 2, data), CONTEXT);
    push(recordedEvent(EventType.IncrementalSnapshot, 3, data), CONTEXT);
    add(4);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 4]);
    expect(drops.counts()).toEqual({ 'event-unserialisable': 2 });
    expect(logger.texts()).toHaveLength(1);
  });
});

describe('a receiver that fails', () => {
  it('does not reach the page', async () => {
    const environment = fakeEnvironment();
    const logger = fakeLogger();
    const queue = createEventQueue({
      environment,
      guard: createGuard(logger, () => {}),
      drops: createDrops(logger),
      onSerialised: () => {
        throw new Error('boom');
      },
    });
    queue.push(recordedEvent(EventType.IncrementalSnapshot), CONTEXT);
    await expect(environment.idle()).resolves.toBeUndefined();
    expect(logger.texts('error')).toHaveLength(1);
  });
});

describe('forgetting', () => {
  it('drops what is waiting of these contexts, and nothing else', () => {
    const { push, forget, drain, handedOn } = setup();
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
  it('no idle task remains and nothing is handed on', async () => {
    const { environment, add, stop, handedOn } = setup();
    add(1);
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
    const { environment, add, drain, stop, handedOn } = setup();
    add(1);
    drain();
    stop();
    await environment.advance(1_000);
    expect(timestampsOf(handedOn)).toEqual([1]);
  });
});

import { EventType } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import {
  CONTEXT,
  OTHER,
  setupQueue,
  timestampsOf,
} from './event-queue-setup.js';
import { recordedEvent } from './sample-events.js';

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
  const fillerBytes = encode(filler) - encode('');
  const text =
    filler.repeat(Math.floor(room / fillerBytes)) +
    'x'.repeat(room % fillerBytes);
  return recordedEvent(EventType.IncrementalSnapshot, timestamp, text);
}

describe('an event above 9 MB', () => {
  const MAX_BYTES = 9_000_000;

  it.each([
    ['Latin', 'a'],
    ['Chinese', '漢'],
    ['emoji', '😀'],
    ['quoted', '"'],
  ])('of %s text is dropped, one of 9 MB is kept', (_, filler) => {
    const { push, drain, handedOn, drops, lost } = setupQueue();
    push(eventOfBytes(MAX_BYTES, filler, 1), CONTEXT);
    push(eventOfBytes(MAX_BYTES + 1, filler, 2), OTHER);
    push(recordedEvent(EventType.IncrementalSnapshot, 3), CONTEXT);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 3]);
    expect(drops.counts()).toEqual({ 'event-too-large': 1 });
    expect(lost).toEqual([OTHER]);
  });

  it('is measured in slices, and those behind it wait', async () => {
    const { environment, push, add, handedOn, drops } = setupQueue({
      msPerReading: 4,
    });
    push(eventOfBytes(MAX_BYTES + 1, '漢', 1), CONTEXT);
    add(2);
    await environment.advance(250);
    expect(handedOn).toEqual([]);
    expect(drops.counts()).toEqual({});
    await environment.idle();
    expect(timestampsOf(handedOn)).toEqual([2]);
    expect(drops.counts()).toEqual({ 'event-too-large': 1 });
  });

  it('is counted each time, and said once', () => {
    const { push, drain, handedOn, drops, logger } = setupQueue();
    for (let count = 0; count < 3; count += 1)
      push(eventOfBytes(MAX_BYTES + 1, '漢'), CONTEXT);
    drain();
    expect(handedOn).toEqual([]);
    expect(drops.counts()).toEqual({ 'event-too-large': 3 });
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts('warn')[0]).toContain('9000001');
  });
});

it('a smaller limit holds as well, to the byte', () => {
  const { push, drain, handedOn, drops } = setupQueue({ maxEventBytes: 5_000 });
  push(eventOfBytes(5_000, '漢', 1), CONTEXT);
  push(eventOfBytes(5_001, '漢', 2), CONTEXT);
  drain();
  expect(timestampsOf(handedOn)).toEqual([1]);
  expect(drops.counts()).toEqual({ 'event-too-large': 1 });
});

it('hands large amounts on in parts of about 1 MB', () => {
  const { push, drain, handedOn } = setupQueue();
  for (let count = 0; count < 8; count += 1)
    push(eventOfBytes(400_000, 'a', count), CONTEXT);
  drain();
  expect(handedOn.map(({ events }) => events.length)).toEqual([2, 2, 2, 2]);
});

it('hands a large event on alone', () => {
  const { push, drain, handedOn } = setupQueue();
  for (const [timestamp, bytes] of [100, 1_500_000, 100, 100].entries())
    push(eventOfBytes(bytes, 'a', timestamp), CONTEXT);
  drain();
  expect(handedOn.map(({ events }) => events.length)).toEqual([1, 1, 2]);
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
    const { push, add, drain, handedOn, drops, logger, lost } = setupQueue();
    add(1);
    push(recordedEvent(EventType.IncrementalSnapshot, 2, data), CONTEXT);
    push(recordedEvent(EventType.IncrementalSnapshot, 3, data), OTHER);
    add(4);
    drain();
    expect(timestampsOf(handedOn)).toEqual([1, 4]);
    expect(lost).toEqual([CONTEXT, OTHER]);
    expect(drops.counts()).toEqual({ 'event-unserialisable': 2 });
    expect(logger.texts()).toHaveLength(1);
  });
});

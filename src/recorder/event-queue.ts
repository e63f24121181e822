import type { eventWithTime } from '@rrweb/types';
import type { Drops } from '../drops.js';
import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import type { CaptureContext } from '../store/session-store.js';
import { serialiseInSlices } from './serialise-in-slices.js';

/** Takes events in constant time and hands them on as JSON when the main thread is idle. */
export interface EventQueue {
  /** Adds an event. Nothing is serialised here. */
  push: (event: eventWithTime, context: CaptureContext) => void;
  /** Events are about to come: they are collected with those that are there. */
  expect: () => void;
  /** Serialises and hands on everything at once. */
  drain: () => void;
  /** Drops the waiting events of these contexts. Returns their number. */
  forget: (isTheirs: (context: CaptureContext) => boolean) => number;
  /** Ends the idle task. Call `drain` first to keep what is waiting. */
  stop: () => void;
}

/** Events of one context as JSON. */
export interface SerialisedEvents {
  context: CaptureContext;
  events: string[];
}

/** An event that waits, and what is begun of it. */
interface QueuedEvent {
  event: eventWithTime;
  context: CaptureContext;
  serialise?: ReturnType<typeof serialiseInSlices>;
}

/**
 * How long events are gathered, and then wait until the main thread is idle.
 *
 * Unit: ms.
 * Why: each write to the journal costs some bytes of its own; what a crash may take must not be older.
 */
const MAX_WAIT_MS = 250;

/** How long one slice of work may take. Unit: ms. */
const SLICE_MS = 5;

/** A page that is never idle gets longer slices as events pile up, so that they do not pile up without end. */
const EVENTS_PER_MS = 100;
const MAX_BACKLOG_MS = 20;

/** Builds an empty queue. */
export function createEventQueue({
  environment,
  whenIdle,
  guard,
  drops,
  collect,
  idleTimeoutMs,
  maxEventBytes,
  maxRowLength,
  onSerialised,
  onLost,
}: {
  environment: Pick<Environment, 'elapsed' | 'schedule' | 'isHidden'>;
  /** Waits for an idle moment, where one is wanted. */
  whenIdle: Environment['whenIdle'];
  guard: Guard;
  drops: Drops;
  /** Has everything pushed that is expected; `isLast`: there may be no other chance. */
  collect: (isLast: boolean) => void;
  /** How long events may wait for an idle moment. Unit: ms; 0: they are not even gathered. */
  idleTimeoutMs: number;
  /** Largest event that is kept. Unit: bytes of UTF-8 in a request. */
  maxEventBytes: number;
  /**
   * How much is handed on at a time, but for a single event. Unit: characters.
   * Why: batches are made of whole rows, and must stay below what the server takes.
   */
  maxRowLength: number;
  onSerialised: (serialised: SerialisedEvents) => void;
  /** An event of this context was dropped. */
  onLost: (context: CaptureContext) => void;
}): EventQueue {
  let waiting: QueuedEvent[] = [];
  let cancelWork: (() => void) | undefined;

  /** The JSON of an event; `undefined` while it is not done, empty where the event is dropped, which is counted. */
  const serialise = (
    next: QueuedEvent,
    isTimeUp: () => boolean,
  ): string | undefined => {
    try {
      next.serialise ??= serialiseInSlices(inOrder(next.event), maxEventBytes);
      const done = next.serialise(isTimeUp);
      if (!done || done.rawBytes <= maxEventBytes) return done?.json;
      drops.count(
        'event-too-large',
        1,
        `dropped an event of ${done.rawBytes} bytes; ${maxEventBytes} are kept at most.`,
      );
    } catch (error) {
      drops.count(
        'event-unserialisable',
        1,
        `dropped an event that is no JSON: ${String(error)}`,
      );
    }
    return '';
  };

  /** Serialises from the front until the time is up, and hands the results on context by context. */
  const work = (untilMs: number): void => {
    const isTimeUp = (): boolean => environment.elapsed() >= untilMs;
    let current: SerialisedEvents | undefined;
    let length = 0;
    const handOn = (): void => {
      if (current) onSerialised(current);
      current = undefined;
      length = 0;
    };
    let taken = 0;
    for (const next of waiting) {
      const { context } = next;
      const json = serialise(next, isTimeUp);
      if (json === undefined) break;
      taken += 1;
      if (json) {
        if (current?.context !== context || length + json.length > maxRowLength)
          handOn();
        current ??= { context, events: [] };
        current.events.push(json);
        length += json.length;
      } else onLost(context);
      if (isTimeUp()) break;
    }
    waiting = waiting.slice(taken);
    handOn();
  };

  const drain = (): void => {
    collect(true);
    cancelWork?.();
    cancelWork = undefined;
    work(Infinity);
  };
  const workWhenIdle = (): void => {
    cancelWork = whenIdle(
      idleTimeoutMs,
      guard.sync('event queue', () => {
        collect(false);
        cancelWork = undefined;
        const backlogMs = Math.min(
          waiting.length / EVENTS_PER_MS,
          MAX_BACKLOG_MS,
        );
        work(environment.elapsed() + SLICE_MS + backlogMs);
        if (waiting.length > 0) workWhenIdle();
      }),
    );
  };
  const scheduleWork = (): void => {
    if (cancelWork) return;
    if (!environment.isHidden()) {
      cancelWork = environment.schedule(
        idleTimeoutMs && MAX_WAIT_MS - idleTimeoutMs,
        workWhenIdle,
      );
      return;
    }
    // Timers of a hidden page are slowed down, and it may be gone before the next one.
    cancelWork = () => {};
    void guard.async('event queue', () => Promise.resolve().then(drain));
  };

  return {
    push: (event, context) => {
      waiting.push({ event, context });
      scheduleWork();
    },
    expect: scheduleWork,
    drain,
    forget: (isTheirs) => {
      const before = waiting.length;
      waiting = waiting.filter(({ context }) => !isTheirs(context));
      return before - waiting.length;
    },
    stop: () => cancelWork?.(),
  };
}

/** An event with its keys in the order the server expects. */
function inOrder({ type, timestamp, delay, data }: eventWithTime): object {
  return { type, timestamp, delay, data };
}

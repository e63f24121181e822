import type { eventWithTime } from '@rrweb/types';
import type { Drops } from '../drops.js';
import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import type { CaptureContext } from '../store/session-store.js';

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
  /** Unit: bytes of UTF-8 that the events take in a request, before compression. */
  rawBytes: number;
}

const encoder = new TextEncoder();

/**
 * How long events are gathered, and how long then may pass until the main thread is idle.
 *
 * Unit: ms.
 * Why: each write to the journal costs some bytes of its own; what a crash may take must not be older than 250 ms.
 */
const GATHER_MS = 200;
const IDLE_TIMEOUT_MS = 50;

/** How long one slice of work may take. Unit: ms. */
const SLICE_MS = 5;

/** A page that is never idle gets longer slices as events pile up, so that they do not pile up without end. */
const EVENTS_PER_MS = 100;

/**
 * What is handed on at a time; the event that reaches it is still among them.
 *
 * Unit: bytes of UTF-8 in a request.
 * Why: batches are made of whole rows, and must stay below what the server takes.
 */
const MAX_ROW_BYTES = 1_000_000;

/**
 * Largest event that is kept.
 *
 * Unit: bytes of UTF-8 in a request.
 * Why: the server refuses events and requests above 10 MB.
 */
const MAX_EVENT_BYTES = 9_000_000;

/** Builds an empty queue. */
export function createEventQueue({
  environment,
  guard,
  drops,
  collect,
  onSerialised,
  onLost,
}: {
  environment: Pick<
    Environment,
    'elapsed' | 'schedule' | 'whenIdle' | 'isHidden'
  >;
  guard: Guard;
  drops: Drops;
  /** Has everything pushed that is expected. */
  collect: () => void;
  onSerialised: (serialised: SerialisedEvents) => void;
  /** An event of this context was dropped. */
  onLost: (context: CaptureContext) => void;
}): EventQueue {
  let waiting: { event: eventWithTime; context: CaptureContext }[] = [];
  let cancelWork: (() => void) | undefined;

  /** Serialises from the front until the time is up, and hands the results on context by context. */
  const work = (untilMs: number): void => {
    let current: SerialisedEvents | undefined;
    const handOn = (): void => {
      if (current && current.events.length > 0) onSerialised(current);
    };
    let taken = 0;
    for (const { event, context } of waiting) {
      taken += 1;
      if (
        !current ||
        current.context !== context ||
        current.rawBytes > MAX_ROW_BYTES
      ) {
        handOn();
        current = { context, events: [], rawBytes: 0 };
      }
      const serialised = serialise(event, drops);
      if (serialised) {
        current.events.push(serialised.json);
        current.rawBytes += serialised.rawBytes;
      } else onLost(context);
      if (environment.elapsed() >= untilMs) break;
    }
    waiting = waiting.slice(taken);
    handOn();
  };

  const drain = (): void => {
    collect();
    cancelWork?.();
    cancelWork = undefined;
    work(Infinity);
  };
  const workWhenIdle = (): void => {
    cancelWork = environment.whenIdle(
      IDLE_TIMEOUT_MS,
      guard.sync('event queue', () => {
        collect();
        cancelWork = undefined;
        const backlogMs = waiting.length / EVENTS_PER_MS;
        work(environment.elapsed() + SLICE_MS + backlogMs);
        if (waiting.length > 0) workWhenIdle();
      }),
    );
  };
  const scheduleWork = (): void => {
    if (cancelWork) return;
    if (!environment.isHidden()) {
      cancelWork = environment.schedule(GATHER_MS, workWhenIdle);
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

/** How much longer an event is in a request: it is a string there, with its quotes and backslashes escaped. */
function countEscapes(json: string): number {
  return JSON.stringify(json).length - json.length;
}

/**
 * An event as JSON, its keys in the order the server expects (type, timestamp, delay, data), and its size in a request.
 * `undefined` where it has to be dropped; that is counted.
 */
function serialise(
  event: eventWithTime,
  drops: Drops,
): { json: string; rawBytes: number } | undefined {
  const { type, timestamp, delay, data } = event;
  try {
    const json = JSON.stringify({ type, timestamp, delay, data });
    const rawBytes = encoder.encode(json).length + countEscapes(json);
    if (rawBytes <= MAX_EVENT_BYTES) return { json, rawBytes };
    drops.count(
      'event-too-large',
      1,
      `dropped an event of ${rawBytes} bytes; the server takes ${MAX_EVENT_BYTES} at most.`,
    );
  } catch (error) {
    drops.count(
      'event-unserialisable',
      1,
      `dropped an event that is no JSON: ${String(error)}`,
    );
  }
  return undefined;
}

import { EventType, type eventWithTime } from '@rrweb/types';
import { createDrops } from '../../../src/drops.js';
import { createGuard } from '../../../src/guard.js';
import {
  createEventQueue,
  type SerialisedEvents,
} from '../../../src/recorder/event-queue.js';
import type { CaptureContext } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleContext } from '../store/sample-rows.js';
import { recordedEvent } from './sample-events.js';

export const CONTEXT = sampleContext();
export const OTHER = sampleContext({ sessionId: '1719849650402' });

/** What a queue is given where the options say nothing. */
export const LIMITS = {
  idleTimeoutMs: 50,
  maxEventBytes: 9_000_000,
  maxRowLength: 1_000_000,
};

/** `handedOn` has everything that came out. Reading the clock takes `msPerReading`. */
export function setupQueue({
  msPerReading = 0,
  ...limits
}: { msPerReading?: number } & Partial<typeof LIMITS> = {}) {
  let elapsedMs = 0;
  const environment = fakeEnvironment({
    elapsed: () => (elapsedMs += msPerReading),
  });
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const handedOn: SerialisedEvents[] = [];
  const lost: CaptureContext[] = [];
  const queue = createEventQueue({
    environment,
    whenIdle: environment.whenIdle,
    guard: createGuard(logger, () => {}),
    drops,
    collect: () => {},
    ...LIMITS,
    ...limits,
    onSerialised: (serialised) => handedOn.push(serialised),
    onLost: (context) => lost.push(context),
  });
  /** Adds events with these time stamps. */
  const push = (...timestamps: number[]) => {
    for (const timestamp of timestamps)
      queue.push(
        recordedEvent(EventType.IncrementalSnapshot, timestamp),
        CONTEXT,
      );
  };
  return { environment, logger, drops, handedOn, lost, ...queue, add: push };
}

export const timestampsOf = (serialised: SerialisedEvents[]) =>
  serialised.flatMap(({ events }) =>
    events.map((json) => (JSON.parse(json) as eventWithTime).timestamp),
  );

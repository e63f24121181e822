import { EventType, type eventWithTime } from '@rrweb/types';
import type { RrwebRecord } from '../../src/recorder/rrweb/parts.js';
import type { RrwebOptions } from '../../src/recorder/rrweb-options.js';

/** rrweb without a page: a snapshot at start and on request, and what the test emits. */
export interface FakeRecord {
  record: RrwebRecord;
  /** How often it was started. */
  starts: () => number;
  isRunning: () => boolean;
  /** Options of the latest start. */
  options: () => RrwebOptions;
  /** Emits an event that holds this text. Does nothing while it is stopped. */
  emit: (text: string) => void;
}

export function fakeRecord(now: () => number): FakeRecord {
  let running: ((event: eventWithTime) => void) | undefined;
  let startCount = 0;
  let options: RrwebOptions = {};
  const emit = (type: EventType, data: unknown): void => {
    const event: unknown = { type, timestamp: now(), data };
    running?.(event as eventWithTime);
  };
  const takeFullSnapshot = (): void => {
    emit(EventType.Meta, { href: 'https://shop.example/' });
    emit(EventType.FullSnapshot, { node: {} });
  };
  const record = (given: RrwebOptions = {}) => {
    options = given;
    running = options.emit;
    startCount += 1;
    takeFullSnapshot();
    return () => {
      running = undefined;
    };
  };
  return {
    record: Object.assign(record, {
      takeFullSnapshot,
      mirror: { getNode: () => null },
      parts: {},
    }) as unknown as RrwebRecord,
    starts: () => startCount,
    isRunning: () => running !== undefined,
    options: () => options,
    emit: (text) => emit(EventType.IncrementalSnapshot, { text }),
  };
}

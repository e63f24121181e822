import { EventType, type eventWithTime } from '@rrweb/types';
import type { RrwebRecord } from '../../src/recorder/rrweb/parts.js';
import type { RrwebOptions } from '../../src/recorder/rrweb-options.js';

/** rrweb without a page: a snapshot at start and on request, and what the test emits. */
export interface FakeRecord {
  record: RrwebRecord;
  /** How often it was started. */
  starts: () => number;
  isRunning: () => boolean;
  /** How many were running at the same time, at most. */
  mostRunning: () => number;
  /** How many snapshots it took. */
  snapshots: () => number;
  /** Options of the latest start. */
  options: () => RrwebOptions;
  /** Emits an event that holds this text. Does nothing while it is stopped. */
  emit: (text: string) => void;
}

/** `mark` is what each event holds besides. */
export function fakeRecord(
  now: () => number,
  mark: (type: EventType) => object = () => ({}),
): FakeRecord {
  const running = new Set<(event: eventWithTime) => void>();
  let mostRunning = 0;
  let startCount = 0;
  let snapshotCount = 0;
  let options: RrwebOptions = {};
  const emit = (type: EventType, data: object): void => {
    const whole = { ...data, ...mark(type) };
    const event: unknown = { type, timestamp: now(), data: whole };
    for (const tell of running) tell(event as eventWithTime);
  };
  const takeFullSnapshot = (): void => {
    snapshotCount += 1;
    emit(EventType.Meta, { href: 'https://shop.example/' });
    emit(EventType.FullSnapshot, { node: {} });
  };
  const record = (given: RrwebOptions = {}) => {
    options = given;
    const tell = (event: eventWithTime) => given.emit?.(event);
    running.add(tell);
    mostRunning = Math.max(mostRunning, running.size);
    startCount += 1;
    takeFullSnapshot();
    return () => {
      running.delete(tell);
    };
  };
  return {
    record: Object.assign(record, {
      takeFullSnapshot,
      mirror: { getNode: () => null },
      parts: {},
    }) as unknown as RrwebRecord,
    starts: () => startCount,
    isRunning: () => running.size > 0,
    mostRunning: () => mostRunning,
    snapshots: () => snapshotCount,
    options: () => options,
    emit: (text) => emit(EventType.IncrementalSnapshot, { text }),
  };
}

import type { EventType, eventWithTime } from '@rrweb/types';

/** An event as rrweb emits it, told apart by its time stamp. */
export function recordedEvent(
  type: EventType,
  timestamp = 1,
  data: unknown = { node: {}, href: '' },
): eventWithTime {
  const event: unknown = { type, timestamp, data };
  return event as eventWithTime;
}

import { EventType, IncrementalSource, type eventWithTime } from '@rrweb/types';

/** The types of a recording's first events, by name: `['Meta', 'FullSnapshot', …]`. */
export function typesOf(events: readonly eventWithTime[]): string[] {
  return events.map(({ type }) => EventType[type] ?? String(type));
}

/** How many full snapshots a recording holds. */
export function countSnapshots(events: readonly eventWithTime[]): number {
  return events.filter(({ type }) => type === EventType.FullSnapshot).length;
}

/** Whether a text stands anywhere in a recording. */
export function mentions(
  events: readonly eventWithTime[],
  text: string,
): boolean {
  return JSON.stringify(events).includes(text);
}

/** The values that were typed into fields, in order. */
export function inputsOf(events: readonly eventWithTime[]): string[] {
  return events.flatMap((event) =>
    event.type === EventType.IncrementalSnapshot &&
    event.data.source === IncrementalSource.Input
      ? [event.data.text]
      : [],
  );
}

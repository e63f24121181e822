import { EventType, IncrementalSource, type eventWithTime } from '@rrweb/types';
import type { Canary } from './canary-plan.js';
import { findTexts } from './canary-search.js';

/** Something that the recorder left behind. */
export interface Trace {
  where: string;
  text: string;
  /** Whether it is part of the recording that the server has, of the first session. */
  isRecording?: boolean;
}

/** What became of the canaries, each in a line that names its place, area and time. */
export interface CanaryReport {
  /** Hidden ones that were found, and where. */
  leaks: string[];
  /** Those that the recording should show, and does not. */
  missing: string[];
  /** The canaries that were found anywhere. */
  found: Canary[];
}

/** Looks for the canaries in all traces. */
export function createReport(
  canaries: readonly Canary[],
  traces: readonly Trace[],
): CanaryReport {
  const sightings = new Map<string, Map<string, string>>();
  const recorded = new Set<string>();
  for (const { where, text, isRecording } of traces)
    for (const found of findTexts(text)) {
      const all = sightings.get(found.text) ?? new Map<string, string>();
      if (!all.has(where)) all.set(where, found.around);
      sightings.set(found.text, all);
      if (isRecording) recorded.add(found.text);
    }
  const describe = ({ place, area, time, text }: Canary): string => {
    const all = [...(sightings.get(text) ?? [])];
    const lines = all.map(([where, around]) => `\n    ${where}: …${around}…`);
    return `${place} | ${area.name} | ${time}${lines.join('')}`;
  };
  const pick = (isWanted: (canary: Canary) => boolean): string[] =>
    canaries.filter(isWanted).map(describe);
  return {
    leaks: pick(
      ({ expectation, text }) =>
        expectation === 'hidden' && sightings.has(text),
    ),
    missing: pick(
      ({ expectation, text }) => expectation === 'shown' && !recorded.has(text),
    ),
    found: canaries.filter(({ text }) => sightings.has(text)),
  };
}

/** The kind of an event, by the names of rrweb. */
export function kindOfEvent({ type, data }: eventWithTime): string {
  const name = EventType[type] ?? String(type);
  return type === EventType.IncrementalSnapshot
    ? `${name} ${IncrementalSource[data.source] ?? data.source}`
    : name;
}

import {
  expectationOf,
  type Format,
  type Place,
  type Situation,
} from './canary-place.js';
import { PLACES } from './canary-places.js';

/** When a text is put in its place. */
export const TIMES = [
  'at load',
  'added later',
  'changed later',
  'in the task that the rule begins to match',
  'after the rule began to match',
  'moved into the area, then filled',
  'filled, then moved into the area',
  'while detached',
] as const;

export type Time = (typeof TIMES)[number];

/** A part of the page that one rule covers, or none. */
export interface Area {
  name: string;
  situation: Situation;
  /** The class by which the rule finds it; empty where no rule needs one. */
  className: string;
  /** Whether each place itself has the class, and not an element around it. */
  isItself?: boolean;
}

/** One text in one place: what happens to it, and what has to become of it. */
export interface Canary {
  place: string;
  area: Area;
  time: Time;
  text: string;
  expectation: ReturnType<typeof expectationOf>;
}

/** Recognizes every text of `textOf`, whatever surrounds it. */
export const TEXT_PATTERN =
  /canary\d{6}z|7700\d{6}7700|[34]\d{3}-\d{2}-1\d|#c[0-9a-f]{5}/gi;

/** A text that stands nowhere else, and in no other text. */
function textOf(index: number, format: Format = 'word'): string {
  const digits = String(index).padStart(6, '0');
  const formats: Record<Format, string> = {
    word: `canary${digits}z`,
    number: `7700${digits}7700`,
    date: `${3_000 + Math.floor(index / 108)}-${twoDigits((Math.floor(index / 9) % 12) + 1)}-${11 + (index % 9)}`,
    color: `#c${index.toString(16).padStart(5, '0')}`,
  };
  return formats[format];
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Whether a place can be filled at such a time. */
function isPossible(
  { needsDocument, isHeard, hasPast }: Place,
  area: Area,
  time: Time,
): boolean {
  if (hasPast && ['at load', 'added later'].includes(time)) return false;
  const isMoved = time.includes('moved into');
  if (area.isItself && isMoved) return false;
  if (time === 'filled, then moved into the area')
    return !needsDocument && !isHeard;
  return time !== 'while detached' || !needsDocument;
}

/** One canary for each place that makes a frame, or none,, area and time that go together. */
export function createPlan(
  areas: readonly Area[],
  times: readonly Time[],
  kind: 'frames' | 'no frames',
): Canary[] {
  const combinations = times.flatMap((time) =>
    areas.flatMap((area) =>
      [...PLACES.values()]
        .filter(({ isFrame = false }) => isFrame === (kind === 'frames'))
        .filter((place) => isPossible(place, area, time))
        .map((place) => ({ place, area, time })),
    ),
  );
  return combinations.map(({ place, area, time }, index) => ({
    place: place.name,
    area,
    time,
    text: textOf(index, place.format),
    expectation: expectationOf(place.kind, area.situation),
  }));
}

/** @import { RecordedEvent } from './fetch-replays.js' */
/** @import { TrackedEvent } from '../ingest/read-tracked-events.js' */

/** rrweb's numbers for the events that matter here. */
const FULL_SNAPSHOT_EVENT = 2;
const META_EVENT = 4;
const CUSTOM_EVENT = 5;

/**
 * A tracked event at its place in the replay.
 *
 * @typedef {object} Moment
 * @property {string} name
 * @property {number} offsetMs From the start of the replay; never beyond its ends.
 * @property {Record<string, unknown>} properties
 */

/**
 * Whether enough has arrived to play: what the page looked like, and how large it was.
 *
 * @param {RecordedEvent[]} events
 */
export function isPlayable(events) {
  return [META_EVENT, FULL_SNAPSHOT_EVENT].every((wanted) =>
    events.some(({ type }) => type === wanted),
  );
}

/**
 * Places tracked events in a replay. An event that came before the first picture of the
 * page is found at its start.
 *
 * @param {TrackedEvent[]} tracked In order of their time.
 * @param {RecordedEvent[]} events In order of their time.
 * @returns {Moment[]}
 */
export function toMoments(tracked, events) {
  const startMs = events[0]?.timestamp ?? 0;
  const durationMs = (events.at(-1)?.timestamp ?? 0) - startMs;
  return tracked.map(({ name, timeMs, properties }) => {
    const offsetMs = Math.min(Math.max(0, timeMs - startMs), durationMs);
    return { name, offsetMs, properties };
  });
}

/**
 * Makes the player's timeline show the tracked events, in place of the recorder's notes to
 * itself.
 *
 * @param {RecordedEvent[]} events In order of their time; the first and the last are kept.
 * @param {Moment[]} moments
 * @returns {RecordedEvent[]}
 */
export function markMoments(events, moments) {
  const startMs = events[0]?.timestamp ?? 0;
  const markers = moments.map(({ name, offsetMs }) => ({
    type: CUSTOM_EVENT,
    timestamp: startMs + offsetMs,
    data: { tag: name, payload: {} },
  }));
  const last = events.length - 1;
  const kept = events.filter(
    ({ type }, index) => type !== CUSTOM_EVENT || index === 0 || index === last,
  );
  return [...kept, ...markers];
}

/** @import { Refusal } from './track-headers.js' */

/** Event property by which an analytics event names the replay it belongs to. */
const REPLAY_ID_PROPERTY = '[Amplitude] Session Replay ID';

/** Event property in which the SDK names the page of a page view. */
export const PAGE_PATH_PROPERTY = '[Amplitude] Page Path';

/**
 * Longest replay ID that is looked at.
 *
 * Unit: characters.
 */
const MAX_REPLAY_ID_LENGTH = 1000;

/**
 * An analytics event, as far as the replay pages show it.
 *
 * @typedef {object} TrackedEvent
 * @property {string} insertId Same for every repetition of the event.
 * @property {string} name
 * @property {number} timeMs Unix time.
 * @property {Record<string, unknown>} properties Without the SDK's own, but for the page's path.
 */

/**
 * @typedef {object} AnalyticsUpload
 * @property {true} ok
 * @property {number} eventCount Of all events in the request, tagged or not.
 * @property {Map<string, TrackedEvent[]>} taggedEvents By replay ID.
 */

/**
 * Reads a request of the Browser SDK and keeps what is tagged with a replay.
 *
 * Shape: `{"api_key":"…","events":[{"event_type":"…","time":…,"event_properties":{…}}, …]}`.
 *
 * @param {Buffer} body
 * @returns {AnalyticsUpload | Refusal}
 */
export function readTrackedEvents(body) {
  const upload = parseRecord(body.toString('utf8'));
  if (!upload) return refuse('The body must be a JSON object');
  if (!upload['api_key'] || typeof upload['api_key'] !== 'string') {
    return refuse('api_key is missing');
  }
  const events = upload['events'];
  if (!Array.isArray(events) || !events.every(isRecord)) {
    return refuse('events must be a list of objects');
  }
  /** @type {AnalyticsUpload['taggedEvents']} */
  const taggedEvents = new Map();
  for (const event of events) {
    const properties = event['event_properties'];
    const replayId = isRecord(properties) && properties[REPLAY_ID_PROPERTY];
    if (!isReplayId(replayId)) continue;
    const tagged = taggedEvents.get(replayId) ?? [];
    tagged.push(toTrackedEvent(event));
    taggedEvents.set(replayId, tagged);
  }
  return { ok: true, eventCount: events.length, taggedEvents };
}

/**
 * @param {Record<string, unknown>} event
 * @returns {TrackedEvent}
 */
function toTrackedEvent(event) {
  const { event_type: name, time, insert_id: insertId } = event;
  const properties = isRecord(event['event_properties'])
    ? event['event_properties']
    : {};
  return {
    insertId: typeof insertId === 'string' ? insertId : JSON.stringify(event),
    name: typeof name === 'string' ? name : 'Unnamed event',
    timeMs: typeof time === 'number' ? time : Date.now(),
    properties: Object.fromEntries(
      Object.entries(properties).filter(
        ([key]) => !key.startsWith('[') || key === PAGE_PATH_PROPERTY,
      ),
    ),
  };
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
function isReplayId(value) {
  return (
    typeof value === 'string' &&
    value.length <= MAX_REPLAY_ID_LENGTH &&
    value.includes('/')
  );
}

/** @param {string} text */
function parseRecord(text) {
  try {
    const value = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {string} message
 * @returns {Refusal}
 */
function refuse(message) {
  return { ok: false, status: 400, message };
}

import { gunzipSync } from 'node:zlib';

/** @import { Refusal } from './track-headers.js' */

/**
 * Largest body of an upload.
 *
 * Unit: bytes, after decompression.
 */
export const MAX_RAW_BYTES = 10 * 1024 * 1024;

/** The one version of the body's shape. */
const BODY_VERSION = 1;

/**
 * @typedef {object} TrackBody
 * @property {true} ok
 * @property {string[]} events Each one rrweb event, as the JSON text that was sent.
 * @property {number} rawBytes Size of the body after decompression.
 */

/**
 * Unpacks and checks the body of an upload.
 *
 * Shape: `{"version":1,"events":["<rrweb event as JSON>", …]}`, gzip or plain.
 *
 * @param {Buffer} body
 * @param {boolean} isGzip
 * @returns {TrackBody | Refusal}
 */
export function readTrackBody(body, isGzip) {
  const raw = isGzip ? inflate(body) : body;
  if (!Buffer.isBuffer(raw)) return raw;
  if (raw.length > MAX_RAW_BYTES) return tooLarge();
  const parsed = parseUtf8Json(raw);
  if (!isRecord(parsed)) return refuse('The body must be a JSON object');
  if (parsed['version'] !== BODY_VERSION) return refuse('version must be 1');
  const stranger = Object.keys(parsed).find(
    (key) => key !== 'version' && key !== 'events',
  );
  if (stranger !== undefined) {
    return refuse('The body must hold version and events, nothing else');
  }
  const events = parsed['events'];
  if (!Array.isArray(events) || events.length === 0) {
    return refuse('events must be a list that is not empty');
  }
  for (const [index, event] of events.entries()) {
    const problem = findEventProblem(event);
    if (problem) return refuse(`events[${index}] ${problem}`);
  }
  return { ok: true, events, rawBytes: raw.length };
}

/**
 * @param {unknown} event
 * @returns {string | undefined} What is wrong with it, if anything is.
 */
function findEventProblem(event) {
  if (typeof event !== 'string') return 'must be a string';
  const parsed = parseJson(event);
  if (!isRecord(parsed)) return 'must hold a JSON object';
  const keys = Object.keys(parsed).join(',');
  if (keys !== 'type,timestamp,data' && keys !== 'type,timestamp,delay,data') {
    return 'must have the keys type, timestamp, (delay), data in this order';
  }
  const { type, timestamp, delay } = parsed;
  if (!Number.isInteger(type) || Number(type) < 0) {
    return 'must have a whole number as type';
  }
  if (typeof timestamp !== 'number' || timestamp <= 0) {
    return 'must have a Unix time in ms as timestamp';
  }
  if (delay !== undefined && typeof delay !== 'number') {
    return 'must have a number as delay';
  }
  return undefined;
}

/**
 * @param {Buffer} body
 * @returns {Buffer | Refusal}
 */
function inflate(body) {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_RAW_BYTES });
  } catch (error) {
    const isTooLarge =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? tooLarge() : refuse('The body is not valid gzip');
  }
}

/** @param {Buffer} bytes */
function parseUtf8Json(bytes) {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} text
 * @returns {unknown} `undefined` if it is not JSON.
 */
function parseJson(text) {
  try {
    return JSON.parse(text);
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

/** @returns {Refusal} */
function tooLarge() {
  return {
    ok: false,
    status: 413,
    message: 'The body is larger than 10 MB uncompressed',
  };
}

/**
 * @param {string} message
 * @returns {Refusal}
 */
function refuse(message) {
  return { ok: false, status: 400, message };
}

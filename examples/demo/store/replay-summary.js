import { createHash } from 'node:crypto';
import { PAGE_PATH_PROPERTY } from '../ingest/read-tracked-events.js';
import { createPageList } from './page-list.js';

/** @import { TrackedEvent } from '../ingest/read-tracked-events.js' */

/** rrweb's number for the event that opens a page: address and size of the window. */
const META_EVENT = 4;

/**
 * What the list of replays shows about one of them.
 *
 * @typedef {object} ReplayFacts
 * @property {number} eventCount
 * @property {number} trackedCount
 * @property {number} rawBytes Size of all events as JSON.
 * @property {number} receivedBytes Size of all uploads over the wire.
 * @property {number} startMs Unix time of the first event; 0 before there is one.
 * @property {number} endMs Unix time of the last event; 0 before there is one.
 * @property {number} lastReceivedMs Unix time of the last upload; 0 before there is one.
 * @property {string[]} pages Paths in the order of the visit.
 * @property {{ width: number, height: number } | undefined} viewport
 */

/**
 * Sums a replay up as its parts come in, so that the list never reads a file twice.
 *
 * Concurrency: delivery is at least once, so what was seen before is left out.
 */
export function createReplaySummary() {
  const seenEvents = new Set();
  const seenTracked = new Set();
  const pages = createPageList();
  let rawBytes = 0;
  let receivedBytes = 0;
  let startMs = 0;
  let endMs = 0;
  let lastReceivedMs = 0;
  /** @type {ReplayFacts['viewport']} */
  let viewport;

  /** @param {string} eventJson */
  const addEvent = (eventJson) => {
    const key = digest(eventJson);
    if (seenEvents.has(key)) return;
    seenEvents.add(key);
    const { type, timestamp, data } = JSON.parse(eventJson);
    rawBytes += Buffer.byteLength(eventJson);
    if (startMs === 0 || timestamp < startMs) startMs = timestamp;
    if (timestamp > endMs) endMs = timestamp;
    pages.add({ type, timestamp, data });
    if (type === META_EVENT) viewport = readViewport(data) ?? viewport;
  };

  return {
    addEvent,
    /** @param {{ receivedMs: number, receivedBytes: number }} upload */
    addUpload: (upload) => {
      receivedBytes += upload.receivedBytes;
      lastReceivedMs = Math.max(lastReceivedMs, upload.receivedMs);
    },
    /** @param {Pick<TrackedEvent, 'insertId' | 'timeMs' | 'properties'>} event */
    addTracked: ({ insertId, timeMs, properties }) => {
      if (seenTracked.has(insertId)) return;
      seenTracked.add(insertId);
      pages.addPath(timeMs, properties[PAGE_PATH_PROPERTY]);
    },
    /** @returns {ReplayFacts} */
    read: () => ({
      eventCount: seenEvents.size,
      trackedCount: seenTracked.size,
      rawBytes,
      receivedBytes,
      startMs,
      endMs,
      lastReceivedMs,
      pages: pages.read(),
      viewport,
    }),
  };
}

/** @typedef {ReturnType<typeof createReplaySummary>} ReplaySummary */

/** @param {unknown} data */
function readViewport(data) {
  const { width, height } = Object(data);
  const isSize = Number.isFinite(width) && Number.isFinite(height);
  return isSize ? { width: Number(width), height: Number(height) } : undefined;
}

/** @param {string} text */
function digest(text) {
  return createHash('sha1').update(text).digest('base64');
}

import { replayDataAddress } from './replay-address.js';

/** @import { ReplayOverview } from '../store/replay-store.js' */
/** @import { TrackedEvent } from '../ingest/read-tracked-events.js' */

/**
 * How long an answer may take before the server counts as unreachable.
 *
 * Unit: ms.
 */
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * What rrweb recorded, as far as these pages look into it.
 *
 * @typedef {object} RecordedEvent
 * @property {number} type rrweb's number.
 * @property {number} timestamp Unix time. Unit: ms.
 * @property {unknown} data
 */

/** @typedef {{ overview: ReplayOverview, tracked: TrackedEvent[], events: RecordedEvent[] }} Replay */

/**
 * What the server said.
 *
 * @template T
 * @typedef {{ kind: 'found', value: T } | { kind: 'missing' } | { kind: 'unreachable' }} Answer
 */

/**
 * All replays, newest first, without their events.
 *
 * @returns {Promise<Answer<{ replays: ReplayOverview[] }>>} Never rejects.
 */
export function fetchReplays() {
  return fetchJson('/api/replays');
}

/**
 * One replay with its events, in order of their time.
 *
 * @param {string} replayId
 * @returns {Promise<Answer<Replay>>} Never rejects.
 */
export function fetchReplay(replayId) {
  return fetchJson(replayDataAddress(replayId));
}

/** @param {string} address */
async function fetchJson(address) {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const response = await fetch(address, { signal });
    if (response.status === 404)
      return { kind: /** @type {const} */ ('missing') };
    if (!response.ok) return { kind: /** @type {const} */ ('unreachable') };
    const value = await response.json();
    return { kind: /** @type {const} */ ('found'), value };
  } catch {
    return { kind: /** @type {const} */ ('unreachable') };
  }
}

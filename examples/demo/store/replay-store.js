import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createReplayFiles, folderNameOf } from './replay-files.js';
import { createReplaySummary } from './replay-summary.js';

/** @import { ReplayFacts, ReplaySummary } from './replay-summary.js' */
/** @import { ReplayFiles, ReplayMeta } from './replay-files.js' */
/** @import { TrackedEvent } from '../ingest/read-tracked-events.js' */

/**
 * How long after its last upload a replay counts as being recorded.
 *
 * Unit: ms.
 */
const RECORDING_NOW_MS = 15_000;

/** @typedef {ReplayMeta & ReplayFacts & { isRecordingNow: boolean }} ReplayOverview */

/**
 * @typedef {object} StoredReplay
 * @property {ReplayOverview} overview
 * @property {string[]} events JSON of rrweb events: each once, in order of their time.
 * @property {TrackedEvent[]} tracked Each once, in order of their time.
 */

/** @typedef {{ meta: ReplayMeta, files: ReplayFiles, summary: ReplaySummary, lastWrite: Promise<void> }} Entry */

/**
 * Opens the recorded replays: a folder each, so that they outlive the server.
 *
 * @param {{ folder: string, now?: () => number }} options
 */
export async function openReplayStore({ folder, now = Date.now }) {
  await mkdir(folder, { recursive: true });
  const entries = await loadEntries(folder);

  /** @param {string} replayId */
  const find = (replayId) => {
    const entry = entries.get(replayId);
    if (entry && !entry.files.exist()) entries.delete(replayId);
    return entries.get(replayId);
  };

  /**
   * Concurrency: writes to one replay run one after the other.
   *
   * @param {ReplayMeta} meta
   * @param {(entry: Entry) => Promise<void>} write
   */
  const writeTo = (meta, write) => {
    const entry = find(meta.replayId) ?? createEntry(folder, meta);
    entries.set(meta.replayId, entry);
    const done = entry.lastWrite.then(() => write(entry));
    entry.lastWrite = done.catch(() => {});
    return done;
  };

  return {
    /**
     * Keeps one accepted upload. Resolves once it is on disk.
     *
     * @param {ReplayMeta & { events: string[], receivedBytes: number }} upload
     */
    addUpload: ({ events, receivedBytes, ...meta }) =>
      writeTo(meta, async ({ files, summary }) => {
        const upload = { receivedMs: now(), receivedBytes };
        await files.append('events', events);
        await files.append('uploads', [JSON.stringify(upload)]);
        events.forEach(summary.addEvent);
        summary.addUpload(upload);
      }),

    /**
     * Keeps the analytics events of a replay. Resolves once they are on disk.
     *
     * @param {ReplayMeta & { tracked: TrackedEvent[] }} upload
     */
    addTracked: ({ tracked, ...meta }) =>
      writeTo(meta, async ({ files, summary }) => {
        const lines = tracked.map((event) => JSON.stringify(event));
        await files.append('tracked', lines);
        tracked.forEach(summary.addTracked);
      }),

    /** Replays that hold at least one event, newest first. */
    list: () =>
      [...entries.values()]
        .filter(({ files }) => files.exist())
        .map((entry) => toOverview(entry, now()))
        .filter(({ eventCount }) => eventCount > 0)
        .sort((a, b) => b.startMs - a.startMs),

    /**
     * @param {string} replayId
     * @returns {Promise<StoredReplay | undefined>}
     */
    read: async (replayId) => {
      const entry = find(replayId);
      if (!entry) return undefined;
      await entry.lastWrite;
      const events = new Set(await entry.files.read('events'));
      /** @type {TrackedEvent[]} */
      const tracked = (await entry.files.read('tracked')).map(parse);
      const onceEach = new Map(tracked.map((event) => [event.insertId, event]));
      return {
        overview: toOverview(entry, now()),
        events: sortBy([...events], (event) => parse(event).timestamp),
        tracked: sortBy([...onceEach.values()], ({ timeMs }) => timeMs),
      };
    },

    /** @param {string} replayId */
    has: (replayId) => find(replayId) !== undefined,

    /** Resolves when everything accepted so far is on disk. */
    close: async () => {
      await Promise.all([...entries.values()].map((entry) => entry.lastWrite));
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openReplayStore>>} ReplayStore */

/**
 * @param {string} folder
 * @returns {Promise<Map<string, Entry>>} By replay ID.
 */
async function loadEntries(folder) {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (const name of await readdir(folder)) {
    const files = createReplayFiles(path.join(folder, name));
    const meta = await files.readMeta();
    if (!meta) continue;
    const summary = createReplaySummary();
    (await files.read('events')).forEach(summary.addEvent);
    (await files.read('uploads')).map(parse).forEach(summary.addUpload);
    (await files.read('tracked')).map(parse).forEach(summary.addTracked);
    const lastWrite = Promise.resolve();
    entries.set(meta.replayId, { meta, files, summary, lastWrite });
  }
  return entries;
}

/**
 * @param {string} folder
 * @param {ReplayMeta} meta
 * @returns {Entry}
 */
function createEntry(folder, meta) {
  const files = createReplayFiles(
    path.join(folder, folderNameOf(meta.replayId)),
  );
  files.create(meta);
  const summary = createReplaySummary();
  return { meta, files, summary, lastWrite: Promise.resolve() };
}

/**
 * @param {Entry} entry
 * @param {number} nowMs
 * @returns {ReplayOverview}
 */
function toOverview({ meta, summary }, nowMs) {
  const facts = summary.read();
  const isRecordingNow = nowMs - facts.lastReceivedMs < RECORDING_NOW_MS;
  return { ...meta, ...facts, isRecordingNow };
}

/**
 * Sorts without calling `key` more than once for each item; equal ones keep their order.
 *
 * @template T
 * @param {T[]} items
 * @param {(item: T) => number} key
 */
function sortBy(items, key) {
  return items
    .map((item) => ({ item, rank: key(item) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** @param {string} json */
function parse(json) {
  return JSON.parse(json);
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Who was recorded; written once, when the folder is made.
 *
 * @typedef {object} ReplayMeta
 * @property {string} replayId `<deviceId>/<sessionId>`.
 * @property {string} userAgent
 */

/** The append-only files of a replay. */
/** @typedef {'events' | 'uploads' | 'tracked'} LogName */

/**
 * Name of the folder that holds a replay.
 *
 * Why: the ID comes from the network, so no character of it may mean anything to the file
 * system. The readable part helps people; the hash alone tells replays apart.
 *
 * @param {string} replayId
 */
export function folderNameOf(replayId) {
  const readable = replayId.replaceAll(/[^\w-]+/g, '_').slice(-40);
  const hash = createHash('sha256').update(replayId).digest('hex');
  return `${readable}-${hash.slice(0, 16)}`;
}

/**
 * Reads and writes the files of one replay.
 *
 * Shape: `meta.json`; `events.ndjson`, one rrweb event a line; `uploads.ndjson`, one line for
 * each request; `tracked.ndjson`, one analytics event a line.
 *
 * @param {string} folder
 */
export function createReplayFiles(folder) {
  const metaPath = path.join(folder, 'meta.json');
  /** @param {LogName} name */
  const logPath = (name) => path.join(folder, `${name}.ndjson`);

  return {
    /** @param {ReplayMeta} meta */
    create: (meta) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(metaPath, `${JSON.stringify(meta)}\n`);
    },

    /** Whether the folder is still there: people tidy up while the server runs. */
    exist: () => existsSync(metaPath),

    /** @returns {Promise<ReplayMeta | undefined>} `undefined` if there is none that can be read. */
    readMeta: async () => {
      const [line] = parseLines(await readIfAny(metaPath));
      const meta = line && JSON.parse(line);
      return typeof meta?.replayId === 'string' ? meta : undefined;
    },

    /**
     * Concurrency: one call after the other.
     *
     * @param {LogName} name
     * @param {string[]} lines Each the JSON of an object.
     */
    append: async (name, lines) => {
      if (lines.length === 0) return;
      // The leading line break keeps a line torn by a crash from spoiling the next one.
      // JSON may be spread over lines; between its tokens a space says the same.
      const whole = lines.map((line) => line.replaceAll(/[\r\n]+/g, ' '));
      await appendFile(logPath(name), `\n${whole.join('\n')}\n`);
    },

    /**
     * @param {LogName} name
     * @returns {Promise<string[]>} Whole lines only.
     */
    read: async (name) => parseLines(await readIfAny(logPath(name))),
  };
}

/** @typedef {ReturnType<typeof createReplayFiles>} ReplayFiles */

/** @param {string} filePath */
async function readIfAny(filePath) {
  try {
    return await readFile(filePath, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} text */
function parseLines(text) {
  return text.split('\n').filter(isJson);
}

/** @param {string} line */
function isJson(line) {
  if (line === '') return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

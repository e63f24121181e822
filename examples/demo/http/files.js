import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerText } from './answer.js';

/** @import { ServerResponse } from 'node:http' */

const DEMO_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const REPOSITORY_FOLDER = path.resolve(DEMO_FOLDER, '../..');

/** The script-tag build of the library that this demo shows. */
export const LIBRARY_PATH = path.join(
  REPOSITORY_FOLDER,
  'dist/session-replay.min.js',
);

/** Where replays are kept unless told otherwise. */
export const DEFAULT_REPLAYS_FOLDER = path.join(REPOSITORY_FOLDER, '.replays');

/** Files from outside this folder that pages may load, by the name they go by under `/vendor/`. */
const VENDOR_FILES = new Map(
  [
    LIBRARY_PATH,
    `${LIBRARY_PATH}.map`,
    inModules('@amplitude/analytics-browser/lib/scripts/amplitude-min.js'),
    inModules('@amplitude/analytics-browser/lib/scripts/amplitude-min.js.map'),
    inModules('rrweb-player/umd/rrweb-player.min.js'),
    inModules('rrweb-player/dist/rrweb-player.umd.min.cjs.map'),
    inModules('rrweb-player/dist/style.css'),
  ].map((filePath) => [path.basename(filePath), filePath]),
);

/** Folders of this demo that hold nothing but files for the browser. */
const PUBLIC_FOLDERS = ['shop', 'replays', 'shared'];

/** Kinds of files that pages may load, by extension. */
const MEDIA_TYPES = new Map([
  ['.css', 'text/css'],
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.map', 'application/json'],
  ['.svg', 'image/svg+xml'],
]);

/**
 * Finds what `/assets/…` or `/vendor/…` stands for.
 *
 * @param {string} pathname Already decoded.
 * @returns {string | undefined} A path on disk that pages may see, or nothing.
 */
export function findPublicFile(pathname) {
  const [, area, ...rest] = pathname.split('/');
  if (area === 'vendor') return VENDOR_FILES.get(rest.join('/'));
  if (area !== 'assets' || !PUBLIC_FOLDERS.includes(rest[0] ?? '')) {
    return undefined;
  }
  const isPlain = rest.every((part) => /^[\w-][\w.-]*$/.test(part));
  return isPlain ? path.join(DEMO_FOLDER, ...rest) : undefined;
}

/**
 * Path of a page that the server answers under an address of its own.
 *
 * @param {string} name Such as `shop/index.html`.
 */
export function pagePath(name) {
  return path.join(DEMO_FOLDER, name);
}

/**
 * Sends a file; resolves with whether there was one.
 *
 * @param {ServerResponse} response
 * @param {string} filePath
 * @param {number} [status]
 */
export async function answerFile(response, filePath, status = 200) {
  const type = MEDIA_TYPES.get(path.extname(filePath));
  if (!type) return false;
  try {
    answerText(response, status, type, await readFile(filePath));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} filePath */
function inModules(filePath) {
  return path.join(REPOSITORY_FOLDER, 'node_modules', filePath);
}

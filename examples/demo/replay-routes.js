import { answerJson, answerText } from './http/answer.js';
import { answerFile, pagePath } from './http/files.js';

/** @import { ServerResponse } from 'node:http' */
/** @import { ReplayStore } from './store/replay-store.js' */

/**
 * What replay pages may load. A replay is shown in a frame that inherits this, so that
 * watching one reaches nothing but this server.
 */
const REPLAY_PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "media-src 'self' data: blob:",
].join('; ');

/**
 * The pages that list and play replays, and their data.
 *
 * @param {ReplayStore} store
 * @returns {(pathname: string, response: ServerResponse) => Promise<boolean>} Whether the path was one of these.
 */
export function createReplayRoutes(store) {
  return async (pathname, response) => {
    if (pathname === '/api/replays') {
      answerJson(response, 200, { replays: store.list() });
      return true;
    }
    if (pathname.startsWith('/api/replays/')) {
      await answerReplay(
        store,
        pathname.slice('/api/replays/'.length),
        response,
      );
      return true;
    }
    const page = findPage(store, pathname);
    if (!page) return false;
    response.setHeader('Content-Security-Policy', REPLAY_PAGE_POLICY);
    return answerFile(response, pagePath(page.file), page.status);
  };
}

/**
 * @param {ReplayStore} store
 * @param {string} pathname Decoded, so that a replay ID in it has its slash.
 */
function findPage(store, pathname) {
  if (pathname === '/replays' || pathname === '/replays/') {
    return { file: 'replays/list.html', status: 200 };
  }
  if (!pathname.startsWith('/replays/')) return undefined;
  return store.has(pathname.slice('/replays/'.length))
    ? { file: 'replays/player.html', status: 200 }
    : { file: 'replays/unknown.html', status: 404 };
}

/**
 * @param {ReplayStore} store
 * @param {string} replayId
 * @param {ServerResponse} response
 */
async function answerReplay(store, replayId, response) {
  const replay = await store.read(replayId);
  if (!replay) {
    answerJson(response, 404, { error: 'There is no such replay' });
    return;
  }
  const { overview, tracked, events } = replay;
  // The events are JSON already: parsing megabytes of them to write them out again would be waste.
  const head = JSON.stringify({ overview, tracked }).slice(0, -1);
  const body = `${head},"events":[${events.join(',')}]}`;
  answerText(response, 200, 'application/json', body);
}

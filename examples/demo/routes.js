import { answerJson } from './http/answer.js';
import { answerFile, findPublicFile, pagePath } from './http/files.js';
import { createIngestRoutes } from './ingest/ingest-routes.js';
import { createReplayRoutes } from './replay-routes.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { ReplayStore } from './store/replay-store.js' */

/** Addresses that the shop shows something of its own under, by client-side routing. */
const SHOP_PATTERN = /^\/(product\/[\w-]+|cart|checkout|thanks)?$/;

/**
 * Everything the server answers.
 *
 * @param {ReplayStore} store
 * @returns {(request: IncomingMessage, response: ServerResponse) => Promise<void>} Never rejects.
 */
export function createRoutes(store) {
  const findIngestHandler = createIngestRoutes(store);
  const answerReplayRoute = createReplayRoutes(store);

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  const answer = async (request, response) => {
    const pathname = readPathname(request.url);
    if (pathname === undefined) {
      return answerJson(response, 400, { error: 'The address is malformed' });
    }
    const ingest = findIngestHandler(pathname);
    if (ingest) return ingest(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answerJson(response, 405, { error: 'Only GET is allowed' });
    }
    if (await answerReplayRoute(pathname, response)) return;
    const file = SHOP_PATTERN.test(pathname)
      ? pagePath('shop/index.html')
      : findPublicFile(pathname);
    if (file && (await answerFile(response, file))) return;
    await answerFile(response, pagePath('shared/not-found.html'), 404);
  };

  return async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      // A client that hangs up in the middle of a request is no error of ours.
      if (request.destroyed || response.headersSent) return;
      console.error('The demo could not answer', request.url, error);
      answerJson(response, 500, { error: 'The demo server failed' });
    }
  };
}

/**
 * @param {string | undefined} url
 * @returns {string | undefined} `undefined` if it is malformed.
 */
function readPathname(url) {
  try {
    return decodeURIComponent((url ?? '/').split('?')[0] ?? '/');
  } catch {
    return undefined;
  }
}

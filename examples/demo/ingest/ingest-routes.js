import { answerJson, readBody } from '../http/answer.js';
import { readTrackedEvents } from './read-tracked-events.js';
import { MAX_RAW_BYTES } from './track-body.js';
import { TRACK_REQUEST_HEADERS } from './track-headers.js';
import { validateTrackRequest } from './validate-track-request.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { ReplayStore } from '../store/replay-store.js' */

/** How long a browser may remember the answer to a preflight. Unit: seconds. */
const PREFLIGHT_MAX_AGE_SECONDS = 600;

/** Request headers that the Browser SDK sends with its events. */
const ANALYTICS_REQUEST_HEADERS = [
  'Accept',
  'Content-Encoding',
  'Content-Type',
];

/** Remote configuration of every project: capture on, every session. */
const REMOTE_CONFIG = {
  configs: {
    sessionReplay: {
      sr_sampling_config: { capture_enabled: true, sample_rate: 1 },
    },
  },
};

/** @typedef {(request: IncomingMessage, response: ServerResponse) => Promise<void>} Handler */

/**
 * What Amplitude's servers do for a page, played on this machine.
 *
 * @param {ReplayStore} store
 * @returns {(pathname: string) => Handler | undefined} The handler of a path, if it is one of these.
 */
export function createIngestRoutes(store) {
  const track = withCors('POST', TRACK_REQUEST_HEADERS, (request, response) =>
    takeReplay(store, request, response),
  );
  const config = withCors('GET', ['Accept'], answerConfig);
  const analytics = withCors(
    'POST',
    ANALYTICS_REQUEST_HEADERS,
    (request, response) => takeAnalytics(store, request, response),
  );
  return (pathname) => {
    if (pathname === '/sessions/v2/track') return track;
    if (/^\/config\/[^/]+$/.test(pathname)) return config;
    if (pathname === '/2/httpapi') return analytics;
    return undefined;
  };
}

/**
 * @param {ReplayStore} store
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function takeReplay(store, request, response) {
  const body = await readBody(request, MAX_RAW_BYTES);
  if (!body) return answerTooLarge(response);
  const { method, url, headers } = request;
  const track = validateTrackRequest({ method, url, headers, body });
  if (!track.ok) {
    return answerJson(response, track.status, { error: track.message });
  }
  const { replayId, events, receivedBytes } = track;
  const userAgent = readUserAgent(request);
  await store.addUpload({ replayId, userAgent, events, receivedBytes });
  answerJson(response, 200, { code: 200, events_ingested: events.length });
}

/**
 * @param {ReplayStore} store
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function takeAnalytics(store, request, response) {
  const body = await readBody(request, MAX_RAW_BYTES);
  if (!body) return answerTooLarge(response);
  const upload = readTrackedEvents(body);
  if (!upload.ok) {
    const { status, message } = upload;
    return answerJson(response, status, { code: status, error: message });
  }
  const userAgent = readUserAgent(request);
  for (const [replayId, tracked] of upload.taggedEvents) {
    await store.addTracked({ replayId, userAgent, tracked });
  }
  answerJson(response, 200, {
    code: 200,
    events_ingested: upload.eventCount,
    payload_size_bytes: body.length,
    server_upload_time: Date.now(),
  });
}

/** @type {Handler} */
async function answerConfig(request, response) {
  const query = request.url?.split('?')[1];
  const group = new URLSearchParams(query).get('config_group');
  if (group === 'browser') return answerJson(response, 200, REMOTE_CONFIG);
  answerJson(response, 400, { error: 'config_group must be browser' });
}

/**
 * Lets pages of any origin call a handler, with these headers only.
 *
 * @param {string} method
 * @param {string[]} allowedHeaders
 * @param {Handler} handler
 * @returns {Handler}
 */
function withCors(method, allowedHeaders, handler) {
  return async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader(
      'Access-Control-Expose-Headers',
      'X-Session-Replay-Event-Skipped',
    );
    if (request.method === 'OPTIONS') {
      response.writeHead(204, {
        'Access-Control-Allow-Methods': `${method}, OPTIONS`,
        'Access-Control-Allow-Headers': allowedHeaders.join(', '),
        'Access-Control-Max-Age': PREFLIGHT_MAX_AGE_SECONDS,
      });
      response.end();
    } else if (request.method === method) {
      await handler(request, response);
    } else {
      response.setHeader('Allow', `${method}, OPTIONS`);
      answerJson(response, 405, { error: `Only ${method} is allowed` });
    }
  };
}

/** @param {ServerResponse} response */
function answerTooLarge(response) {
  answerJson(response, 413, { error: 'The body is larger than 10 MB' });
}

/** @param {IncomingMessage} request */
function readUserAgent(request) {
  return request.headers['user-agent'] ?? '';
}

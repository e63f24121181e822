import type { eventWithTime } from '@rrweb/types';
import type { IncomingMessage } from 'node:http';
import { takeAnalytics } from './intake-analytics.js';
import { createConfigAnswers, type ConfigAnswer } from './intake-config.js';
import { createFaultPlan, type FaultPlan } from './intake-faults.js';
import {
  createIntakeRecords,
  listReplays,
  type IntakeRecords,
  type PreflightRecord,
  type Replay,
} from './intake-records.js';
import { takeTrack } from './intake-track.js';
import {
  openLocalServer,
  type Handle,
  type LocalServer,
} from './local-server.js';
import { TRACK_HEADERS } from './track-headers.js';
import { TRACK_PATH } from './track-request.js';

/** Headers that a page may send, by route. */
const ALLOWED_HEADERS = {
  track: TRACK_HEADERS,
  config: ['Accept'],
  analytics: ['Accept', 'Content-Encoding', 'Content-Type'],
} satisfies Record<string, readonly string[]>;

type Route = keyof typeof ALLOWED_HEADERS;

export interface IntakeOptions {
  /**
   * How long the browser may remember a preflight.
   *
   * Unit: seconds.
   * @defaultValue 0, the hard case: every upload waits for its own preflight.
   */
  preflightMaxAgeSeconds?: number;
}

/** The servers that a page talks to, on this machine. */
export interface Intake
  extends LocalServer, IntakeRecords, Omit<FaultPlan, 'takeFault'> {
  /** For the option `trackServerUrl`. */
  trackUrl: string;
  /** For `configServerUrl`, and for `remoteConfig.serverUrl` of the Browser SDK. */
  configUrl: string;
  /** For `serverUrl` of the Browser SDK. */
  analyticsUrl: string;
  /** Answers remote-configuration requests like this from now on. */
  setConfig: (answer: ConfigAnswer) => void;
  replays: () => Replay[];
  /** Events of this session that were taken, of every device, in the order in which they came in. */
  eventsOf: (sessionId: string | number) => eventWithTime[];
}

/**
 * Starts an intake that takes every valid upload, until it is told otherwise.
 *
 * Why each answer closes its connection: Chromium resends even a POST, unseen by the page, when a
 * connection it had used before is cut. On fresh connections each fault reaches the page.
 */
export async function startIntake(
  options: IntakeOptions = {},
): Promise<Intake> {
  const { preflightMaxAgeSeconds = 0 } = options;
  const records = createIntakeRecords();
  const { takeFault, ...faults } = createFaultPlan();
  const { setConfig, answerConfig } = createConfigAnswers(records);
  const routes: Record<Route, Handle> = {
    track: (request, response) =>
      takeTrack(records, takeFault(), request, response),
    config: answerConfig,
    analytics: (request, response) => takeAnalytics(records, request, response),
  };

  const server = await openLocalServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const route = findRoute(url);
    response.setHeader('Connection', 'close');
    if (!route) {
      records.invalid.push({ method, url, problem: 'no such address' });
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (method !== 'OPTIONS') {
      response.setHeader(
        'Access-Control-Expose-Headers',
        'Retry-After, X-Session-Replay-Event-Skipped',
      );
      await routes[route](request, response);
      return;
    }
    const allowed = ALLOWED_HEADERS[route];
    records.preflights.push(readPreflight(request, allowed));
    response.writeHead(204, {
      'Access-Control-Allow-Headers': allowed.join(', '),
      'Access-Control-Allow-Methods': route === 'config' ? 'GET' : 'POST',
      'Access-Control-Max-Age': preflightMaxAgeSeconds,
    });
    response.end();
  });

  const replays = () => listReplays(records.requests);
  return {
    ...server,
    ...records,
    ...faults,
    trackUrl: server.url + TRACK_PATH,
    configUrl: `${server.url}/config`,
    analyticsUrl: `${server.url}/2/httpapi`,
    setConfig,
    replays,
    eventsOf: (sessionId) =>
      replays()
        .filter((replay) => replay.sessionId === String(sessionId))
        .flatMap(({ events }) => events),
  };
}

function findRoute(url: string): Route | undefined {
  const path = url.split('?')[0] ?? '';
  if (path === TRACK_PATH) return 'track';
  if (/^\/config\/[^/]+$/.test(path)) return 'config';
  return path === '/2/httpapi' ? 'analytics' : undefined;
}

function readPreflight(
  request: IncomingMessage,
  allowed: readonly string[],
): PreflightRecord {
  const names = request.headers['access-control-request-headers'] ?? '';
  const requestedHeaders = names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = new Set(allowed.map((name) => name.toLowerCase()));
  return {
    path: request.url ?? '',
    requestedHeaders,
    strangeHeaders: requestedHeaders.filter((name) => !known.has(name)),
  };
}

import { buffer } from 'node:stream/consumers';
import { CAPTURE_ALL } from '../../support/intake-config.js';
import {
  openLocalServer,
  type LocalServer,
} from '../../support/local-server.js';

/** A request that is no preflight. */
export interface Upload {
  method: string;
  path: string;
  /** As it was on the wire. */
  body: Buffer;
}

/** Stands for the servers of every contestant: tells each to record all, and keeps what they send. */
export interface CountingIntake extends LocalServer {
  uploads: Upload[];
}

/** What PostHog asks for before it records. */
const POSTHOG_CONFIG = {
  featureFlags: {},
  supportedCompression: ['gzip', 'gzip-js'],
  sessionRecording: { endpoint: '/s/', recorderVersion: 'v2' },
};

const ANSWERS: [path: RegExp, json: object][] = [
  [/^\/config\//, CAPTURE_ALL],
  [/^\/(flags|decide|array)\b/, POSTHOG_CONFIG],
  // Without a code the Browser SDK sends the same again and again.
  [/^\/2\/httpapi/, { code: 200 }],
  [/./, {}],
];

/** Preflights may be remembered, as with the real servers. */
const PREFLIGHT_MAX_AGE_SECONDS = 600;

export async function startCountingIntake(): Promise<CountingIntake> {
  const uploads: Upload[] = [];
  const server = await openLocalServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    // Credentials go with some requests, and forbid the star.
    response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    if (method === 'OPTIONS') {
      response.writeHead(204, {
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers':
          headers['access-control-request-headers'] ?? '',
        'Access-Control-Max-Age': PREFLIGHT_MAX_AGE_SECONDS,
      });
      response.end();
      return;
    }
    uploads.push({ method, path: url, body: await buffer(request) });
    const [, json = {}] = ANSWERS.find(([path]) => path.test(url)) ?? [];
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(json));
  });
  return { ...server, uploads };
}

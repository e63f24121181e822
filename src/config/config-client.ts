/**
 * Fetches the project's settings, and keeps the last answer for visits on which the server cannot be reached.
 *
 * Why not the client of analytics-core: it throws its cached answer away when a request fails, and is a tenth of the
 * script-tag file.
 */
import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { inTime } from '../in-time.js';
import { isObject } from '../is-object.js';
import { toJson } from '../to-json.js';
import type { FetchConfigRequest } from './options.js';
import type { RemoteConfigSource } from './remote-config.js';

const MAX_ATTEMPTS = 3;

/** How long an answer may take. Unit: ms. */
const TIMEOUT_MS = 1_000;

/** How long to wait between two attempts, at most. Unit: ms. */
const PAUSE_MS = 300;

/** The settings; `null` where none can be had. */
type Config = Record<string, unknown> | null;

/** Builds the client. It does nothing until somebody subscribes, and asks once, whoever else subscribes. */
export function createConfigClient({
  apiKey,
  configUrl,
  request,
  environment,
  logger,
}: {
  apiKey: string;
  configUrl: string;
  request: (request: FetchConfigRequest) => Promise<Response>;
  environment: Pick<
    Environment,
    'now' | 'schedule' | 'random' | 'localStorage'
  >;
  logger: Pick<Logger, 'error' | 'debug'>;
}): RemoteConfigSource {
  const url = `${configUrl}/${encodeURIComponent(apiKey)}?config_group=browser`;
  /** The Browser SDK keeps the same answer there, in the same shape. */
  const key = `AMP_remote_config_${apiKey.slice(0, 10)}`;
  let wantedCount = 0;
  let answer: Promise<Config> | undefined;

  const readCache = (): Config => {
    try {
      const text = environment.localStorage.getItem(key);
      return text
        ? (JSON.parse(text) as { remoteConfig: Config }).remoteConfig
        : null;
    } catch {
      // No storage, or something else in it: as good as nothing.
      return null;
    }
  };
  const writeCache = (remoteConfig: Config): void => {
    try {
      environment.localStorage.setItem(
        key,
        toJson({
          remoteConfig,
          lastFetch: new Date(environment.now()).toISOString(),
        }),
      );
    } catch {
      // Full or forbidden; then the next visit has to ask.
    }
  };

  /** Resolves to `undefined` where another attempt may help. */
  const ask = async (signal: AbortSignal): Promise<Config | undefined> => {
    const headers = { Accept: '*/*' };
    const response = await request({ url, method: 'GET', headers, signal });
    const { status } = response;
    if (status >= 200 && status < 300) {
      const answer: unknown = await response.json();
      // What is no object comes from somebody else, for example a proxy that is being maintained.
      return isObject(answer) ? answer : undefined;
    }
    if (status === 401 || status === 403)
      logger.error(
        `the project's settings cannot be read: the server answered ${status}. Is the API key right?`,
      );
    return status >= 400 && status < 500 && status !== 429 ? null : undefined;
  };
  const attempt = async (): Promise<Config | undefined> => {
    const aborter = new AbortController();
    try {
      return await inTime(ask(aborter.signal), TIMEOUT_MS, environment);
    } catch (error) {
      aborter.abort();
      logger.debug(
        `asking for the project's settings failed: ${describe(error)}`,
      );
      return undefined;
    }
  };
  const fetchConfig = async (): Promise<Config> => {
    let config: Config | undefined;
    for (let count = 1; ; count += 1) {
      config = wantedCount ? await attempt() : null;
      if (config !== undefined || count === MAX_ATTEMPTS) break;
      const pauseMs = environment.random() * PAUSE_MS;
      await new Promise<void>((resolve) => {
        environment.schedule(pauseMs, resolve);
      });
    }
    if (config) writeCache(config);
    // Who starts again after a failure asks again.
    else answer = undefined;
    return config ?? null;
  };

  return {
    subscribe: (_key, _mode, onConfig) => {
      const cached = readCache();
      if (cached) onConfig(cached, 'cache');
      wantedCount += 1;
      answer ??= fetchConfig();
      void answer.then((config) => onConfig(config, 'remote'));
      return '';
    },
    unsubscribe: () => {
      wantedCount -= 1;
      return true;
    },
  };
}

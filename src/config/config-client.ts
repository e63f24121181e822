/**
 * Fetches the project's settings, and keeps the last answer for visits on which the server cannot be reached.
 *
 * Why not the client of analytics-core: it throws its cached answer away when a request fails, and is a tenth of the
 * script-tag file.
 */
import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { inTime } from '../in-time.js';
import type { FetchConfigRequest } from './options.js';
import type { RemoteConfigSource } from './remote-config.js';

const MAX_ATTEMPTS = 3;

/** How long an answer may take. Unit: ms. */
const TIMEOUT_MS = 1_000;

/** How long to wait between two attempts, at most. Unit: ms. */
const PAUSE_MS = 300;

/** Builds the client. It does nothing until somebody subscribes. */
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
  environment: Pick<Environment, 'schedule' | 'random' | 'localStorage'>;
  logger: Pick<Logger, 'error' | 'debug'>;
}): RemoteConfigSource {
  const url = `${configUrl}/${encodeURIComponent(apiKey)}?config_group=browser`;
  /** The Browser SDK keeps the same answer there, in the same shape. */
  const key = `AMP_remote_config_${apiKey.slice(0, 10)}`;
  let isWanted = true;

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
        JSON.stringify({ remoteConfig, lastFetch: new Date() }),
      );
    } catch {
      // Full or forbidden; then the next visit has to ask.
    }
  };

  /** One attempt. Returns `undefined` where another one may help. */
  const ask = async (): Promise<Config | undefined> => {
    const aborter = new AbortController();
    const { signal } = aborter;
    try {
      const headers = { Accept: '*/*' };
      const asked = request({ url, method: 'GET', headers, signal });
      const response = await inTime(asked, TIMEOUT_MS, environment);
      const { status } = response;
      if (status >= 200 && status < 300)
        return (await inTime(
          response.json(),
          TIMEOUT_MS,
          environment,
        )) as Config;
      if (status === 401 || status === 403)
        logger.error(
          `the project's settings cannot be read: the server answered ${status}. Is the API key right?`,
        );
      return status >= 400 && status < 500 && status !== 429 ? null : undefined;
    } catch (error) {
      aborter.abort();
      logger.debug(
        `asking for the project's settings failed: ${describe(error)}`,
      );
      return undefined;
    }
  };
  const fetchConfig = async (): Promise<Config> => {
    for (let attempt = 1; ; attempt += 1) {
      const config = await ask();
      if (config !== undefined) return config;
      if (attempt === MAX_ATTEMPTS || !isWanted) return null;
      const pauseMs = environment.random() * PAUSE_MS;
      await new Promise<void>((resolve) => {
        environment.schedule(pauseMs, resolve);
      });
    }
  };

  return {
    subscribe: (_key, _mode, onConfig) => {
      const cached = readCache();
      if (cached) onConfig(cached, 'cache');
      void fetchConfig().then((config) => {
        if (config) writeCache(config);
        onConfig(config, 'remote');
      });
      return '';
    },
    unsubscribe: () => {
      isWanted = false;
      return true;
    },
  };
}

type Config = Record<string, unknown> | null;

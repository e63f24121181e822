import type { Environment } from '../environment.js';
import type { Logger } from '../guard.js';
import { createConfigClient } from './config-client.js';
import type { RemoteConfigSource } from './remote-config.js';
import type { Settings } from './settings.js';

type ConfigEnvironment = Pick<
  Environment,
  'now' | 'schedule' | 'fetch' | 'random' | 'localStorage'
>;

/** What the host's configuration says about its own remote configuration. */
export interface RemoteConfigHost {
  remoteConfig?: { fetchRemoteConfig?: boolean; serverUrl?: string };
  remoteConfigClient?: unknown;
}

/**
 * When to look for the host's client, each counted from the look before.
 *
 * Unit: ms.
 * Why: during `init` the Browser SDK hands its client over only once the plugins that were added before are set up.
 */
const LOOK_AGAIN_MS = [0, 20, 100, 0];

/** Finds the host's client, so that a page makes one request and not two, or builds one where the host has none. */
export async function findRemoteConfigSource({
  host,
  configServerUrl,
  settings,
  environment,
  logger,
}: {
  host: RemoteConfigHost;
  /** The plugin's option, which wins over the host's address. */
  configServerUrl: string | undefined;
  settings: Pick<Settings, 'apiKey' | 'configUrl' | 'handleFetchConfig'>;
  environment: ConfigEnvironment;
  logger: Logger;
}): Promise<RemoteConfigSource> {
  if (!settings.handleFetchConfig && asksTheSameServer(host, configServerUrl)) {
    for (const delayMs of LOOK_AGAIN_MS) {
      if (isSource(host.remoteConfigClient)) return host.remoteConfigClient;
      await new Promise<void>((resolve) => {
        environment.schedule(delayMs, resolve);
      });
    }
  }
  return ownSourceOf(host, { settings, environment, logger });
}

/** Our own clients, by whom they are for, and the address that they ask. */
const ownSources = new WeakMap<object, Record<string, RemoteConfigSource>>();

/** The client of our own for `owner`: the same one each time, so that who starts again on a page asks no second time. */
export function ownSourceOf(
  owner: object,
  needs: Parameters<typeof createRemoteConfigSource>[0],
): RemoteConfigSource {
  const { apiKey, configUrl } = needs.settings;
  const sources = ownSources.get(owner) ?? {};
  ownSources.set(owner, sources);
  return (sources[configUrl + apiKey] ??= createRemoteConfigSource(needs));
}

/** Builds a client of our own. */
export function createRemoteConfigSource({
  settings: { apiKey, configUrl, handleFetchConfig },
  environment,
  logger,
}: {
  settings: Pick<Settings, 'apiKey' | 'configUrl' | 'handleFetchConfig'>;
  environment: ConfigEnvironment;
  logger: Logger;
}): RemoteConfigSource {
  return createConfigClient({
    apiKey,
    configUrl,
    request:
      handleFetchConfig ?? (({ url, ...init }) => environment.fetch(url, init)),
    environment,
    logger,
  });
}

/** Whether the host fetches, or will fetch, the configuration from where we would. */
function asksTheSameServer(
  { remoteConfig, remoteConfigClient }: RemoteConfigHost,
  configServerUrl: string | undefined,
): boolean {
  const fetches =
    remoteConfigClient !== undefined || !!remoteConfig?.fetchRemoteConfig;
  const isSame =
    configServerUrl === undefined ||
    configServerUrl === remoteConfig?.serverUrl;
  return fetches && isSame;
}

function isSource(client: unknown): client is RemoteConfigSource {
  return typeof client === 'object' && client !== null && 'subscribe' in client;
}

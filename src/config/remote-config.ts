import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import { isObject } from '../is-object.js';
import { isRate } from './settings.js';

/** Whether the server has answered on this page, or on an earlier one. */
export type ConfigOrigin = 'remote' | 'cache';

/** What the project's settings on the server say about capture. */
export interface CaptureConfig {
  captureEnabled: boolean;
  /** Wins over the local rate. `undefined`: not set up remotely. */
  sampleRate: number | undefined;
  /** How long a session must last to be sent, as the server sends it. */
  minDuration: unknown;
  /** Where this was read. */
  source: ConfigOrigin;
  /** As the server sends it; checked where it is joined with the local rules. */
  privacy: unknown;
  /** Rules by which sessions are chosen, instead of by a sample; `undefined` where there are none. */
  targeting?: unknown;
}

/** The part of analytics-core's `RemoteConfigClient` that is used; hosts hand in their own. */
export interface RemoteConfigSource {
  subscribe: (
    key: string | undefined,
    deliveryMode: 'all',
    callback: (
      config: Record<string, unknown> | null,
      source: ConfigOrigin,
    ) => void,
  ) => string;
  unsubscribe: (id: string) => boolean;
  /** Set once this client has fetched on this page. Present in analytics-core's own client. */
  lastSuccessfulFetch?: number | null;
  storage?: {
    fetchConfig: () => Promise<{
      remoteConfig: Record<string, unknown> | null;
    }>;
  };
}

/**
 * How long the remote answer is waited for before the cached one is used.
 *
 * Unit: ms.
 */
const REMOTE_WAIT_MS = 1_500;

/**
 * Watches the remote configuration and reports what is in force: the remote answer, or after
 * `REMOTE_WAIT_MS` or a failed request the cached one, or `undefined` where neither can be had.
 * A later remote answer is reported too. Returns a function that stops watching.
 */
export function startRemoteConfig({
  findSource,
  environment,
  guard,
  onConfig,
}: {
  /** Called once. */
  findSource: () => Promise<RemoteConfigSource>;
  environment: Pick<Environment, 'schedule'>;
  guard: Guard;
  onConfig: (config: CaptureConfig | undefined) => void;
}): () => void {
  let cached: CaptureConfig | undefined;
  let stopped = false;
  let hasRemote = false;
  let unsubscribe = (): void => {};
  let cancelWait = (): void => {};

  const report = (config: CaptureConfig | undefined): void => {
    cancelWait();
    if (!stopped) onConfig(config);
  };

  const subscribe = (source: RemoteConfigSource): void => {
    cancelWait = environment.schedule(
      REMOTE_WAIT_MS,
      guard.sync('remote configuration', () => cached && report(cached)),
    );
    // Subscribed to everything: below a key, a failed request and an empty answer would both be null.
    const subscription = source.subscribe(
      undefined,
      'all',
      guard.sync('remote configuration', (answer, from) => {
        if (from === 'cache')
          cached = answer ? readAnswer(answer, from) : undefined;
        else if (answer) {
          hasRemote = true;
          report(readAnswer(answer, from));
        } else if (!hasRemote) report(cached);
      }),
    );
    unsubscribe = () => void source.unsubscribe(subscription);
  };

  void guard.async('remote configuration', async () => {
    const source = await findSource().catch((error: unknown) => {
      report(undefined);
      throw error;
    });
    // A host that has fetched on this page need not fetch again for us.
    const fresh = source.lastSuccessfulFetch
      ? await source.storage?.fetchConfig().catch(() => undefined)
      : undefined;
    if (stopped) return;
    if (fresh?.remoteConfig) report(readAnswer(fresh.remoteConfig, 'remote'));
    else subscribe(source);
  });

  return () => {
    stopped = true;
    cancelWait();
    unsubscribe();
  };
}

/**
 * Reads the server's answer.
 *
 * Shape: `{ configs: { sessionReplay: { sr_sampling_config?, sr_privacy_config?, sr_targeting_config? } } }`. A sampling
 * configuration that is absent or empty means "not set up": local values, capture on. One without
 * `capture_enabled`, or of another type, means capture is off.
 */
export function readAnswer(
  answer: Record<string, unknown>,
  source: ConfigOrigin,
): CaptureConfig {
  const replay = asRecord(asRecord(answer['configs'])?.['sessionReplay']);
  const sampling = replay?.['sr_sampling_config'] ?? {};
  const rules = asRecord(sampling);
  const isSetUp = !rules || Object.keys(rules).length > 0;
  const rate = rules?.['sample_rate'];
  const targeting = replay?.['sr_targeting_config'];
  return {
    captureEnabled: !isSetUp || rules?.['capture_enabled'] === true,
    sampleRate: isRate(rate) ? rate : undefined,
    minDuration: rules?.['min_session_duration_ms'],
    source,
    privacy: replay?.['sr_privacy_config'],
    targeting: JSON.stringify(targeting) === '{}' ? undefined : targeting,
  };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return isObject(value) ? value : undefined;
}

import type { RemoteConfigSource } from '../../../src/config/remote-config.js';

/** The project's settings, as far as the model varies them. */
export interface Sampling {
  capture_enabled?: boolean;
  sample_rate?: number;
  min_session_duration_ms?: number;
}

/** An answer of the server: settings, with stricter privacy or without; that it failed; or none yet. */
export type Answer =
  { sampling: Sampling; maskLevel?: 'conservative' } | 'failed' | 'silent';

type Callback = Parameters<RemoteConfigSource['subscribe']>[2];

function toJson(answer: Answer): Record<string, unknown> | null {
  if (typeof answer === 'string') return null;
  const { sampling, maskLevel } = answer;
  return {
    configs: {
      sessionReplay: {
        sr_sampling_config: sampling,
        ...(maskLevel && {
          sr_privacy_config: { defaultMaskLevel: maskLevel },
        }),
        sr_targeting_config: {},
      },
    },
  };
}

/** The client of a host, which answers when the test says so, and to whoever asks later. */
export function createSettingsClient(cached: Answer | undefined) {
  const callbacks = new Map<string, Callback>();
  let current: Answer = 'silent';
  let last: Answer | undefined;
  let count = 0;
  return {
    cached,
    current: () => current,
    /** What it has fetched on this page last. */
    last: () => last,
    answer: (answer: Exclude<Answer, 'silent'>) => {
      current = answer;
      if (answer !== 'failed') last = answer;
      for (const callback of callbacks.values())
        callback(toJson(answer), 'remote');
    },
    source: {
      get lastSuccessfulFetch() {
        return last ? 1 : null;
      },
      storage: {
        fetchConfig: async () => ({
          remoteConfig: last ? toJson(last) : null,
        }),
      },
      subscribe: (_key, _mode, callback) => {
        const id = String(++count);
        callbacks.set(id, callback);
        if (cached) callback(toJson(cached), 'cache');
        if (current !== 'silent') callback(toJson(current), 'remote');
        return id;
      },
      unsubscribe: (id) => callbacks.delete(id),
    } satisfies RemoteConfigSource,
  };
}

export type SettingsClient = ReturnType<typeof createSettingsClient>;

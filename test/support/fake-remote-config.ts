import type { RemoteConfigSource } from '../../src/config/remote-config.js';
import { CAPTURE_ALL } from './intake-config.js';

type Answer = { [key: string]: unknown } | null;

/** A remote-configuration client that answers at once, and again when told to. */
export interface FakeRemoteConfig extends RemoteConfigSource {
  /** Answers everybody who has subscribed. */
  answer: (answer: Answer) => void;
}

/** `first` is the answer to each subscription, or that none comes. Default: capture on, every session. */
export function fakeRemoteConfig(
  first: Answer | 'none' = CAPTURE_ALL,
): FakeRemoteConfig {
  const callbacks = new Map<
    string,
    Parameters<RemoteConfigSource['subscribe']>[2]
  >();
  return {
    subscribe: (_key, _mode, callback) => {
      const id = String(callbacks.size);
      callbacks.set(id, callback);
      if (first !== 'none') callback(first, 'remote');
      return id;
    },
    unsubscribe: (id) => callbacks.delete(id),
    answer: (answer) => {
      for (const callback of callbacks.values()) callback(answer, 'remote');
    },
  };
}

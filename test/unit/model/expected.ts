import { isSampled } from '../../../src/config/sampling.js';
import type { Host } from './host.js';
import type { Answer, SettingsClient } from './settings-client.js';

/** How long the remote answer is waited for where one is cached. Unit: ms. */
const REMOTE_WAIT_MS = 1_500;

/** How the recorder's code loads at a moment. */
export type Loading = 'now' | 'late' | 'fails';

/** What has to come of a plugin: recorded, and as what, or not. Knows nothing of how it is made. */
export function createExpected({
  host,
  client,
  localRate,
  now,
  isSharedOptOut,
}: {
  host: Host;
  client: SettingsClient;
  localRate: number;
  now: () => number;
  /** Whether the identity that Amplitude's products share says so. */
  isSharedOptOut: () => boolean;
}) {
  /** `undefined`: not added, or removed. */
  let life:
    | {
        isAlone: boolean;
        /** Asks for the settings, and since when. */
        isAsking?: boolean;
        askedAtMs?: number;
        isDeaf?: boolean;
        settings?: Answer;
        load: 'none' | Loading | 'loaded' | 'failed';
      }
    | undefined;
  /** The session that the server has switched off last, while it was recorded. */
  let disabled: string | undefined;
  let generation = 0;

  const isOptedOut = (): boolean => host.config.optOut || isSharedOptOut();
  const rate = (): number => {
    const { settings } = life ?? {};
    return typeof settings === 'object'
      ? (settings.sampling.sample_rate ?? localRate)
      : 0;
  };
  const isCaptured = (): boolean => {
    const { settings } = life ?? {};
    if (typeof settings !== 'object') return false;
    const { sampling } = settings;
    return (
      Object.keys(sampling).length === 0 || sampling.capture_enabled === true
    );
  };
  const identity = (): string =>
    `${host.config.deviceId}/${host.config.sessionId}`;
  /** The replay ID of what is to be recorded. */
  const visit = (): string | undefined =>
    life?.isAlone &&
    life.load !== 'failed' &&
    !isOptedOut() &&
    isCaptured() &&
    isSampled(host.config.sessionId, rate()) &&
    disabled !== identity()
      ? identity()
      : undefined;
  /** What follows from a change at once. */
  const changed = (): void => {
    if (life?.isAlone && !isOptedOut()) life.isAsking = true;
  };

  const settle = (): void => {
    changed();
    if (!life) return;
    if (life.isAsking && life.askedAtMs === undefined) {
      life.askedAtMs = now();
      const current = client.current();
      const last = client.last();
      if (last) {
        life.isDeaf = true;
        life.settings = last;
      } else if (current === 'failed')
        life.settings = client.cached ?? 'failed';
    }
    const waitedMs = now() - (life.askedAtMs ?? Infinity);
    if (client.cached && waitedMs >= REMOTE_WAIT_MS)
      life.settings ??= client.cached;
    changed();
    if (life.load === 'now') life.load = 'loaded';
    if (life.load === 'fails') life.load = 'failed';
  };

  return {
    visit,
    rate,
    changed,
    isOptedOut,
    generation: () => generation,
    isAttached: () => life !== undefined,
    isAlone: () => life?.isAlone,
    hasSettings: () => life?.settings !== undefined,
    settings: () => life?.settings,
    /** Whether the recorder is there, so that it must be running. */
    isLoaded: () => life?.load === 'loaded',
    load: () => life?.load,
    add: (isAlone: boolean) => {
      life = { isAlone, load: 'none' };
      disabled = undefined;
      generation += 1;
    },
    remove: () => {
      life = undefined;
    },
    /** The server has switched this session off, by answering what was recorded of it. */
    disable: (id: string) => {
      if (life && id === identity()) disabled = id;
    },
    answer: (answer: Answer) => {
      if (!life || life.askedAtMs === undefined || life.isDeaf) return;
      if (answer !== 'failed') life.settings = answer;
      else if (life.settings === undefined || life.settings === client.cached)
        life.settings = client.cached ?? 'failed';
      changed();
    },
    /** The recorder's code is asked for. */
    loads: (how: Loading) => {
      if (life) life.load = how;
    },
    /** The recorder's code has come, or not. */
    loaded: (isThere: boolean) => {
      if (life?.load === 'late') life.load = isThere ? 'now' : 'fails';
    },
    /** What is to be recorded once all that is under way has ended. */
    soon: (): string | undefined => {
      const before = life && { ...life };
      settle();
      const id = visit();
      life = before;
      return id;
    },
    /** All that was under way has ended, and time has passed. */
    settle,
  };
}

export type Expected = ReturnType<typeof createExpected>;

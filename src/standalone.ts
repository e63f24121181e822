/** The functions for sites without the Browser SDK. The site says who the visitor is. */
import type { StandaloneOptions } from './config/options.js';
import { createRemoteConfigSource } from './config/remote-config-source.js';
import { readSettings, type Settings } from './config/settings.js';
import { createEnvironment, type Environment } from './environment.js';
import { createLogger, describe, type Logger } from './guard.js';
import { loadRecorderPart } from './load-recorder-part.js';
import { createSessionReplay, type SessionReplay } from './session-replay.js';
import type { SessionId } from './session/replay-id.js';
import { statusBeforeStart, type Status } from './status.js';
import { replayProperties, type ReplayProperties } from './tag.js';

/** A call whose outcome may be waited for. */
export interface Pending {
  /** Never rejects. */
  promise: Promise<void>;
}

/** The standalone client. Errors: nothing throws or rejects; before `init`, `setSessionId` and `flush` warn, and no call does anything. */
export interface Standalone {
  /**
   * Starts recording. `promise` resolves when it is clear whether the session is recorded, or cannot be known soon.
   * Called again, it ends what was started before.
   */
  init: (apiKey: string, options: StandaloneOptions) => Pending;
  /** Goes on under another session, and another device where one is given. The same ones again change nothing. */
  setSessionId: (sessionId: SessionId, deviceId?: string) => Pending;
  /** The session set last; `undefined` before `init`. */
  getSessionId: () => SessionId | undefined;
  /** Event properties to add to your analytics events; `{}` while the session is not recorded. */
  getSessionReplayProperties: () => ReplayProperties;
  /** What the recorder does at this moment, and why. */
  getStatus: () => Status;
  /** Sends everything recorded so far. Resolves when the server has answered. */
  flush: () => Promise<void>;
  /** Ends recording at once. Resolves when what was recorded is delivered, or stays stored for the next visit. */
  shutdown: () => Promise<void>;
}

/** What exists between `init` and `shutdown`. */
interface Client {
  settings: Settings;
  replay: SessionReplay;
  deviceId: string;
  sessionId: SessionId;
}

/** Unit: that of `logLevel`. Errors and warnings. */
const DEFAULT_LOG_LEVEL = 2;

const NOTHING: Pending = { promise: Promise.resolve() };

/** Builds the functions around one client. */
export function createStandalone(
  environment: () => Environment = createEnvironment,
): Standalone {
  let client: Client | undefined;

  const consoleLogger = (level: number = DEFAULT_LOG_LEVEL): Logger =>
    createLogger(environment().console, level);
  const needClient = (call: string): Client | undefined => {
    if (!client) consoleLogger().warn(`call init before ${call}.`);
    return client;
  };
  const end = async (): Promise<void> => {
    const ended = client;
    client = undefined;
    await ended?.replay.shutdown();
  };

  const begin = (apiKey: string, options: StandaloneOptions): Pending => {
    const logger = options.loggerProvider
      ? createLogger(options.loggerProvider)
      : consoleLogger(options.logLevel);
    const settings = readSettings(options, { ...options, apiKey }, logger);
    if (!settings) return NOTHING;
    const { deviceId, sessionId, optOut = false } = options;
    if (!deviceId || !sessionId) {
      logger.error(
        'off, because init needs a deviceId and a sessionId: those of your analytics events.',
      );
      return NOTHING;
    }
    const page = environment();
    const replay = createSessionReplay({
      environment: page,
      settings,
      logger,
      kind: 'standalone',
      findRemoteConfig: async () =>
        createRemoteConfigSource({ settings, environment: page, logger }),
      loadRecorderPart,
    });
    client = { settings, replay, deviceId, sessionId };
    return { promise: replay.start({ deviceId, sessionId }, optOut) };
  };

  return {
    init: (apiKey, options) => {
      void end();
      try {
        return begin(apiKey, options ?? {});
      } catch (error) {
        consoleLogger().error(`off, because ${describe(error)}`);
        return NOTHING;
      }
    },
    setSessionId: (sessionId, deviceId) => {
      const current = needClient('setSessionId');
      if (current && sessionId) {
        current.sessionId = sessionId;
        current.deviceId = deviceId ?? current.deviceId;
        const identity = { sessionId, deviceId: current.deviceId };
        current.replay.setIdentity(identity);
      } else if (current) consoleLogger().error('setSessionId needs an ID.');
      return NOTHING;
    },
    getSessionId: () => client?.sessionId,
    getSessionReplayProperties: () =>
      client
        ? replayProperties(client.replay.recordedVisit(), client.settings)
        : {},
    getStatus: () => client?.replay.status() ?? statusBeforeStart(),
    flush: async () => {
      await needClient('flush')?.replay.flush();
    },
    shutdown: end,
  };
}

/** The functions for sites without the Browser SDK. The site says who the visitor is. */
import { createChecks, show } from './config/checks.js';
import type { StandaloneOptions } from './config/options.js';
import { ownSourceOf } from './config/remote-config-source.js';
import { readSettings, type Settings } from './config/settings.js';
import { createEnvironment, type Environment } from './environment.js';
import { createLogger, describe, type OwnLogger } from './guard.js';
import { isObject } from './is-object.js';
import { loadRecorderPart } from './load-recorder-part.js';
import { createSessionReplay, type SessionReplay } from './session-replay.js';
import type { Identity, SessionId } from './session/replay-id.js';
import { statusBeforeStart, type Status } from './status.js';
import { replayProperties, type ReplayProperties } from './tag.js';
import type { TargetingEvent } from './targeting/decide.js';
import type { Visitor } from './targeting/user-properties.js';
import { loadTargetingPart } from './targeting/load-targeting-part.js';

/** A call whose outcome may be waited for. */
export interface Pending {
  /** Never rejects. */
  promise: Promise<void>;
}

/** What targeting rules may ask about. */
export interface TargetingInput {
  /** An event of the session, as it is sent to Amplitude. */
  event?: TargetingEvent;
  /** Replaces what was known of the visitor. */
  userProperties?: Record<string, unknown>;
}

/**
 * The standalone client.
 *
 * Errors: nothing throws or rejects. Before the first `init` no call does anything, and each warns once but `getStatus`
 * and `shutdown`; after `shutdown` they do nothing in silence.
 */
export interface Standalone {
  /**
   * Starts recording. `promise` resolves when it is clear whether the session is recorded, or cannot be known soon.
   * Called again, it ends what was started before; with `optOut: true` it deletes what of that is not sent.
   */
  init: (apiKey: string, options: StandaloneOptions) => Pending;
  /**
   * Goes on under another session, and another device where one is given. The same ones again change nothing.
   * `promise` resolves when it is clear whether that session is recorded.
   */
  setSessionId: (sessionId: SessionId, deviceId?: string) => Pending;
  /** The session set last; `undefined` where none is, and outside `init` and `shutdown`. */
  getSessionId: () => SessionId | undefined;
  /** Event properties to add to your analytics events; `{}` while the session is not recorded. */
  getSessionReplayProperties: () => ReplayProperties;
  /**
   * Tells the targeting rules of the project, where it has some, of an event or of the visitor. The session is recorded
   * from the moment on at which it meets one of them. Resolves when that is clear. Without rules it does nothing.
   */
  evaluateTargetingAndCapture: (input: TargetingInput) => Promise<void>;
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
  check: Checks['check'];
  /** Accepts objects only. */
  object: <T>(name: string, value: T | undefined) => T | undefined;
  deviceId: string | undefined;
  sessionId: SessionId | undefined;
  visitor: Visitor;
}

type Checks = ReturnType<typeof createChecks>;

/** Unit: that of `logLevel`. Errors and warnings. */
const DEFAULT_LOG_LEVEL = 2;

const NOTHING: Pending = { promise: Promise.resolve() };

/** Builds the functions around one client. */
export function createStandalone(
  environment: () => Environment = createEnvironment,
): Standalone {
  /** Calls that have said that they need `init`; `undefined` since the first one of it. */
  let told: Set<string> | undefined = new Set();
  let client: Client | undefined;
  /** That of the client, and those that still deliver. */
  const replays = new Set<SessionReplay>();

  const consoleLogger = (level: number = DEFAULT_LOG_LEVEL): OwnLogger =>
    createLogger(environment().console, level);
  const needClient = (call: string): Client | undefined => {
    if (told && !told.has(call))
      consoleLogger().warn(`call init before ${call}.`);
    told?.add(call);
    return client;
  };
  const end = async (): Promise<void> => {
    const ended = client?.replay;
    client = undefined;
    if (!ended) return;
    await ended.shutdown();
    replays.delete(ended);
  };

  const begin = (apiKey: string, options: StandaloneOptions): Pending => {
    const page = environment();
    const { loggerProvider, logLevel, deviceId, sessionId } = options;
    const logger = isObject(loggerProvider)
      ? createLogger(loggerProvider)
      : consoleLogger(Number.isFinite(logLevel) ? logLevel : undefined);
    const { check, flag } = createChecks(logger);
    const object = <T>(name: string, value: T | undefined): T | undefined =>
      check<T | undefined>(name, value, isObject, undefined, 'an object');
    object('loggerProvider', loggerProvider);
    check('logLevel', logLevel, Number.isFinite, DEFAULT_LOG_LEVEL, 'a number');
    // What cannot be read might have been meant as an opt-out.
    const optOut = flag('optOut', options.optOut ?? false, true);
    if (optOut) for (const it of replays) it.setOptOut(true);
    void end();
    const settings = readSettings(options, { ...options, apiKey }, logger);
    if (!settings) return NOTHING;
    const visitor = {
      userProperties: object('userProperties', options.userProperties),
    };
    const replay = createSessionReplay({
      environment: page,
      settings,
      logger,
      kind: 'standalone',
      findRemoteConfig: async () =>
        ownSourceOf(environment, { settings, environment: page, logger }),
      loadRecorderPart,
      loadTargetingPart,
      visitor,
    });
    const begun: Client = {
      settings,
      replay,
      check,
      object,
      deviceId: isText(deviceId) ? deviceId : undefined,
      sessionId: isSessionId(sessionId) ? sessionId : undefined,
      visitor,
    };
    client = begun;
    replays.add(replay);
    const identity = identityOf(begun);
    if (!identity)
      logger.warn(
        `waits for setSessionId: init needs a deviceId and a sessionId, those of your analytics events, not ${show(deviceId)} and ${show(sessionId)}.`,
      );
    return { promise: replay.start(identity, optOut) };
  };

  return {
    init: (apiKey, options) => {
      told = undefined;
      try {
        return begin(apiKey, options ?? {});
      } catch (error) {
        consoleLogger().error(`off, because ${describe(error)}`);
        return NOTHING;
      }
    },
    setSessionId: (sessionId, deviceId) => {
      const current = needClient('setSessionId');
      if (!current) return NOTHING;
      const { check, replay } = current;
      const next = {
        sessionId: check<SessionId | undefined>(
          'sessionId',
          sessionId ?? '',
          isSessionId,
          undefined,
          'a text or a number',
        ),
        deviceId: check<string | undefined>(
          'deviceId',
          deviceId,
          isText,
          current.deviceId,
          'a text',
        ),
      };
      if (next.sessionId)
        replay.setIdentity(identityOf(Object.assign(current, next)));
      return { promise: replay.settled() };
    },
    getSessionId: () => needClient('getSessionId')?.sessionId,
    getSessionReplayProperties: () => {
      const current = needClient('getSessionReplayProperties');
      return current
        ? replayProperties(current.replay.recordedVisit(), current.settings)
        : {};
    },
    evaluateTargetingAndCapture: async (input) => {
      const current = needClient('evaluateTargetingAndCapture');
      if (!current) return;
      const { object, replay, visitor } = current;
      const { event, userProperties } = object('input', input) ?? {};
      visitor.userProperties =
        object('userProperties', userProperties) ?? visitor.userProperties;
      await replay.targeting.evaluate(object('event', event));
    },
    getStatus: () => client?.replay.status() ?? statusBeforeStart(),
    flush: async () => {
      await needClient('flush')?.replay.flush();
    },
    shutdown: end,
  };
}

function identityOf({ deviceId, sessionId }: Client): Identity | undefined {
  return deviceId && sessionId ? { deviceId, sessionId } : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Sites that do not know their session yet say 0. */
function isSessionId(value: unknown): boolean {
  return isText(value) || (Number.isFinite(value) && value !== 0);
}

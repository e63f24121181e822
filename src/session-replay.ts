/** Composition root and life cycle: feeds the state machine, and does what its phases ask for. */
import {
  startRemoteConfig,
  type RemoteConfigSource,
} from './config/remote-config.js';
import { createChecks } from './config/checks.js';
import type { Settings } from './config/settings.js';
import type { Environment } from './environment.js';
import { allForgotten, forgetEarlier } from './forget-visitor.js';
import { createGuard, describe, type OwnLogger } from './guard.js';
import type { RecorderPart } from './load-recorder-part.js';
import { joinRules, type PrivacyRules } from './privacy/rules.js';
import type { Recording } from './recording.js';
import {
  isSameVisit,
  sessionStart,
  type Identity,
} from './session/replay-id.js';
import {
  explain,
  initialSession,
  next,
  type Known,
  type Phase,
} from './session/session.js';
import { readStatus, type Status } from './status.js';
import type { TargetingPart } from './targeting/load-targeting-part.js';
import type { Visitor } from './targeting/user-properties.js';
import { createTargeting, type Targeting } from './targeting/targeting.js';
import { VERSION } from './version.js';

/**
 * How long a host's events may be held back for the remote configuration, once a page.
 *
 * Unit: ms.
 */
const READY_WAIT_MS = 1_500;

/** The longest that the project's settings can want a session to last. Unit: ms. */
const LONGEST_MIN_DURATION_MS = 60_000;

/** Records the sessions of one page. Lives from `start` to `shutdown`; nothing of it throws or rejects. */
export interface SessionReplay {
  /**
   * Starts, unless another recorder is on the page, which is left alone. `identity` is `undefined` while it is not
   * known yet; the device may be known before. Resolves when it is clear whether the session is recorded, or cannot be
   * known soon. Call it once.
   */
  start: (
    identity: Identity | undefined,
    optOut: boolean,
    deviceId?: string,
  ) => Promise<void>;
  /** The visit that goes on from here. The same one again changes nothing. */
  setIdentity: (identity: Identity | undefined, deviceId?: string) => void;
  setOptOut: (optOut: boolean) => void;
  /** Resolves when it is clear whether the session is recorded, or cannot be known soon. */
  settled: () => Promise<void>;
  /** For sessions that are recorded only once the project's targeting rules say so. */
  targeting: Targeting;
  /** The visit that is being recorded, if one is. */
  recordedVisit: () => Identity | undefined;
  /** What it does at this moment, and why. */
  status: () => Status;
  /** Seals and sends everything there is. Resolves when it is answered. */
  flush: () => Promise<void>;
  /** Ends capture at once and delivers what was recorded. */
  shutdown: () => Promise<void>;
}

/** Builds the client. Touches nothing of the page until `start`. */
export function createSessionReplay({
  environment,
  settings,
  logger,
  kind,
  findRemoteConfig,
  loadRecorderPart,
  loadTargetingPart,
  visitor,
}: {
  environment: Environment;
  settings: Settings;
  logger: OwnLogger;
  kind: 'plugin' | 'standalone';
  findRemoteConfig: () => Promise<RemoteConfigSource>;
  loadRecorderPart: () => Promise<RecorderPart>;
  loadTargetingPart: () => Promise<TargetingPart>;
  visitor: Visitor;
}): SessionReplay {
  const { databaseName } = settings;
  let session = initialSession(settings.sampleRate);
  /** There once a session is to be recorded, and its code is loaded. */
  let recording: Recording | undefined;
  let loading: Promise<void> | undefined;
  /** Known when it is known what the project settings add to them. */
  let rules: PrivacyRules | undefined;
  /** What the project settings have added, as JSON. */
  let remotePrivacy: string | undefined;
  /** How long a session must last, as the project settings have it: as JSON. */
  let minDuration: string | undefined;
  let stopConfig: (() => void) | undefined;
  /** Lets another recorder on the page. */
  let release: (() => void) | undefined;
  let beReady = (): void => {};
  /**
   * It is clear whether the session is recorded: `start` and `settled` wait for that. Early after `READY_WAIT_MS`, where
   * nothing is asked for, as nothing is to be recorded, and at `shutdown`.
   */
  const ready = new Promise<void>((resolve) => {
    beReady = resolve;
  });
  let beConfigured = (): void => {};
  /** The project's settings are known, or cannot be had: `targeting` waits for that. Early at `shutdown`. */
  const configured = new Promise<void>((resolve) => {
    beConfigured = resolve;
  });
  /** Targeting rules have been asked about the session: `settled` and `ready` wait for that. Nothing ends it early. */
  let evaluated: Promise<void> | undefined;

  const guard = createGuard(logger, () => learn({ recorder: 'failed' }));

  const learn = guard.sync('the life cycle', (news: Partial<Known>): void => {
    const before = session.phase;
    session = next(session, news);
    const { phase } = session;
    if (phase === before) return;
    (settings.debugMode ? logger.notice : logger.log)(explain(phase));
    // Whoever calls may be in a zone of Angular, and listeners, promises and the database would stay in it.
    environment.outsideZones(() => enter(phase));
  });

  const targeting = createTargeting({
    apiKey: settings.apiKey,
    page: environment,
    logger,
    loadPart: loadTargetingPart,
    visitor,
    configured,
    session: () => session,
    learn,
  });

  function enter(phase: Phase): void {
    if (phase.kind === 'recording') {
      const { deviceId, sessionId } = phase.identity;
      const { targeted } = session;
      guard.forgive();
      recording?.begin(
        {
          deviceId,
          sessionId: String(sessionId),
          sampleRate: phase.sampleRate,
          library: `${kind}/${VERSION}`,
          ...(phase.minDurationMs > 0 && {
            sendFromMs:
              sessionStart(sessionId, environment.now()) + phase.minDurationMs,
          }),
        },
        isSameVisit(phase.identity, targeted) ? targeted?.decision : undefined,
      );
      return;
    }
    if (phase.kind === 'stopped' && phase.waiting)
      evaluated = targeting.evaluate();
    recording?.end(!session.optOut);
    if (phase.kind === 'starting') loading ??= load();
    else if (session.optOut) forget(session.deviceId);
    else void recording?.seal();
  }

  /** Loads what only recorded sessions need. Everything may have changed when it is there. */
  async function load(): Promise<void> {
    try {
      const { record, startRecording } = await loadRecorderPart();
      // What is recorded from now on must not be deleted. Meanwhile there may be more to delete.
      await allForgotten(databaseName);
      if (!session.started || !rules) return;
      recording = startRecording({
        environment,
        settings,
        guard,
        logger,
        record,
        rules,
        onDisabled: (disabled) => {
          if (isSameVisit(disabled, session.identity)) learn({ disabled });
        },
        onFailed: () => learn({ recorder: 'failed' }),
      });
      await recording.ready;
      learn({ recorder: 'loaded' });
    } catch (error) {
      if (!session.started) return;
      logger.error(
        `off, because the recorder could not be loaded: ${describe(error)}`,
      );
      learn({ recorder: 'failed' });
    }
  }

  /** Deletes what is not sent of a device: also what only earlier pages have stored, if there is a database. */
  function forget(deviceId: string | undefined): void {
    if (deviceId === undefined) return;
    void recording?.forget(deviceId, 'opted-out');
    if (recording && settings.storeType === 'idb') return;
    forgetEarlier(deviceId, databaseName, environment, guard, loadRecorderPart);
  }

  /** Asks for the configuration, unless the visitor wants nothing of this. */
  function watchConfig(): void {
    const { started, isAlone, optOut } = session;
    if (!started || !isAlone || optOut) return beReady();
    stopConfig ??= startRemoteConfig({
      findSource: findRemoteConfig,
      environment,
      guard,
      onConfig: (config) => {
        applyPrivacy(config?.privacy);
        const minDurationMs = readDuration(config?.minDuration);
        learn({ config: config ?? 'none', minDurationMs });
        beConfigured();
        void Promise.resolve(evaluated).then(beReady);
      },
    });
  }

  /** Rules that change during a recording hold from a fresh snapshot on. */
  function applyPrivacy(remote: unknown): void {
    const text = JSON.stringify(remote);
    if (rules && text === remotePrivacy) return;
    remotePrivacy = text;
    rules = joinRules(settings.privacy, remote, environment.isSelector, logger);
    recording?.setRules(rules);
  }

  /** Says once what is wrong with it. */
  function readDuration(remote: unknown): number {
    const text = JSON.stringify(remote);
    if (text === minDuration) return session.minDurationMs;
    minDuration = text;
    return createChecks(logger).number(
      'min_session_duration_ms',
      remote as number | undefined,
      0,
      0,
      LONGEST_MIN_DURATION_MS,
    );
  }

  return {
    start: (identity, optOut, deviceId = identity?.deviceId) => {
      release = environment.claimPage();
      const isAlone = !!release;
      if (!isAlone)
        logger.warn(
          'off: another session replay recorder is on this page. Remove it, then add this one again.',
        );
      learn({ started: true, isAlone, identity, deviceId, optOut });
      const cancelWait = environment.schedule(READY_WAIT_MS, beReady);
      watchConfig();
      return ready.then(cancelWait);
    },
    setIdentity: (identity, deviceId = identity?.deviceId) =>
      learn({ identity, deviceId }),
    setOptOut: (optOut) => {
      // What was recorded before the end may still be on its way.
      if (optOut && !session.started) forget(session.deviceId);
      learn({ optOut });
      watchConfig();
    },
    settled: () => ready.then(() => evaluated),
    targeting,
    recordedVisit: () =>
      session.phase.kind === 'starting' || session.phase.kind === 'recording'
        ? session.phase.identity
        : undefined,
    status: () => readStatus(session, recording, rules, logger.lastProblem()),
    flush: async () => {
      await loading;
      await recording?.flush();
    },
    shutdown: async () => {
      learn({ started: false });
      // Nothing is captured any more; what is still to be delivered is in nobody's way.
      release?.();
      beReady();
      beConfigured();
      stopConfig?.();
      await recording?.close();
    },
  };
}

/** Composition root and life cycle: feeds the state machine, and does what its phases ask for. */
import {
  startRemoteConfig,
  type RemoteConfigSource,
} from './config/remote-config.js';
import type { Settings } from './config/settings.js';
import type { Environment } from './environment.js';
import { createGuard, describe, type Logger } from './guard.js';
import type { RecorderPart } from './load-recorder-part.js';
import { joinRules, type PrivacyRules } from './privacy/rules.js';
import type { Recording } from './recording.js';
import { isSameVisit, type Identity } from './session/replay-id.js';
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

/** Records the sessions of one page. Lives from `start` to `shutdown`; nothing of it throws or rejects. */
export interface SessionReplay {
  /**
   * Starts. `identity` is `undefined` while it is not known yet. Resolves when it is clear whether the session
   * is recorded, or cannot be known soon. Call it once.
   */
  start: (identity: Identity | undefined, optOut: boolean) => Promise<void>;
  /** The visit that goes on from here. The same one again changes nothing. */
  setIdentity: (identity: Identity | undefined) => void;
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
  logger: Logger;
  kind: 'plugin' | 'standalone';
  findRemoteConfig: () => Promise<RemoteConfigSource>;
  loadRecorderPart: () => Promise<RecorderPart>;
  loadTargetingPart: () => Promise<TargetingPart>;
  visitor: Visitor;
}): SessionReplay {
  let session = initialSession(settings.sampleRate);
  /** There once a session is to be recorded, and its code is loaded. */
  let recording: Recording | undefined;
  let loading: Promise<void> | undefined;
  /** Known when it is known what the project settings add to them. */
  let rules: PrivacyRules | undefined;
  /** What the project settings have added, as JSON. */
  let remotePrivacy: string | undefined;
  let stopConfig: (() => void) | undefined;
  let beReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    beReady = resolve;
  });
  let beConfigured = (): void => {};
  const configured = new Promise<void>((resolve) => {
    beConfigured = resolve;
  });
  let evaluated: Promise<void> | undefined;

  const guard = createGuard(logger, () => learn({ recorder: 'failed' }));

  const learn = guard.sync('the life cycle', (news: Partial<Known>): void => {
    const before = session.phase;
    session = next(session, news);
    const { phase } = session;
    if (phase === before) return;
    logger.log(explain(phase));
    // Whoever calls may be in a zone of Angular, and listeners, promises and the database would stay in it.
    environment.outsideZones(() => enter(phase));
  });

  const targeting = createTargeting({
    apiKey: settings.apiKey,
    environment,
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
      guard.forgive();
      recording?.begin(
        {
          deviceId,
          sessionId: String(sessionId),
          sampleRate: phase.sampleRate,
          library: `${kind}/${VERSION}`,
        },
        session.targeted?.decision,
      );
      return;
    }
    if (phase.kind === 'stopped' && phase.waiting)
      evaluated = targeting.evaluate();
    recording?.end(!session.optOut);
    if (phase.kind === 'starting') loading ??= load();
    else if (session.optOut) forgetVisitor();
    else void recording?.seal();
  }

  /** Loads what only recorded sessions need. Everything may have changed when it is there. */
  async function load(): Promise<void> {
    try {
      const { record, startRecording } = await loadRecorderPart();
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
      if (session.optOut) forgetVisitor();
      await recording.ready;
      learn({ recorder: 'loaded' });
    } catch (error) {
      logger.error(
        `off, because the recorder could not be loaded: ${describe(error)}`,
      );
      learn({ recorder: 'failed' });
    }
  }

  function forgetVisitor(): void {
    const deviceId = session.identity?.deviceId;
    if (deviceId !== undefined) void recording?.forget(deviceId, 'opted-out');
  }

  /** Asks for the configuration, unless the visitor wants nothing of this. */
  function watchConfig(): void {
    if (session.optOut || !session.started) return beReady();
    stopConfig ??= startRemoteConfig({
      findSource: findRemoteConfig,
      environment,
      guard,
      onConfig: (config) => {
        applyPrivacy(config?.privacy);
        learn({ config: config ?? 'none' });
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

  return {
    start: (identity, optOut) => {
      learn({ started: true, identity, optOut });
      const cancelWait = environment.schedule(READY_WAIT_MS, beReady);
      watchConfig();
      return ready.then(cancelWait);
    },
    setIdentity: (identity) => learn({ identity }),
    setOptOut: (optOut) => {
      learn({ optOut });
      watchConfig();
    },
    settled: () => ready.then(() => evaluated),
    targeting,
    recordedVisit: () =>
      session.phase.kind === 'starting' || session.phase.kind === 'recording'
        ? session.phase.identity
        : undefined,
    status: () => readStatus(session, recording, rules),
    flush: async () => {
      await loading;
      await recording?.flush();
    },
    shutdown: async () => {
      learn({ started: false });
      beReady();
      beConfigured();
      stopConfig?.();
      await recording?.close();
    },
  };
}

/** Composition root and life cycle: feeds the state machine, and does what its phases ask for. */
import {
  startRemoteConfig,
  type RemoteConfigSource,
} from './config/remote-config.js';
import type { Settings } from './config/settings.js';
import { createDrops } from './drops.js';
import type { Environment } from './environment.js';
import { createGuard, describe, type Logger } from './guard.js';
import { startLifecycle } from './page/lifecycle.js';
import { createPipeline } from './pipeline.js';
import {
  createIsSecretName,
  redact,
  type IsSecretName,
} from './privacy/redact.js';
import { joinRules, type PrivacyRules } from './privacy/rules.js';
import { createHealing } from './recorder/healing.js';
import {
  createRecorder,
  type Recorder,
  type RrwebRecord,
} from './recorder/recorder.js';
import { isSameVisit, type Identity } from './session/replay-id.js';
import {
  explain,
  initialSession,
  next,
  type Known,
  type Phase,
} from './session/session.js';
import type { CaptureContext } from './store/session-store.js';
import { readStatus, type Status } from './status.js';
import { VERSION } from './version.js';

/**
 * How long a host's events may be held back for the remote configuration, once a page.
 *
 * Unit: ms.
 */
const READY_WAIT_MS = 1_500;

/**
 * How long recording waits for the storage.
 *
 * Unit: ms.
 * Why: the first snapshot of a large page can be neither stored nor sent when the page is left before.
 */
const STORAGE_WAIT_MS = 300;

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
  loadRecord,
}: {
  environment: Environment;
  settings: Settings;
  logger: Logger;
  kind: 'plugin' | 'standalone';
  findRemoteConfig: () => Promise<RemoteConfigSource>;
  loadRecord: () => Promise<RrwebRecord>;
}): SessionReplay {
  let session = initialSession(settings.sampleRate);
  let context: CaptureContext | undefined;
  let recorder: Recorder | undefined;
  /** Known when it is known what the project settings add to them. */
  let rules: PrivacyRules | undefined;
  let isSecretName: IsSecretName = () => true;
  /** What the project settings have added, as JSON. */
  let remotePrivacy: string | undefined;
  let stopConfig: (() => void) | undefined;
  let stopLifecycle: (() => void) | undefined;
  let beReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    beReady = resolve;
  });

  let beStorable = (): void => {};
  const storable = new Promise<void>((resolve) => {
    beStorable = resolve;
  });

  const drops = createDrops(logger);
  const guard = createGuard(logger, () => learn({ recorder: 'failed' }));
  const pipeline = createPipeline({
    environment,
    settings,
    guard,
    logger,
    drops,
    pageUrl: () => redact(environment.pageUrl(), isSecretName),
    events: {
      onOpen: () => beStorable(),
      onDisabled: (disabled) => {
        if (isSameVisit(disabled, session.identity)) learn({ disabled });
      },
      onLost: (lost) => {
        if (!lost || isSameVisit(lost, session.identity)) healing.lost();
      },
      onWayFree: () => healing.wayIsFree(),
    },
  });
  const takeSnapshot = (): void => {
    if (session.phase.kind === 'recording') recorder?.restart();
  };
  const healing = createHealing({ environment, takeSnapshot });

  const learn = guard.sync('the life cycle', (news: Partial<Known>): void => {
    const before = session.phase;
    session = next(session, news);
    if (session.phase === before) return;
    logger.log(explain(session.phase));
    enter(session.phase);
  });

  function enter(phase: Phase): void {
    if (phase.kind === 'recording') {
      const { deviceId, sessionId } = phase.identity;
      guard.forgive();
      healing.healed();
      context = {
        deviceId,
        sessionId: String(sessionId),
        sampleRate: phase.sampleRate,
        library: `${kind}/${VERSION}`,
        version: VERSION,
      };
      void pipeline.seal();
      recorder?.restart();
      return;
    }
    recorder?.stop();
    context = undefined;
    if (phase.kind === 'starting') openOnce();
    else if (session.optOut) forgetVisitor();
    else void pipeline.seal();
  }

  /** Loads and opens what only recorded sessions need. */
  function openOnce(): void {
    if (stopLifecycle) return;
    stopLifecycle = startLifecycle({
      environment,
      guard,
      handlers: {
        onHidden: () => void pipeline.seal(),
        onExit: pipeline.exit,
        onReturn: pipeline.resume,
        onFocus: settings.snapshotOnFocus ? takeSnapshot : undefined,
        onOnline: pipeline.retry,
      },
    });
    void pipeline.open();
    void loadRecorder();
  }

  async function loadRecorder(): Promise<void> {
    try {
      const record = await loadRecord();
      const cancelWait = environment.schedule(STORAGE_WAIT_MS, beStorable);
      await storable.then(cancelWait);
      recorder = createRecorder({
        record,
        rules: () => {
          if (!rules) throw new Error('the privacy rules are not known');
          return rules;
        },
        pageUrl: environment.pageUrl,
        inlineStylesheets: settings.inlineStylesheets,
        blockedStyle: settings.colorsBlocked
          ? 'background-color:lightgrey'
          : undefined,
        guard,
        onEvent: (event) => {
          if (context) pipeline.push(event, context);
        },
        onFailed: () => learn({ recorder: 'failed' }),
      });
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
    if (deviceId !== undefined) void pipeline.forget(deviceId, 'opted-out');
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
        beReady();
      },
    });
  }

  /** Rules that change during a recording hold from a fresh snapshot on. */
  function applyPrivacy(remote: unknown): void {
    const text = JSON.stringify(remote);
    if (rules && text === remotePrivacy) return;
    remotePrivacy = text;
    rules = joinRules(settings.privacy, remote, environment.isSelector, logger);
    isSecretName = createIsSecretName(rules.secretUrlParameters);
    if (session.phase.kind !== 'recording') return;
    recorder?.stop();
    recorder?.restart();
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
    recordedVisit: () =>
      session.phase.kind === 'starting' || session.phase.kind === 'recording'
        ? session.phase.identity
        : undefined,
    status: () => readStatus(session, pipeline, drops, rules),
    flush: pipeline.flush,
    shutdown: async () => {
      learn({ started: false });
      beReady();
      stopConfig?.();
      if (!stopLifecycle) return;
      // The page may end while the last events are on their way.
      await pipeline.close();
      stopLifecycle();
    },
  };
}

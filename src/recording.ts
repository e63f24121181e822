/*! rrweb, MIT: see LICENSES.txt */
/**
 * Joins what only recorded sessions need: the page's events, the recorder, and the way of what it records.
 * Only `recorder-part.ts` imports it, so that no other visitor loads any of it.
 */
import type { eventWithTime } from '@rrweb/types';
import type { Settings } from './config/settings.js';
import { createDrops, type DropReason } from './drops.js';
import type { Environment } from './environment.js';
import type { Guard, Logger } from './guard.js';
import { startLifecycle } from './page/lifecycle.js';
import { createPipeline, type Pipeline } from './pipeline.js';
import { CUSTOM, FULL_SNAPSHOT } from './privacy/event-types.js';
import {
  createIsSecretName,
  redact,
  type IsSecretName,
} from './privacy/redact.js';
import type { PrivacyRules } from './privacy/rules.js';
import { createSecrets } from './privacy/secrets.js';
import { createHealing } from './recorder/healing.js';
import { createRecorder } from './recorder/recorder.js';
import type { RrwebRecord } from './recorder/rrweb/parts.js';
import { isSameVisit } from './session/replay-id.js';
import type { CaptureContext } from './store/session-store.js';
import type { TargetingDecision } from './targeting/decide.js';

/**
 * How long recording waits for the storage.
 *
 * Unit: ms.
 * Why: the first snapshot of a large page can be neither stored nor sent when the page is left before.
 */
const STORAGE_WAIT_MS = 300;

/** Records one page, of whichever visits, and delivers what it recorded. */
export interface Recording extends Pick<
  Pipeline,
  | 'seal'
  | 'flush'
  | 'forget'
  | 'isDurable'
  | 'pending'
  | 'worker'
  | 'sentCount'
  | 'close'
> {
  /** Resolves when the storage is open, or is waited for no longer. */
  ready: Promise<void>;
  /** Captures the page under this context from now on, beginning with a snapshot, which `decision` follows. */
  begin: (context: CaptureContext, decision?: TargetingDecision) => void;
  /** Captures nothing from now on. `isKept`: what is gathered belongs to the recording. */
  end: (isKept: boolean) => void;
  /** Rules in force from now on: what is being captured begins afresh under them. */
  setRules: (rules: PrivacyRules) => void;
  /** Events dropped so far, by reason. */
  dropCounts: () => Partial<Record<DropReason, number>>;
  /** Whether it leaves the page alone for a while. */
  isResting: () => boolean;
}

/** Opens the storage, sends what earlier pages have left, and captures nothing yet. */
export function startRecording({
  environment,
  settings,
  guard,
  logger,
  record,
  rules: firstRules,
  onDisabled,
  onFailed,
}: {
  environment: Environment;
  settings: Settings;
  guard: Guard;
  logger: Logger;
  record: RrwebRecord;
  rules: PrivacyRules;
  /** The server wants nothing more of this session. */
  onDisabled: (context: CaptureContext) => void;
  /** The page cannot be recorded. The guard says why. */
  onFailed: () => void;
}): Recording {
  let context: CaptureContext | undefined;
  let untold: TargetingDecision | undefined;
  /** Ends the wait for the moment from which the session may be sent. */
  let cancelGate = (): void => {};
  let rules = firstRules;
  let isSecretName: IsSecretName = createIsSecretName(
    rules.secretUrlParameters,
  );
  let beReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    beReady = resolve;
  });

  const drops = createDrops(logger);
  const pipeline = createPipeline({
    environment,
    settings,
    guard,
    logger,
    drops,
    pageUrl: () => redact(environment.pageUrl(), isSecretName),
    current: () => context,
    collect: (isLast) => recorder.flush(isLast),
    onOpen: () => beReady(),
    onDisabled,
    onLost: (lost) => {
      if (!lost || isSameVisit(lost, context)) healing.lost();
    },
    onWayFree: () => healing.wayIsFree(),
  });
  const takeSnapshot = (): void => {
    if (context) recorder.restart();
  };
  const healing = createHealing({ environment, takeSnapshot });
  const recorder = createRecorder({
    environment,
    record,
    secrets: createSecrets(),
    rules: () => rules,
    pageUrl: environment.pageUrl,
    inlineStylesheets: settings.inlineStylesheets,
    blockedStyle: settings.colorsBlocked
      ? 'background-color:lightgrey'
      : undefined,
    guard,
    onChange: pipeline.expect,
    onEvent: (event) => {
      if (!context) return;
      pipeline.push(event, context);
      if (!untold || (event.type as number) !== FULL_SNAPSHOT) return;
      const data = { tag: 'targeting-decision', payload: untold };
      const { timestamp } = event;
      untold = undefined;
      pipeline.push(
        { type: CUSTOM, timestamp, data } as object as eventWithTime,
        context,
      );
    },
    onFailed,
  });
  const stopLifecycle = startLifecycle({
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
  const cancelWait = environment.schedule(STORAGE_WAIT_MS, beReady);
  void pipeline.open();

  return {
    ...pipeline,
    ready: ready.then(cancelWait),
    begin: (next, decision) => {
      healing.healed();
      // What has changed so far belongs to the visit before.
      recorder.flush(true);
      context = next;
      untold = decision;
      cancelGate();
      if (next.sendFromMs !== undefined)
        cancelGate = environment.schedule(
          Math.max(next.sendFromMs - environment.now(), 0),
          guard.sync('the shortest duration', pipeline.wake),
        );
      void pipeline.seal();
      // The rest was that of the visit before.
      if (recorder.isResting()) recorder.abandon();
      recorder.restart();
    },
    end: (isKept) => {
      if (isKept) recorder.stop();
      else recorder.abandon();
      context = undefined;
      cancelGate();
    },
    setRules: (next) => {
      rules = next;
      isSecretName = createIsSecretName(rules.secretUrlParameters);
      if (!context) return;
      recorder.abandon();
      recorder.restart();
    },
    dropCounts: drops.counts,
    isResting: recorder.isResting,
    close: async () => {
      // The page may end while the last events are on their way.
      await pipeline.close();
      stopLifecycle();
    },
  };
}

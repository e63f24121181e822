import type { eventWithTime, serializedNodeWithId } from '@rrweb/types';
import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import { CUSTOM, FULL_SNAPSHOT } from '../privacy/event-types.js';
import { createMaskEvent } from '../privacy/events.js';
import { blockedSelector } from '../privacy/place.js';
import type { PrivacyRules } from '../privacy/rules.js';
import type { Secrets } from '../privacy/secrets.js';
import { createBudget } from './budget.js';
import { createGathering, type Gathering } from './gathering.js';
import { createJoinedRules, type JoinedRules } from './joined-rules.js';
import { createRest } from './rest.js';
import { rrwebOptions } from './rrweb-options.js';
import type { RrwebRecord } from './rrweb/parts.js';
import { createSerialise } from './rrweb/serialise.js';
import { createIsStale } from './staleness.js';

/** Records the page. The only place that calls rrweb; `privacy` knows the shape of its events. */
export interface Recorder {
  /** Starts, or, where it runs already, begins afresh: the next events are a meta event and a full snapshot. */
  restart: () => void;
  /** Tells of all changes of the page that are gathered; those that may wait longer, only if it `isLast` chance. */
  flush: (isLast: boolean) => void;
  /** Tells of what is gathered, unless the page is changing at this moment, and stops. */
  stop: () => void;
  /** Stops, and drops what is gathered. */
  abandon: () => void;
  /** Whether it rests, because it took too much of the page's time. */
  isResting: () => boolean;
}

/** How long changes are gathered while recording takes too much time. Unit: ms. */
const STRETCHED_MS = 1_000;

/**
 * How long the rest of a first snapshot is read where it may be the last chance.
 *
 * Unit: ms.
 * Why: a browser waits half a second for a page that is closed, and what was read is still to be stored. A replay of most
 * of a page is better than none.
 */
const MAX_LAST_MS = 100;

/** One run of rrweb, from its start to its stop. */
interface Run {
  hasSnapshot: boolean;
  /** The page as the first snapshot has it: masked part by part. */
  masked?: serializedNodeWithId | undefined;
  /** What is to come after it. */
  held: eventWithTime[];
  isBeginningAfresh: boolean;
  gathering: Gathering;
  joinedRules: JoinedRules;
  stop?: () => void;
}

/** Builds the recorder. `onEvent` is called in the page's own tasks and must do next to nothing. */
export function createRecorder({
  environment,
  record,
  secrets,
  rules,
  pageUrl,
  inlineStylesheets,
  blockedStyle,
  guard,
  onChange,
  onEvent,
  onFailed,
}: {
  environment: Pick<
    Environment,
    'now' | 'schedule' | 'elapsed' | 'document' | 'isHidden' | 'outsideZones'
  >;
  record: RrwebRecord;
  secrets: Secrets;
  /** The rules in force at this moment; they are read at each start. */
  rules: () => PrivacyRules;
  pageUrl: () => string;
  inlineStylesheets: boolean;
  /** The `style` of what stands for blocked elements. */
  blockedStyle: string | undefined;
  guard: Guard;
  /** The page has changed; the event comes soon, or when it is asked for. */
  onChange: () => void;
  onEvent: (event: eventWithTime) => void;
  /** rrweb could not be started, or its snapshot not be masked. The guard says why. */
  onFailed: () => void;
}): Recorder {
  let run: Run | undefined;
  let isStretched = false;
  const budget = createBudget({
    environment,
    onExceeded: () => {
      if (isStretched) suspend();
      isStretched = true;
    },
    onCalm: () => {
      isStretched = false;
    },
  });
  const rest = createRest({
    environment,
    watch: (onChanges) => watchPage(record, environment.document(), onChanges),
    isLittle: budget.isLittle,
  });

  const restart = (): void => {
    // It begins afresh anyway.
    if (rest.isOn()) return;
    if (run) {
      // Before the first snapshot there is nothing to begin afresh.
      if (run.hasSnapshot) record.takeFullSnapshot(true);
      return;
    }
    const inForce = rules();
    const { blockSelector } = inForce;
    const serialise = createSerialise(record, blockedSelector(blockSelector));
    const gathering = createGathering({
      environment,
      record,
      serialise,
      maskParts: (childNodes) => {
        // As a snapshot of its own.
        const part: object = {
          type: FULL_SNAPSHOT,
          data: { node: { childNodes } },
        };
        // What it tells of came before the snapshot is told, and follows it.
        own.joinedRules.close();
        own.masked ??= childNodes[0];
        maskEvent(part as eventWithTime, pageUrl());
      },
      onSnapshot: (isWhole) => {
        own.held.splice(0).forEach(onEvent);
        // Where the page lives on.
        if (!isWhole) environment.schedule(0, () => beginAfreshSoon(own));
      },
      onSnapshotFailed: onFailed,
      onFirst: onChange,
      onPassword: secrets.remember,
      onLost: () => beginAfreshSoon(own),
      minWindowMs: () => (isStretched ? STRETCHED_MS : 0),
      spend: budget.spend,
      guarded: (task) => guard.sync('recorder', task),
    });
    const own: Run = {
      hasSnapshot: false,
      held: [],
      isBeginningAfresh: false,
      gathering,
      joinedRules: createJoinedRules(environment, (event) => emit(event)),
    };
    run = own;
    Object.assign(record, { serialise, changes: gathering });
    const maskEvent = createMaskEvent({
      rules: inForce,
      isSecret: secrets.isSecret,
      nodeWithId: (id) => record.mirror.getNode(id),
      blockedStyle,
    });
    const isStale = createIsStale(inForce, record.mirror);
    const take = (event: eventWithTime, isSnapshot: boolean): void => {
      const url = pageUrl();
      let isKept: boolean;
      try {
        const { node } = event.data as { node?: serializedNodeWithId };
        isKept = (!!node && node === own.masked) || maskEvent(event, url);
      } catch (error) {
        // Without its snapshot the rest of a recording shows nothing.
        if (isSnapshot) onFailed();
        throw error;
      }
      // Nothing of a page stays in memory.
      if (isSnapshot) own.masked = undefined;
      if (isStale(event, url)) beginAfreshSoon(own);
      if (!isKept) return;
      if (gathering.isReading()) own.held.push(event);
      else onEvent(event);
    };
    const emit = guard.sync('recorder', (event: eventWithTime) => {
      // Throttled events of rrweb may come after its stop.
      if (run !== own) return;
      const { type } = event as { type: number };
      own.hasSnapshot = true;
      if (type === FULL_SNAPSHOT) take(event, true);
      else budget.spend(0, () => take(event, false));
    });
    try {
      const stop = record({
        ...rrwebOptions({ blockSelector, inlineStylesheets }),
        emit: own.joinedRules.add,
      });
      if (!stop) throw new Error('rrweb could not read the page');
      own.stop = stop;
    } catch (error) {
      run = undefined;
      onFailed();
      throw error;
    }
    // An event of the start may have ended the run.
    if (run !== own) own.stop();
  };

  /** Not at once: rrweb is in the middle of an event. */
  const beginAfreshSoon = (own: Run): void => {
    if (own.isBeginningAfresh) return;
    own.isBeginningAfresh = true;
    void guard.async('beginning afresh', async () => {
      await Promise.resolve();
      own.isBeginningAfresh = false;
      if (run === own) restart();
    });
  };

  const end = (): void => {
    run?.gathering.stop();
    run?.stop?.();
    run = undefined;
  };
  const abandon = guard.sync('stopping the recorder', () => {
    rest.cancel();
    end();
  });

  /** Leaves the page alone until it is calm. */
  const suspend = (): void => {
    end();
    tellOfRest(true);
    rest.start(
      guard.sync('starting the recorder', () => {
        restart();
        tellOfRest(false);
      }),
    );
  };
  const tellOfRest = (isResting: boolean): void =>
    onEvent({
      type: CUSTOM,
      timestamp: environment.now(),
      data: { tag: 'session-replay-resting', payload: { isResting } },
    } as object as eventWithTime);

  return {
    restart: guard.sync('starting the recorder', restart),
    flush: (isLast) => {
      run?.joinedRules.close();
      if (isLast) {
        run?.gathering.finishSnapshot(MAX_LAST_MS);
        run?.gathering.flush(true);
      } else run?.gathering.tellDue();
    },
    stop: () => {
      run?.joinedRules.close();
      if (run) {
        // What came up since the last change that was told might be what the recording ends before.
        const isBehind = run.gathering.isBehind();
        run.gathering.finishSnapshot(isBehind ? 0 : Infinity);
        if (!isBehind) run.gathering.flush();
      }
      abandon();
    },
    abandon,
    isResting: rest.isOn,
  };
}

/** Counts changes of the page. Returns what stops that. */
function watchPage(
  { parts }: RrwebRecord,
  root: Node,
  onChanges: (count: number) => void,
): () => void {
  const [Observer] = parts.mutationObserverCtor();
  const observer = new Observer((records) => onChanges(records.length));
  observer.observe(root, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  return () => observer.disconnect();
}

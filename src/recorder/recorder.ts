import type { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import type { Guard } from '../guard.js';
import {
  DOM_CONTENT_LOADED,
  FULL_SNAPSHOT,
  LOAD,
} from '../privacy/event-types.js';
import { createMaskEvent } from '../privacy/events.js';
import type { PrivacyRules } from '../privacy/rules.js';
import { createIsSecret } from '../privacy/secrets.js';
import { rrwebOptions } from './rrweb-options.js';
import { createIsStale } from './staleness.js';

/** rrweb's recorder. */
export type RrwebRecord = typeof record;

/** Records the page. The only place that calls rrweb; `privacy` knows the shape of its events. */
export interface Recorder {
  /** Starts, or, where it runs already, begins afresh: the next events are a meta event and a full snapshot. */
  restart: () => void;
  stop: () => void;
}

/** One run of rrweb, from its start to its stop. */
interface Run {
  hasSnapshot: boolean;
  isBeginningAfresh: boolean;
  stop?: () => void;
}

/** Builds the recorder. `onEvent` is called in the page's own tasks and must do next to nothing. */
export function createRecorder({
  record,
  rules,
  pageUrl,
  inlineStylesheets,
  blockedStyle,
  guard,
  onEvent,
  onFailed,
}: {
  record: RrwebRecord;
  /** The rules in force at this moment; they are read at each start. */
  rules: () => PrivacyRules;
  pageUrl: () => string;
  inlineStylesheets: boolean;
  /** The `style` of what stands for blocked elements. */
  blockedStyle: string | undefined;
  guard: Guard;
  onEvent: (event: eventWithTime) => void;
  /** rrweb could not be started, or its snapshot not be masked. The guard says why. */
  onFailed: () => void;
}): Recorder {
  let run: Run | undefined;
  const isSecret = createIsSecret();

  const restart = (): void => {
    if (run) {
      // Before the first snapshot there is nothing to begin afresh.
      if (run.hasSnapshot) record.takeFullSnapshot(true);
      return;
    }
    const inForce = rules();
    const own: Run = { hasSnapshot: false, isBeginningAfresh: false };
    run = own;
    const maskEvent = createMaskEvent({
      rules: inForce,
      isSecret,
      nodeWithId: (id) => record.mirror.getNode(id),
      blockedStyle,
    });
    const isStale = createIsStale(inForce, record.mirror);
    const emit = guard.sync('recorder', (event: eventWithTime) => {
      // Throttled events of rrweb may come after its stop.
      if (run !== own) return;
      // A recording begins with its meta event and snapshot; these two may come before them.
      const { type } = event as { type: number };
      if (!own.hasSnapshot) {
        if (type === DOM_CONTENT_LOADED || type === LOAD) return;
        own.hasSnapshot = true;
      }
      const url = pageUrl();
      let isKept: boolean;
      try {
        isKept = maskEvent(event, url);
      } catch (error) {
        // Without its snapshot the rest of a recording shows nothing.
        if (type === FULL_SNAPSHOT) onFailed();
        throw error;
      }
      if (isStale(event, url)) beginAfreshSoon(own);
      if (isKept) onEvent(event);
    });
    try {
      const stop = record({
        ...rrwebOptions({
          blockSelector: inForce.blockSelector,
          inlineStylesheets,
        }),
        emit,
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

  return {
    restart: guard.sync('starting the recorder', restart),
    stop: guard.sync('stopping the recorder', () => {
      run?.stop?.();
      run = undefined;
    }),
  };
}

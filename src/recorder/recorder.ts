import type { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import type { Guard } from '../guard.js';
import { maskAttributes } from '../privacy/attributes.js';
import type { PrivacyRules } from '../privacy/mask.js';
import { createMaskDecision, rrwebOptions } from './rrweb-options.js';

/** rrweb's recorder. */
export type RrwebRecord = typeof record;

/** Records the page. The only place that knows rrweb. */
export interface Recorder {
  /** Starts, or, where it runs already, begins afresh: the next events are a meta event and a full snapshot. */
  restart: () => void;
  stop: () => void;
}

/** Loads rrweb. Kept apart from everything else, so that visitors who are not recorded never load it. */
export async function loadRecord(): Promise<RrwebRecord> {
  const { record } = await import('@rrweb/record');
  return record;
}

/** `DomContentLoaded` and `Load`. Source: rrweb's `EventType`. */
const PAGE_LOAD_TYPES = new Set<number>([0, 1]);

/** One run of rrweb, from its start to its stop. */
interface Run {
  hasSnapshot: boolean;
  stop?: () => void;
}

/** Builds the recorder. `onEvent` is called in the page's own tasks and must do next to nothing. */
export function createRecorder({
  record,
  rules,
  pageUrl,
  inlineStylesheets,
  guard,
  onEvent,
  onFailed,
}: {
  record: RrwebRecord;
  /** The rules in force at this moment; which elements are blocked is read at each start. */
  rules: () => PrivacyRules;
  pageUrl: () => string;
  inlineStylesheets: boolean;
  guard: Guard;
  onEvent: (event: eventWithTime) => void;
  /** rrweb could not be started. The guard has said why. */
  onFailed: () => void;
}): Recorder {
  let run: Run | undefined;
  const decide = createMaskDecision({ rules, pageUrl });

  /** A node that is gone already cannot be asked about any more. */
  const isMaskedNode = (id: number): boolean => {
    const node = record.mirror.getNode(id);
    return !node || decide(node as Element, 'value');
  };

  const restart = (): void => {
    if (run) {
      // Before the first snapshot there is nothing to begin afresh.
      if (run.hasSnapshot) record.takeFullSnapshot(true);
      return;
    }
    const own: Run = { hasSnapshot: false };
    run = own;
    const emit = guard.sync('recorder', (event: eventWithTime) => {
      // Throttled events of rrweb may come after its stop.
      if (run !== own) return;
      // A recording begins with its meta event and snapshot; these two may come before them.
      if (!own.hasSnapshot) {
        if (PAGE_LOAD_TYPES.has(event.type)) return;
        own.hasSnapshot = true;
      }
      maskAttributes(event, isMaskedNode);
      onEvent(event);
    });
    try {
      const { blockSelector } = rules();
      const stop = record({
        ...rrwebOptions({ blockSelector, decide, inlineStylesheets }),
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

  return {
    restart: guard.sync('starting the recorder', restart),
    stop: guard.sync('stopping the recorder', () => {
      run?.stop?.();
      run = undefined;
    }),
  };
}

import type { record as rrwebRecord } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import type { Guard } from '../guard.js';
import type { RrwebOptions } from './rrweb-options.js';

/** rrweb's recorder. */
export type Record = typeof rrwebRecord;

/** Records the page. The only place that knows rrweb. */
export interface Recorder {
  /** Starts, or, where it runs already, begins afresh: the next events are a meta event and a full snapshot. */
  restart: () => void;
  stop: () => void;
}

/** Loads rrweb. Kept apart from everything else, so that visitors who are not recorded never load it. */
export async function loadRecord(): Promise<Record> {
  const { record } = await import('@rrweb/record');
  return record;
}

/** `DomContentLoaded` and `Load`. Source: rrweb's `EventType`. */
const PAGE_LOAD_TYPES = new Set<number>([0, 1]);

/** Builds the recorder. `onEvent` is called in the page's own tasks and must do next to nothing. */
export function createRecorder({
  record,
  options,
  guard,
  onEvent,
}: {
  record: Record;
  /** Read at each start. */
  options: () => RrwebOptions;
  guard: Guard;
  onEvent: (event: eventWithTime) => void;
}): Recorder {
  let stopRecord: (() => void) | undefined;
  let hasSnapshot = false;

  const emit = guard.sync('recorder', (event: eventWithTime) => {
    // A recording begins with its meta event and snapshot; these two may come before them.
    if (!hasSnapshot) {
      if (PAGE_LOAD_TYPES.has(event.type)) return;
      hasSnapshot = true;
    }
    onEvent(event);
  });

  const restart = (): void => {
    if (stopRecord) {
      // Before the first snapshot there is nothing to begin afresh.
      if (hasSnapshot) record.takeFullSnapshot(true);
      return;
    }
    hasSnapshot = false;
    stopRecord = record({ ...options(), emit });
  };

  return {
    restart: guard.sync('starting the recorder', restart),
    stop: guard.sync('stopping the recorder', () => {
      stopRecord?.();
      stopRecord = undefined;
    }),
  };
}

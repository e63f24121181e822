import type { serializedNodeWithId } from '@rrweb/types';
import { clamp } from '../clamp.js';
import type { Environment } from '../environment.js';
import type { Budget } from './budget.js';
import { createFirstSnapshot } from './first-snapshot.js';
import { createPendingChanges } from './rrweb/pending-changes.js';
import type {
  Changes,
  RrwebRecord,
  Serialise,
  TreeOptions,
} from './rrweb/parts.js';
import { SLICE_MS, sliceMs } from './slices.js';

/** Decides when rrweb tells of changes of the page: many of one node are one then, and nodes that came and went none. */
export interface Gathering extends Changes {
  /** Tells of what is gathered, unless it may wait longer than other events do. */
  tellDue: () => void;
  /** Whether the page has changed in the task that is under way. */
  isBehind: () => boolean;
  /** Drops what is gathered, and all that still comes. */
  stop: () => void;
}

/**
 * How long changes are gathered: a ms for each change of the last time, within these limits.
 *
 * Unit: ms.
 * Why: a few moving things shall move smoothly in the replay; a page that changes everywhere shall not pay for each
 * step. What a crash may take must not be older than 250 ms, and serialising takes up to 50 of them.
 */
const MIN_WINDOW_MS = 50;
const MAX_WINDOW_MS = 200;

/**
 * Where thousands of nodes were new the last time, changes are gathered longer: a ms for so many of them, to this limit,
 * and half as long the time after that.
 *
 * Unit: ms.
 * Why: what makes so many soon throws many away, and none of these need be read, stored and sent. That is worth more
 * than what a crash may take in that time.
 */
const NODES_PER_MS = 10;
const MAX_PATIENCE_MS = 1_000;

/** Builds it for one run of rrweb. */
export function createGathering({
  environment,
  record,
  serialise,
  onFirst,
  maskParts,
  onSnapshot,
  onSnapshotFailed,
  onPassword,
  onLost,
  minWindowMs,
  guarded,
  spend,
}: {
  environment: Pick<Environment, 'schedule' | 'elapsed' | 'isHidden'>;
  record: RrwebRecord;
  serialise: Serialise;
  /** The first change of a window came. */
  onFirst: () => void;
  /** Masks what was read of the page for its first snapshot. */
  maskParts: (parts: serializedNodeWithId[]) => void;
  /** The first snapshot is told. It lacks some of the page unless it `isWhole`. */
  onSnapshot: (isWhole: boolean) => void;
  onSnapshotFailed: () => void;
  /** A field was a password, and may be none any more. */
  onPassword: (field: Element) => void;
  /** The changes could not be told: what the replay shows is not the page any more. */
  onLost: () => void;
  /** How long changes are gathered at least. Unit: ms. */
  minWindowMs: () => number;
  /** Wraps what the browser calls: nothing that is thrown comes out. */
  guarded: <A extends unknown[]>(
    task: (...given: A) => void,
  ) => (...given: A) => void;
  /** Runs what handles so many changes. */
  spend: Budget['spend'];
}): Gathering {
  const pending = createPendingChanges({ record, serialise, onPassword });
  /** One for all trees: a page may have thousands. */
  let observer: MutationObserver | undefined;
  let trees: TreeOptions | undefined;
  let count = 0;
  /** Of the last time. */
  let countBefore = 0;
  /** New nodes of the last time that were told of. */
  let newCount = 0;
  /** What is left of the patience of earlier times. Unit: ms. */
  let patienceMs = 0;
  let firstSliceAtMs = 0;
  let isTelling = false;
  let cancelWindow: (() => void) | undefined;
  let cancelSlice: (() => void) | undefined;

  const currentPatienceMs = (): number =>
    clamp(
      (newCount + pending.leftCount()) / NODES_PER_MS,
      patienceMs,
      MAX_PATIENCE_MS,
    );
  const windowMs = (): number =>
    Math.max(
      clamp(countBefore, MIN_WINDOW_MS, MAX_WINDOW_MS),
      currentPatienceMs(),
      minWindowMs(),
    );
  /** Takes what the browser has not told yet. */
  const catchUp = (): number => {
    const before = count;
    if (observer) note(observer.takeRecords());
    return count - before;
  };
  const note = (records: readonly MutationRecord[]): void => {
    if (!trees || records.length === 0) return;
    count += records.length;
    spend(records.length, () => pending.add(records));
    if (cancelWindow || pending.isEmpty()) return;
    cancelWindow = environment.schedule(windowMs(), tellSome);
    onFirst();
  };

  const tell = (isAll: boolean, isRest = false): void =>
    spend(0, () => {
      if (isTelling || !trees || snapshot.isOpen()) return;
      isTelling = true;
      try {
        catchUp();
        // While a visitor types there mostly is nothing.
        if (isAll && pending.isEmpty()) return;
        cancelSlice?.();
        const nowMs = environment.elapsed();
        if (!isRest) {
          endWindow();
          firstSliceAtMs = nowMs;
        }
        const untilMs = nowMs + sliceMs(nowMs - firstSliceAtMs);
        const changes = pending.take(
          trees,
          () => !isAll && environment.elapsed() >= untilMs,
          isRest,
        );
        newCount += changes?.adds.length ?? 0;
        if (pending.leftCount())
          cancelSlice = environment.schedule(SLICE_MS, tellRest);
        if (changes) trees.mutationCb(changes);
      } catch (error) {
        onLost();
        throw error;
      } finally {
        isTelling = false;
      }
    });
  const endWindow = (): void => {
    cancelWindow?.();
    cancelWindow = undefined;
    patienceMs = currentPatienceMs() / 2;
    newCount = 0;
    countBefore = count;
    count = 0;
  };
  const tellRest = guarded(() => tell(false, true));
  const tellSome = guarded(() => tell(false));
  const snapshot = createFirstSnapshot({
    environment,
    serialise,
    catchUp,
    takesOver: pending.takesOver,
    maskParts,
    onRead: (leftOut) => {
      const isWhole = leftOut.length === 0;
      pending.leaveOut(leftOut);
      onSnapshot(isWhole);
      // What came while it was read.
      if (isWhole) tellSome();
    },
    onFailed: onSnapshotFailed,
    guarded,
  });
  const flush = guarded((isAll?: boolean) => {
    // Asked before each event.
    if (isAll || !pending.isEmpty()) tell(true);
  });

  return {
    watch: (Observer, root, options) => {
      trees = options;
      observer ??= new Observer(guarded(note));
      observer.observe(root, {
        attributes: true,
        attributeOldValue: true,
        characterData: true,
        characterDataOldValue: true,
        childList: true,
        subtree: true,
      });
    },
    settle: guarded((node) => {
      if (isTelling) return;
      catchUp();
      const isConcerned = pending.concerns(node);
      if (
        isConcerned ||
        !record.mirror.hasNode(node) ||
        snapshot.concerns(node)
      )
        snapshot.finish();
      if (isConcerned) tell(true);
    }),
    flush,
    finishSnapshot: guarded(snapshot.finish),
    readPage: (options, onNode) => {
      pending.leaveOut([]);
      snapshot.read(options, onNode);
    },
    tellDue: () => {
      if (!pending.isEmpty() && windowMs() <= MAX_WINDOW_MS) tellSome();
    },
    isReading: snapshot.isOpen,
    isBehind: () => catchUp() > 0,
    stop: () => {
      trees = undefined;
      snapshot.stop();
      cancelWindow?.();
      cancelSlice?.();
      observer?.disconnect();
    },
  };
}

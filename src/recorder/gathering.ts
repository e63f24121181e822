import { clamp } from '../clamp.js';
import type { Environment } from '../environment.js';
import type { Budget } from './budget.js';
import { createPendingChanges } from './rrweb/pending-changes.js';
import type {
  Changes,
  RrwebRecord,
  Serialise,
  TreeOptions,
} from './rrweb/parts.js';

/** Decides when rrweb tells of changes of the page: many of one node are one then, and nodes that came and went none. */
export interface Gathering extends Changes {
  /** Whether what is gathered may wait longer than other events do. */
  isPatient: () => boolean;
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
 * Why: what makes so many soon throws many away, and none of these need be read, stored and sent.
 */
const NODES_PER_MS = 10;
const MAX_PATIENCE_MS = 1_000;

/** Builds it for one run of rrweb. */
export function createGathering({
  environment,
  record,
  serialise,
  onFirst,
  onPassword,
  onLost,
  minWindowMs,
  guarded,
  spend,
}: {
  environment: Pick<Environment, 'schedule'>;
  record: RrwebRecord;
  serialise: Serialise;
  /** The first change of a window came. */
  onFirst: () => void;
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
  let patienceMs = 0;
  let isTelling = false;
  let cancelTimer: (() => void) | undefined;

  const windowMs = (): number =>
    Math.max(
      clamp(countBefore, MIN_WINDOW_MS, MAX_WINDOW_MS),
      patienceMs,
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
    const wasEmpty = pending.isEmpty();
    count += records.length;
    spend(records.length, () => pending.add(records));
    if (!wasEmpty || pending.isEmpty()) return;
    cancelTimer = environment.schedule(windowMs(), flush);
    onFirst();
  };

  const tell = (): void => {
    if (isTelling || !trees) return;
    isTelling = true;
    try {
      catchUp();
      cancelTimer?.();
      countBefore = count;
      count = 0;
      const { mutationCb } = trees;
      const changes = pending.take(trees);
      const newMs = (changes?.adds.length ?? 0) / NODES_PER_MS;
      patienceMs = Math.min(Math.max(newMs, patienceMs / 2), MAX_PATIENCE_MS);
      if (changes) mutationCb(changes);
    } catch (error) {
      onLost();
      throw error;
    } finally {
      isTelling = false;
    }
  };
  const flush = guarded((isAll?: boolean) => {
    // Asked before each event.
    if (isAll || !pending.isEmpty()) spend(0, tell);
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
      if (pending.concerns(node)) spend(0, tell);
    }),
    flush,
    isPatient: () => windowMs() > MAX_WINDOW_MS,
    isBehind: () => catchUp() > 0,
    stop: () => {
      trees = undefined;
      cancelTimer?.();
      observer?.disconnect();
    },
  };
}

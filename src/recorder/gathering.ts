import type { Environment } from '../environment.js';

/** Takes what a `MutationObserver` tells. */
export type TakeRecords = (records: MutationRecord[]) => void;

/** What rrweb asks, as `rrweb/adapt.ts` makes it: who gets the changes of the page, and when. */
export interface Changes {
  /** Returns what an observer is to call instead of `process`, which handles the changes of one tree. */
  gather: (process: TakeRecords, observer: () => Observer) => TakeRecords;
  /** Has everything processed that is gathered. Called before rrweb tells of anything else, or asks for a new node. */
  flush: () => void;
}

/** The part of `MutationObserver` that is used. */
type Observer = Pick<MutationObserver, 'takeRecords'>;

/** Gathers changes of the page, so that many of one node are one for rrweb, and nodes that came and went are none. */
export interface Gathering extends Changes {
  /** Whether the page has changed since it last told of changes: in the task that is under way. */
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

const FRAGMENT_NODE = 11;

/** Builds it for one run of rrweb. */
export function createGathering({
  environment,
  isKnown,
  onFirst,
  process: run,
  maxWindowMs = () => MAX_WINDOW_MS,
}: {
  environment: Pick<Environment, 'schedule'>;
  /** Whether rrweb knows the node: it is, or was, in the recording. */
  isKnown: (node: Node) => boolean;
  /** The first change of a window came. */
  onFirst: () => void;
  /** Calls rrweb; nothing that it throws comes back. */
  process: (task: () => void) => void;
  maxWindowMs?: () => number;
}): Gathering {
  /** By tree, in the order of their first change. */
  let gathered = new Map<TakeRecords, MutationRecord[]>();
  const observers = new Set<() => Observer>();
  let count = 0;
  let lastCount = 0;
  let isProcessing = false;
  let isStopped = false;
  let cancelTimer: (() => void) | undefined;

  const flush = (): void => {
    if (isProcessing || gathered.size === 0) return;
    cancelTimer?.();
    const portions = gathered;
    gathered = new Map();
    lastCount = count;
    count = 0;
    isProcessing = true;
    for (const [process, records] of portions)
      run(() => {
        const fewer = reduce(records, isKnown);
        if (fewer.length > 0) process(fewer);
      });
    isProcessing = false;
  };

  /** Trees are processed one after the other: a node must have left the one before it comes to the other. */
  const isMoveFromOtherTree = (
    process: TakeRecords,
    records: MutationRecord[],
  ): boolean =>
    gathered.size > (gathered.has(process) ? 1 : 0) &&
    records.some(({ addedNodes }) => [...addedNodes].some(isKnown));

  return {
    gather: (process, observer) => {
      observers.add(observer);
      return (records) => {
        if (isStopped) return;
        if (isMoveFromOtherTree(process, records)) flush();
        if (gathered.size === 0) {
          const windowMs = Math.max(lastCount, MIN_WINDOW_MS);
          cancelTimer = environment.schedule(
            Math.min(windowMs, maxWindowMs()),
            flush,
          );
          onFirst();
        }
        count += records.length;
        const before = gathered.get(process);
        if (!before) gathered.set(process, [...records]);
        else for (const record of records) before.push(record);
      };
    },
    flush,
    isBehind: () =>
      [...observers].some((observer) => observer().takeRecords().length > 0),
    stop: () => {
      isStopped = true;
      cancelTimer?.();
      gathered.clear();
    },
  };
}

/**
 * The changes that matter for what the page is now: rrweb reads values when it processes them.
 *
 * Why the first of several, not the last: it has the value that the replay shows.
 */
function reduce(
  records: readonly MutationRecord[],
  isKnown: (node: Node) => boolean,
): MutationRecord[] {
  const texts = new Set<Node>();
  const attributes = new Map<Node, Set<string>>();
  const isFirst = (record: MutationRecord): boolean => {
    const { type, target, attributeName } = record;
    if (type === 'characterData') return addTo(texts, target);
    // Fields that were passwords in between are known by that.
    if (attributeName === 'type') return true;
    let names = attributes.get(target);
    if (!names) attributes.set(target, (names = new Set()));
    return addTo(names, attributeName ?? '');
  };

  return records.flatMap((record) => {
    const { type, target } = record;
    // A new node comes with all that is in it.
    if (!isKnown(target) && target.nodeType !== FRAGMENT_NODE) return [];
    if (type !== 'childList') return isFirst(record) ? [record] : [];
    const addedNodes = [...record.addedNodes].filter(
      (node) => node.isConnected || isKnown(node),
    );
    const removedNodes = [...record.removedNodes].filter(isKnown);
    if (addedNodes.length + removedNodes.length === 0) return [];
    return [
      { type, target, addedNodes, removedNodes } as unknown as MutationRecord,
    ];
  });
}

/** Returns whether it was not there before. */
function addTo<T>(set: Set<T>, item: T): boolean {
  const { size } = set;
  return set.add(item).size > size;
}

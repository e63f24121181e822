/** Reads the page for the first snapshot of a run: in steps where it is large, so that nobody waits for it. */
import type { serializedNodeWithId } from '@rrweb/types';
import { isConnected, parentOf } from '../dom.js';
import type { Environment } from '../environment.js';
import type { Changes, Reading, Serialise } from './rrweb/parts.js';
import { SLICE_MS } from './slices.js';

/** The first snapshot of a run. */
export interface FirstSnapshot {
  /** Reads the page now, or, where it is the first time and takes long, some of it. */
  read: Changes['readPage'];
  /** The rest is still to be read. What happens meanwhile comes after it. */
  isOpen: () => boolean;
  /** Whether the node, or some of it, is among what is still to be read. */
  concerns: (node: Node) => boolean;
  /** Reads the rest at once, or as much of it as there is time for, and tells the snapshot. */
  finish: Changes['finishSnapshot'];
  /** Drops it. */
  stop: () => void;
}

/**
 * How long the page is read at a time, and how many nodes and style rules in the first task at least, so that many pages
 * are done then. One that is hidden is read at once: its timers are slowed down.
 *
 * Units: ms; nodes and rules.
 * Why no less: nothing of the recording is stored before it is done. Why no more: at a quarter of the speed, what was read
 * has to be masked in the same task of 50 ms, and a collection of garbage must fit in, too.
 */
const STEP_MS = 18;
const MIN_NODES = 200;

/** Nodes of a parent that are to be read, in their order. */
interface Row {
  nodes: readonly Node[];
  /** The position of the first one that is not read yet. */
  next: number;
  parent: Node | null;
  read: (node: Node) => serializedNodeWithId | null;
}

/** Builds it for one run of rrweb. */
export function createFirstSnapshot({
  environment: { elapsed, schedule, isHidden },
  serialise,
  catchUp,
  takesOver,
  maskParts,
  onRead,
  onFailed,
  guarded,
}: {
  environment: Pick<Environment, 'schedule' | 'elapsed' | 'isHidden'>;
  serialise: Serialise;
  /** Takes what the browser has not told yet of changes. */
  catchUp: () => void;
  /** Whether the changes since tell of a node. */
  takesOver: (node: Node) => boolean;
  /** Masks what was read of the page in this task. */
  maskParts: (parts: serializedNodeWithId[]) => void;
  /** The snapshot is told, but for these nodes. */
  onRead: (leftOut: Node[]) => void;
  onFailed: () => void;
  /** Wraps what the browser calls: nothing that is thrown comes out. */
  guarded: (step: (lengthMs: number) => void) => (lengthMs: number) => void;
}): FirstSnapshot {
  let hasBegun = false;
  let untilMs = 0;
  let count = 0;
  let isOver = false;
  /** From the inside to the outside. */
  let rows: Row[] = [];
  /** What the node that is being read leaves. */
  const opened: Row[] = [];
  let tell: (() => void) | undefined;
  let cancel: (() => void) | undefined;

  const reading: Reading = {
    isOver: (read = 1) => {
      count += read;
      isOver ||= count > MIN_NODES && elapsed() >= untilMs;
      return isOver;
    },
    leave: (nodes, parent, read) =>
      opened.push({ nodes, next: 0, parent, read }),
    takesOver,
    mask: (part) => maskParts([part]),
  };
  const readRows = (): serializedNodeWithId[] => {
    const parts: serializedNodeWithId[] = [];
    for (let [row] = rows; row; [row] = rows) {
      const { parent } = row;
      const node = row.nodes[row.next];
      row.next += 1;
      if (!node) rows.shift();
      // Where it has gone, or moved, what comes after the snapshot says so.
      else if (
        isConnected(node) &&
        (node === parent || (parentOf(node) === parent && !takesOver(node)))
      ) {
        const part = row.read(node);
        if (part) parts.push(part);
        rows.unshift(...opened.splice(0));
        if (reading.isOver()) break;
      }
    }
    return parts;
  };
  const step = (lengthMs: number): void => {
    cancel?.();
    isOver = false;
    untilMs = elapsed() + lengthMs;
    try {
      catchUp();
      maskParts(readRows());
    } catch (error) {
      stop();
      onFailed();
      throw error;
    }
    if (rows.length > 0) cancel = schedule(SLICE_MS, () => stepSafely(STEP_MS));
    else end();
  };
  const stepSafely = guarded(step);
  const end = (): void => {
    const tellNow = tell;
    const leftOut = rows.flatMap(({ nodes, next }) => nodes.slice(next));
    stop();
    tellNow?.();
    onRead(leftOut);
  };
  const stop = (): void => {
    cancel?.();
    rows = [];
    tell = undefined;
  };

  return {
    read: (options, onNode) => {
      const { document } = options;
      if (hasBegun) {
        onNode(serialise(document, options));
        return;
      }
      hasBegun = true;
      let page: serializedNodeWithId | null = null;
      const read = (node: Node) =>
        (page = serialise(node, { ...options, reading }));
      rows = [{ nodes: [document], next: 0, parent: null, read }];
      tell = () => onNode(page);
      // The start of rrweb is in this task, too.
      stepSafely(isHidden() ? Infinity : STEP_MS / 2);
    },
    isOpen: () => !!tell,
    concerns: (node) =>
      rows.some(({ nodes, next }) => nodes.includes(node, next)),
    finish: (maxMs = Infinity) => {
      if (tell && maxMs > 0) step(maxMs);
      if (tell) end();
    },
    stop,
  };
}

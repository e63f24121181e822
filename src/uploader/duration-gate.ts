import type { Drops } from '../drops.js';
import type { Environment } from '../environment.js';
import { isSameVisit, replayId } from '../session/replay-id.js';
import type {
  BatchEntry,
  CaptureContext,
  SessionStore,
} from '../store/session-store.js';

/**
 * How long after its last event a session is over that no page here records.
 *
 * Unit: ms.
 * Source: the session timeout of the Browser SDK.
 */
const SESSION_TIMEOUT_MS = 1_800_000;

/** Lets nothing of a session out before it has lasted as long as the project's settings ask for. */
export interface DurationGate {
  /** Whether a batch may be sent, as far as that is known without a look into the outbox. */
  isOpen: (batch: BatchEntry) => boolean;
  /** Drops, and counts, what is left of sessions that ended too early. Resolves to the batches that may be sent. */
  sift: (outbox: readonly BatchEntry[]) => Promise<BatchEntry[]>;
}

/** Builds the gate of one page. */
export function createDurationGate({
  environment,
  store,
  drops,
  tabIds,
  current,
}: {
  environment: Pick<Environment, 'now'>;
  store: Pick<SessionStore, 'outbox' | 'replace'>;
  drops: Drops;
  /** Tabs whose rows are this page's, its own last. */
  tabIds: () => readonly string[];
  /** What is being recorded. */
  current: () => CaptureContext | undefined;
}): DurationGate {
  /** Sessions that have lasted long enough. */
  const passed = new Set<string>();

  const isCurrent = ({ context }: BatchEntry): boolean =>
    isSameVisit(context, current());
  /** `witness`, of the same session, may show that it has lasted long enough for this batch. */
  const isOpen = (batch: BatchEntry, witness = batch): boolean => {
    const { sendFromMs = 0 } = batch.context;
    const id = replayId(batch.context);
    const lastsUntil = isCurrent(witness)
      ? environment.now()
      : witness.lastEventAt;
    if (lastsUntil >= sendFromMs) passed.add(id);
    return passed.has(id);
  };
  const isOver = (batch: BatchEntry): boolean =>
    !isCurrent(batch) &&
    tabIds().includes(batch.tabId) &&
    // This page records another one since, or nobody does.
    ((!!current() && batch.tabId === tabIds().at(-1)) ||
      batch.lastEventAt < environment.now() - SESSION_TIMEOUT_MS);

  const sift: DurationGate['sift'] = async (outbox) => {
    const isShown = (batch: BatchEntry): boolean =>
      isOpen(batch) ||
      outbox.some(
        (other) =>
          isSameVisit(other.context, batch.context) && isOpen(batch, other),
      );
    const closed = outbox.filter((batch) => !isShown(batch));
    const over = closed.filter(isOver);
    if (over.length > 0) {
      await store.replace(over, []);
      for (const { eventCount } of over) drops.count('too-short', eventCount);
      return sift(await store.outbox());
    }
    return outbox.filter((batch) => !closed.includes(batch));
  };

  return { isOpen: (batch) => isOpen(batch), sift };
}

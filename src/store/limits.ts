import type { DropReason } from '../drops.js';
import { replayId } from '../session/replay-id.js';
import type { BatchEntry, SessionStore } from './session-store.js';

/** A session whose last event is older than this is given up. Unit: ms. */
const MAX_AGE_MS = 3 * 24 * 3_600_000;

/** The most that waits on the visitor's disk. Unit: bytes. */
const MAX_STORED_BYTES = 50_000_000;

/** The share of what the browser grants the site that waits there at most. */
const MAX_QUOTA_SHARE = 0.1;

/** The most that waits in memory. Unit: bytes. */
const MAX_MEMORY_BYTES = 10_000_000;

/** How much may wait. `quotaBytes` is what the browser grants the site, where it says so. */
export function maxStoredBytes(
  isDurable: boolean,
  quotaBytes = Infinity,
): number {
  return isDurable
    ? Math.min(MAX_STORED_BYTES, quotaBytes * MAX_QUOTA_SHARE)
    : MAX_MEMORY_BYTES;
}

/**
 * Takes whole sessions out of the outbox, the oldest first, until none is too old and the rest fits: a replay that has
 * lost its snapshot is worth nothing. A session is as old as its last event. `onDropped` hears of every batch.
 */
export async function keepWithinLimits({
  store,
  nowMs,
  maxBytes,
  onDropped,
}: {
  store: Pick<SessionStore, 'outbox' | 'replace'>;
  nowMs: number;
  /** Unit: bytes of stored bodies. */
  maxBytes: number;
  onDropped: (reason: DropReason, batch: BatchEntry) => void;
}): Promise<void> {
  const sessions = new Map<string, BatchEntry[]>();
  const dropped: [DropReason, BatchEntry][] = [];
  let bytes = 0;
  for (const batch of await store.outbox()) {
    bytes += batch.bodyBytes;
    const key = replayId(batch.context);
    const session = sessions.get(key) ?? [];
    session.push(batch);
    sessions.set(key, session);
  }
  const lastEventAt = (batches: readonly BatchEntry[]): number =>
    Math.max(...batches.map((batch) => batch.lastEventAt));
  const oldestFirst = [...sessions.values()].sort(
    (a, b) => lastEventAt(a) - lastEventAt(b),
  );
  for (const batches of oldestFirst) {
    const isExpired = lastEventAt(batches) < nowMs - MAX_AGE_MS;
    if (!isExpired && bytes <= maxBytes) break;
    for (const batch of batches) {
      bytes -= batch.bodyBytes;
      dropped.push([isExpired ? 'expired' : 'storage-full', batch]);
    }
  }
  if (dropped.length === 0) return;
  await store.replace(
    dropped.map(([, batch]) => batch),
    [],
  );
  for (const drop of dropped) onDropped(...drop);
}

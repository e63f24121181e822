import {
  isOf,
  type BatchEntry,
  type CaptureContext,
  type RowKey,
  type SessionStore,
} from './session-store.js';

/** What waits to be sent. */
export interface Pending {
  /** Stored events of batches that are still open. */
  journalEvents: number;
  outboxBatches: number;
  /** What these batches take where they are stored. Unit: bytes. */
  bytes: number;
}

/** What is counted of a row: events of the journal's, bytes of the outbox's. */
interface Counted {
  context: CaptureContext;
  events?: number;
  bytes?: number;
}

/**
 * Counts what is put into a store and taken out, so that it need not be asked. What other pages have put there is
 * counted once the outbox is read.
 */
export function countPending<
  S extends Pick<
    SessionStore,
    'append' | 'seal' | 'outbox' | 'replace' | 'forget'
  >,
>(store: S): S & { pending: () => Pending } {
  const rows = new Map<string, Counted>();
  const keyOf = ({ tabId, seq }: RowKey): string => `${tabId}/${seq}`;
  const take = (keys: readonly RowKey[]): void => {
    for (const key of keys) rows.delete(keyOf(key));
  };
  const put = (batches: readonly BatchEntry[]): void => {
    for (const batch of batches) {
      const { context, bodyBytes: bytes } = batch;
      rows.set(keyOf(batch), { context, bytes });
    }
  };
  const takeIf = (isGone: (row: Counted) => boolean): void => {
    for (const [key, row] of rows) if (isGone(row)) rows.delete(key);
  };

  return {
    ...store,
    append: (row) => {
      const { context, events } = row;
      rows.set(keyOf(row), { context, events: events.length });
      return store.append(row);
    },
    seal: (batch, sealed) => {
      take(sealed);
      put([batch]);
      return store.seal(batch, sealed);
    },
    outbox: async () => {
      const all = await store.outbox();
      takeIf(({ bytes }) => bytes !== undefined);
      put(all);
      return all;
    },
    replace: (old, batches) => {
      take(old);
      put(batches);
      return store.replace(old, batches);
    },
    forget: (who) => {
      takeIf(({ context }) => isOf(context, who));
      return store.forget(who);
    },
    pending: () => {
      const sum = { journalEvents: 0, outboxBatches: 0, bytes: 0 };
      for (const { events = 0, bytes } of rows.values()) {
        sum.journalEvents += events;
        if (bytes === undefined) continue;
        sum.outboxBatches += 1;
        sum.bytes += bytes;
      }
      return sum;
    },
  };
}

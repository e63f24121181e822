import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { inTime } from '../in-time.js';
import { createMemoryStore, type MemoryStore } from './memory-store.js';
import {
  compareKeys,
  isOf,
  sumBytes,
  type Batch,
  type RowKey,
  type SessionStore,
  type Whose,
} from './session-store.js';

/**
 * How long the durable store may take to open.
 *
 * Unit: ms.
 * Why: some browsers leave an IndexedDB request without any answer.
 * Source: https://bugs.webkit.org/show_bug.cgi?id=226547
 */
const OPEN_TIMEOUT_MS = 2_000;

/** How long it may take over one call. Unit: ms. */
const CALL_TIMEOUT_MS = 5_000;

/** How often the database is opened anew on one page after it was taken away. */
const MAX_REOPENINGS = 3;

/**
 * How long after that.
 *
 * Unit: ms.
 * Why: a browser that is just deleting the site's data refuses.
 */
const REOPEN_AFTER_MS = 500;

/**
 * How much of what is in the durable store is kept here as well, in case it is out of reach before it is sent.
 *
 * Unit: bytes of stored bodies.
 */
const MAX_KEPT_BYTES = 1_000_000;

/** A store that never leaves data without a place. */
export interface FallbackStore extends SessionStore {
  /** Opens the durable store. Resolves, never rejects, once it is clear where data goes. Call it once. */
  open: () => Promise<void>;
  /** Whether data outlives the page at this moment. */
  isDurable: () => boolean;
}

/**
 * Serves from memory until the durable store is open, moves everything over then, and goes back to memory
 * for good when the durable store cannot be opened in time or fails.
 * What a failed call was about is put into memory, so that nothing in the page's hands is lost.
 */
export function createFallbackStore({
  openDurable,
  memory,
  environment,
  logger,
  makeRoom,
  onLost,
}: {
  /** `undefined`: memory is what the options ask for. */
  openDurable:
    | ((onLost: (mayReopen: boolean) => void) => Promise<SessionStore>)
    | undefined;
  memory: MemoryStore;
  environment: Pick<Environment, 'schedule'>;
  logger: Pick<Logger, 'warn' | 'log'>;
  /** Gives up something of this store, which the browser says is full. */
  makeRoom: (store: SessionStore) => Promise<void>;
  /** What the durable store held is gone, or out of reach on this page. */
  onLost: () => void;
}): FallbackStore {
  let durable: SessionStore | undefined;
  let failed = false;
  let closed = false;
  let reopenings = 0;
  let cancelReopening = (): void => {};
  let making: Promise<void> | undefined;
  let hasWarned = false;
  /** What was on its way while something was forgotten is not kept. */
  let forgetCount = 0;
  /** The last batches of this page that are in the durable store, oldest first. */
  let kept: Batch[] = [];

  const keep = (batches: readonly Batch[]): void => {
    if (!durable) return;
    kept.push(...batches);
    while (sumBytes(kept) > MAX_KEPT_BYTES) kept.shift();
  };
  const letGo = (keys: readonly RowKey[]): void => {
    kept = kept.filter(
      (batch) => !keys.some((key) => compareKeys(key, batch) === 0),
    );
  };
  const warnOnce = (message: string): void => {
    if (!hasWarned) logger.warn(message);
    hasWarned = true;
  };
  /** Who was forgotten while the durable store could not be asked. */
  const forgotten: Whose[] = [];

  const fallBack = (reason: unknown): void => {
    if (failed || closed) return;
    failed = true;
    durable?.close();
    durable = undefined;
    for (const batch of kept) void memory.seal(batch, []);
    kept = [];
    warnOnce(
      `keeps events in memory, because IndexedDB failed: ${describe(reason)}`,
    );
  };
  const lose = (mayReopen: boolean): void => {
    if (!durable) return;
    durable = undefined;
    if (mayReopen && reopenings++ < MAX_REOPENINGS) {
      // For example by the opt-out of another tab: nobody has to do anything.
      logger.log('the database was deleted, and is opened anew.');
      cancelReopening = environment.schedule(
        REOPEN_AFTER_MS,
        () => void open(),
      );
    } else fallBack('the database was closed');
    onLost();
  };

  /** Runs a call on the durable store, and on memory where there is none or it fails. */
  const run = async <T>(
    call: (store: SessionStore) => Promise<T>,
    isRetry = false,
  ): Promise<T> => {
    // What was refused for want of room goes first.
    if (making && !isRetry) await making;
    const used = durable;
    if (!used) return call(memory);
    const countBefore = forgetCount;
    try {
      return await inTime(call(used), CALL_TIMEOUT_MS, environment);
    } catch (error) {
      if (!isRetry && isFull(error)) {
        making ??= inTime(makeRoom(used), CALL_TIMEOUT_MS, environment)
          .catch(() => {})
          .finally(() => {
            making = undefined;
          });
        await making;
      } else if (durable === used) {
        fallBack(error);
        onLost();
      }
      // What it is about may be somebody's who was forgotten meanwhile: this store answers the caller, and nothing is kept.
      if (forgetCount !== countBefore) return call(createMemoryStore());
      return run(call, true);
    }
  };

  const moveOver = (): void => {
    const { rows, batches } = memory.takeAll();
    for (const row of rows) void store.append(row);
    for (const batch of batches) void store.seal(batch, []);
  };

  const open = async (): Promise<void> => {
    if (!openDurable || closed) return;
    try {
      const opening = openDurable(lose);
      // What opens too late is not left open.
      opening
        .then((late) => (failed || closed ? forgetAndClose(late) : undefined))
        .catch(() => {});
      const opened = await inTime(opening, OPEN_TIMEOUT_MS, environment);
      if (failed || closed) return;
      for (const who of forgotten)
        await inTime(opened.forget(who), CALL_TIMEOUT_MS, environment);
      forgotten.length = 0;
      durable = opened;
      moveOver();
    } catch (error) {
      fallBack(error);
    }
  };

  const forget = async (who: Whose): Promise<number> => {
    forgetCount += 1;
    kept = kept.filter(({ context }) => !isOf(context, who));
    const wasInReach = durable !== undefined;
    if (!wasInReach) forgotten.push(who);
    const eventCount = await run((from) => from.forget(who));
    if (failed && !closed && openDurable) {
      if (wasInReach) forgotten.push(who);
      await forgetOutOfReach(openDurable);
    }
    return eventCount;
  };
  /** Also where it was opened too late. */
  const forgetAndClose = async (opened: SessionStore): Promise<void> => {
    try {
      for (const who of forgotten) await opened.forget(who);
    } finally {
      opened.close();
    }
  };
  /** Takes out of a store that failed what must not be sent by a later page either. */
  const forgetOutOfReach = async (
    reopen: NonNullable<typeof openDurable>,
  ): Promise<void> => {
    try {
      await inTime(
        reopen(() => {}).then(forgetAndClose),
        OPEN_TIMEOUT_MS,
        environment,
      );
    } catch {
      // What cannot be opened now is tried again with the next one.
    }
  };

  const store: SessionStore = {
    append: (row) => run((to) => to.append(row)),
    seal: async (batch, rows) => {
      const countBefore = forgetCount;
      await run((to) => to.seal(batch, rows));
      if (forgetCount === countBefore) keep([batch]);
    },
    outbox: () => run((from) => from.outbox()),
    read: (entry) => run((from) => from.read(entry)),
    replace: async (old, batches) => {
      letGo(old);
      const countBefore = forgetCount;
      await run((to) => to.replace(old, batches));
      if (forgetCount === countBefore) keep(batches);
    },
    update: (batch) => run((to) => to.update(batch)),
    forget,
    journalOf: (tabId) => run((from) => from.journalOf(tabId)),
    tabs: () => run((from) => from.tabs()),
    lease: (lease, nowMs) => run((to) => to.lease(lease, nowMs)),
    endLease: (tabId) => run((to) => to.endLease(tabId)),
    close: () => {
      closed = true;
      cancelReopening();
      durable?.close();
      durable = undefined;
    },
  };
  return { ...store, open, isDurable: () => durable !== undefined };
}

/** Whether a write failed because the browser grants no more. */
function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

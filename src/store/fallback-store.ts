import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import type { MemoryStore } from './memory-store.js';
import type { SessionStore } from './session-store.js';

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

/** A store that never leaves data without a place. */
export interface FallbackStore extends SessionStore {
  /** Opens the durable store. Resolves, never rejects, once it is clear where data goes. Call it once. */
  open: () => Promise<void>;
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
}: {
  /** `undefined`: memory is what the options ask for. */
  openDurable: ((onLost: () => void) => Promise<SessionStore>) | undefined;
  memory: MemoryStore;
  environment: Pick<Environment, 'schedule'>;
  logger: Pick<Logger, 'warn'>;
}): FallbackStore {
  let durable: SessionStore | undefined;
  let failed = false;
  let closed = false;

  const fallBack = (reason: unknown): void => {
    if (failed || closed) return;
    failed = true;
    durable = undefined;
    logger.warn(
      `keeps events in memory, because IndexedDB failed: ${describe(reason)}`,
    );
  };

  /** Runs a call on the durable store, and on memory where there is none or it fails. */
  const run = async <T>(
    call: (store: SessionStore) => Promise<T>,
  ): Promise<T> => {
    if (!durable) return call(memory);
    try {
      return await inTime(call(durable), CALL_TIMEOUT_MS, environment);
    } catch (error) {
      fallBack(error);
      return call(memory);
    }
  };

  const moveOver = (): void => {
    const { rows, batches } = memory.takeAll();
    for (const row of rows) void store.append(row);
    for (const batch of batches) void store.seal(batch, []);
  };

  const open = async (): Promise<void> => {
    if (!openDurable) return;
    try {
      const opening = openDurable(() => fallBack('the database was closed'));
      // What opens too late is not left open.
      void opening.then((late) => failed && late.close()).catch(() => {});
      const opened = await inTime(opening, OPEN_TIMEOUT_MS, environment);
      if (failed || closed) return opened.close();
      durable = opened;
      moveOver();
    } catch (error) {
      fallBack(error);
    }
  };

  const store: SessionStore = {
    append: (row) => run((to) => to.append(row)),
    seal: (batch, rows) => run((to) => to.seal(batch, rows)),
    nextBatch: (tabIds) => run((from) => from.nextBatch(tabIds)),
    remove: (key) => run((from) => from.remove(key)),
    forget: (who, keptTabId) => run((from) => from.forget(who, keptTabId)),
    journalOf: (tabId) => run((from) => from.journalOf(tabId)),
    tabs: () => run((from) => from.tabs()),
    close: () => {
      closed = true;
      durable?.close();
    },
  };
  return { ...store, open };
}

/** Rejects when `work` takes too long. */
function inTime<T>(
  work: Promise<T>,
  timeoutMs: number,
  environment: Pick<Environment, 'schedule'>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = environment.schedule(timeoutMs, () =>
      reject(new Error(`no answer within ${timeoutMs} ms`)),
    );
    work.then(resolve, reject).finally(cancel);
  });
}

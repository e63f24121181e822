import { vi } from 'vitest';
import { createFallbackStore } from '../../../src/store/fallback-store.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type { SessionStore } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { createDeferred } from '../deferred.js';

export const failure = () => new DOMException('disk failed', 'UnknownError');

/** As a browser says that it grants no more. There it is a `DOMException`; that of jsdom is no `Error`. */
export const quotaError = () =>
  Object.assign(new Error('no room'), { name: 'QuotaExceededError' });

/** Stands in for IndexedDB: writes down what it is told, and fails when it is told to. */
export function createFakeDurable() {
  const inner = createMemoryStore();
  const calls: string[] = [];
  let answer = <T>(run: () => Promise<T>): Promise<T> => run();
  const store: SessionStore = {
    append: (row) => {
      calls.push(`append ${row.seq}`);
      return answer(() => inner.append(row));
    },
    seal: (batch, rows) => {
      calls.push(`seal ${batch.seq}`);
      return answer(() => inner.seal(batch, rows));
    },
    outbox: () => answer(() => inner.outbox()),
    read: (entry) => answer(() => inner.read(entry)),
    replace: (old, batches) => answer(() => inner.replace(old, batches)),
    update: (batch) => answer(() => inner.update(batch)),
    forget: (who) => answer(() => inner.forget(who)),
    journalOf: (tabId) => answer(() => inner.journalOf(tabId)),
    tabs: () => answer(() => inner.tabs()),
    lease: (lease, nowMs) => answer(() => inner.lease(lease, nowMs)),
    endLease: (tabId) => answer(() => inner.endLease(tabId)),
    close: vi.fn<() => void>(),
  };
  return {
    ...store,
    calls,
    work: () => {
      answer = (run) => run();
    },
    fail: (reason: unknown = failure()) => {
      answer = () => Promise.reject(reason);
    },
    hang: () => {
      answer = () => new Promise(() => {});
    },
    /** Calls are answered when the returned function is called: all of them fail. */
    failLater: (reason: unknown = failure()) => {
      const { promise, reject } = createDeferred<never>();
      answer = () => promise;
      return () => reject(reason);
    },
  };
}

/** A fallback store over a fake durable one that opens when the test says so, or whatever `openDurable` is told to do. */
export function setupFallback() {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const durable = createFakeDurable();
  const opening = createDeferred<SessionStore>();
  const openDurable = vi.fn<
    (onLost: (mayReopen: boolean) => void) => Promise<SessionStore>
  >(() => opening.promise);
  const makeRoom = vi.fn<(store: SessionStore) => Promise<void>>(
    async () => {},
  );
  const onLost = vi.fn<() => void>();
  const store = createFallbackStore({
    openDurable,
    memory: createMemoryStore(),
    environment,
    logger,
    makeRoom,
    onLost,
  });
  const openNow = () => {
    opening.resolve(durable);
    return store.open();
  };
  /** The browser closes the database that was opened last. */
  const closeUnderUs = (mayReopen = false) =>
    openDurable.mock.lastCall?.[0](mayReopen);
  return {
    store,
    durable,
    environment,
    logger,
    opening,
    openDurable,
    makeRoom,
    onLost,
    openNow,
    closeUnderUs,
  };
}

export const seqsOf = (rows: readonly { seq: number }[]) =>
  rows.map(({ seq }) => seq);

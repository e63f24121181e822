import type { BrowserContext, Disposable } from 'playwright-core';

/**
 * Makes the storage of every page that the context loads from now on misbehave, before any script of the page runs.
 * Pages loaded after `dispose` are spared.
 */
export type StorageFault = (context: BrowserContext) => Promise<Disposable>;

/** `indexedDB` is not there. */
export const withoutIndexedDb: StorageFault = (context) =>
  context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });

/** Reading `indexedDB` throws, as in frames without an origin. */
export const withForbiddenIndexedDb: StorageFault = (context) =>
  context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('Denied', 'SecurityError');
      },
    });
  });

/** `indexedDB.open` throws, as where the visitor forbids cookies. */
export const withBlockedOpening: StorageFault = (context) =>
  context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Denied', 'SecurityError');
    };
  });

/**
 * `indexedDB.open` returns a request that never fires an event.
 * Source: https://bugs.webkit.org/show_bug.cgi?id=226547
 */
export const withHangingOpening: StorageFault = (context) =>
  context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      // A request that listeners can be added to, and that a library takes for one.
      const request = Object.setPrototypeOf(
        new EventTarget(),
        IDBOpenDBRequest.prototype,
      );
      for (const type of ['success', 'error', 'blocked', 'upgradeneeded'])
        Object.defineProperty(request, `on${type}`, { writable: true });
      return Object.defineProperty(request, 'readyState', { value: 'pending' });
    };
  });

/** The library asks for the version after its own, as its next release might. */
export const withNextVersion: StorageFault = (context) =>
  context.addInitScript(() => {
    const open = Reflect.get(IDBFactory.prototype, 'open');
    IDBFactory.prototype.open = function (name, version = 1) {
      return open.call(this, name, version + 1);
    };
  });

/** Which transactions go wrong, and how. */
export interface Spoiling {
  /**
   * The first of them; all that come after it go wrong too.
   * Numbers count from 0; `afterBatch` is the first one after a batch was stored for good.
   */
  first: { transaction: number } | { put: number } | 'afterBatch';
  /** Of those only the ones that write, or only the ones that put something in: a full disk lets go of things. */
  only?: 'writes' | 'puts';
  /** Without ever an event, or aborted by the browser with an error of this name. Nothing is written either way. */
  outcome: 'hangs' | 'QuotaExceededError' | 'UnknownError';
}

/** Real transactions that go wrong as a browser's do: nothing throws, and what was asked for fails later. */
export const withSpoiledTransactions =
  (spoiling: Spoiling): StorageFault =>
  (context) =>
    context.addInitScript(spoilTransactions, spoiling);

/** Runs in the page. */
function spoilTransactions({ first, only, outcome }: Spoiling): void {
  const transaction = Reflect.get(IDBDatabase.prototype, 'transaction');
  const put = Reflect.get(IDBObjectStore.prototype, 'put');
  const commit = Reflect.get(IDBTransaction.prototype, 'commit');
  const spoiled = new WeakSet<IDBTransaction>();
  const aborted = new WeakSet<IDBTransaction>();
  const withBatch = new WeakSet<IDBTransaction>();
  let transactionCount = 0;
  let putCount = 0;
  let batchIsStored = false;

  const isDue = (): boolean => {
    if (first === 'afterBatch') return batchIsStored;
    return 'put' in first
      ? putCount >= first.put
      : transactionCount >= first.transaction;
  };
  const spoil = (target: IDBTransaction): void => {
    if (spoiled.has(target)) return;
    spoiled.add(target);
    if (outcome === 'hangs') return;
    setError(target);
    // What only reads fails in its requests, what writes only when it is committed.
    if (target.mode === 'readonly') queueMicrotask(() => abort(target));
  };
  const setError = (target: IDBTransaction | IDBRequest): void => {
    const value = new DOMException('Spoiled by the test', outcome);
    Object.defineProperty(target, 'error', { value });
  };
  const abort = (target: IDBTransaction): void => {
    if (!aborted.has(target)) target.abort();
    aborted.add(target);
  };
  const onEvent = (target: IDBTransaction, event: Event): void => {
    if (!spoiled.has(target)) {
      batchIsStored ||= event.type === 'complete' && withBatch.has(target);
      return;
    }
    if (outcome === 'hangs') event.stopImmediatePropagation();
    else if (event.type === 'error' && event.target instanceof IDBRequest)
      setError(event.target);
    if (event.type === 'success') abort(target);
  };

  IDBDatabase.prototype.transaction = function (...parameters) {
    const made: IDBTransaction = transaction.apply(this, parameters);
    // Before every listener of the library's on the transaction, and capturing also before those on its requests.
    for (const type of ['success', 'error', 'complete', 'abort'])
      made.addEventListener(type, (event) => onEvent(made, event), true);
    const isWanted = only === undefined || made.mode === 'readwrite';
    if (isDue() && isWanted && only !== 'puts') spoil(made);
    transactionCount += 1;
    return made;
  };
  IDBObjectStore.prototype.put = function (...parameters) {
    if (isDue()) spoil(this.transaction);
    putCount += 1;
    if (this.name === 'outbox') withBatch.add(this.transaction);
    return put.apply(this, parameters);
  };
  // What is committed cannot be aborted any more.
  IDBTransaction.prototype.commit = function () {
    if (!spoiled.has(this)) commit.call(this);
  };
}

import type { WorkerLike } from './batcher/encoder.js';

/**
 * What is used of an identity that Amplitude's products share.
 *
 * Source: `IdentityStore` of `@amplitude/analytics-connector`.
 */
export interface SharedIdentity {
  getIdentity: () => { optOut?: boolean };
  addIdentityListener: (listener: () => void) => void;
  removeIdentityListener: (listener: () => void) => void;
}

/** Page events the library listens to, by the object that fires them. */
export type ListenTarget = 'window' | 'document';

/** Every impure thing the library may touch, so that tests can drive all of it. */
export interface Environment {
  /** Unix time. Unit: ms. Wall clock: may jump backwards. */
  now: () => number;
  /** Monotonic time, for measuring short spans. Unit: ms. */
  elapsed: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** A text that is the same nowhere else. */
  uniqueId: () => string;
  /** Runs `task` once after `delayMs`. Returns a cancel function. */
  schedule: (delayMs: number, task: () => void) => () => void;
  /** Runs `task` once when the main thread is idle, at the latest after `timeoutMs`. Returns a cancel function. */
  whenIdle: (timeoutMs: number, task: () => void) => () => void;
  /** Listens to a page event without blocking it. Returns a function that stops listening. */
  listen: (
    target: ListenTarget,
    type: string,
    handler: (event: Event) => void,
  ) => () => void;
  /** Runs `task` now. Whatever comes of it, no zone of the page hears of it. */
  outsideZones: (task: () => void) => void;
  /** Sends a request. Rejects as `fetch` does. */
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Starts a worker from a URL, or from its source text. Throws where workers are blocked. */
  spawnWorker: (from: { url: string } | { source: string }) => WorkerLike;
  /** Web Locks; `undefined` in insecure contexts and old browsers. */
  locks: LockManager | undefined;
  /** The origin's storage of texts. Reading this throws where the visitor forbids it. */
  localStorage: Pick<Storage, 'getItem' | 'setItem'>;
  /** The page. */
  document: () => Document;
  /** The page's address at this moment. */
  pageUrl: () => string;
  /** Whether the page is hidden at this moment. */
  isHidden: () => boolean;
  /** Whether the browser believes to have a network at this moment. */
  isOnline: () => boolean;
  /** Whether the browser can undo gzip. */
  canDecompress: () => boolean;
  /** Whether the site has a database of this name; also where the browser cannot tell without opening it. */
  hasDatabase: (name: string) => Promise<boolean>;
  /** Makes this the page's only recorder. Returns a function that ends that; `undefined` where there is one already. */
  claimPage: () => (() => void) | undefined;
  /** The identity that Amplitude's products on the page share under the name of an instance, where there is one. */
  sharedIdentity: (
    instanceName: string | undefined,
  ) => SharedIdentity | undefined;
  /** What the browser grants the site for storage; `undefined` where it does not say. Unit: bytes. */
  quotaBytes: () => Promise<number | undefined>;
  /** Something that another script has put into the page. */
  global: (name: string) => unknown;
  /** The browser's console. */
  console: Pick<Console, 'error' | 'warn' | 'log' | 'debug'>;
  /** Whether the browser understands a CSS selector, also within a list. */
  isSelector: (text: string) => boolean;
}

/** What Amplitude's products note on a page. */
interface ConnectorScope {
  analyticsConnectorInstances?: Record<
    string,
    { identityStore: SharedIdentity }
  >;
}

/** Where the page's recorder is noted: whatever file, version or copy of the library it comes from. */
const PAGE_CLAIM = Symbol.for('plugin-session-replay-browser');

/** What zone.js adds to a page, where the page has nothing else of that name. */
interface ZoneScope {
  Zone?: { root?: { run?: (task: () => void) => void } };
}

/**
 * The global's own function, also where zone.js has replaced it.
 *
 * Why: a patched timer or listener of ours would make Angular check the whole page for changes.
 * Source: https://github.com/angular/angular/blob/main/packages/zone.js/MODULE.md
 */
function unpatched<T extends object, K extends keyof T & string>(
  scope: T,
  name: K,
): T[K] {
  const zoned = scope as Record<string, unknown>;
  return (zoned[`__zone_symbol__${name}`] ?? scope[name]) as T[K];
}

/** Starts a worker from source text by way of a blob URL. */
function spawnFromSource(scope: typeof globalThis, source: string): Worker {
  const url = scope.URL.createObjectURL(
    new Blob([source], { type: 'text/javascript' }),
  );
  try {
    return new scope.Worker(url);
  } finally {
    scope.URL.revokeObjectURL(url);
  }
}

/** Builds the environment of a real page. Touches nothing until its members are called. */
export function createEnvironment(
  scope: typeof globalThis = globalThis,
): Environment {
  const schedule: Environment['schedule'] = (delayMs, task) => {
    const timer = unpatched(scope, 'setTimeout').call(scope, task, delayMs);
    return () => unpatched(scope, 'clearTimeout').call(scope, timer);
  };
  return {
    now: () => scope.Date.now(),
    elapsed: () => scope.performance.now(),
    random: () => scope.Math.random(),
    // Not `randomUUID`, which is missing in insecure contexts.
    uniqueId: () => scope.crypto.getRandomValues(new Uint32Array(2)).join('-'),
    schedule,
    whenIdle: (timeoutMs, task) => {
      // Safari has no requestIdleCallback.
      if (!scope.requestIdleCallback) return schedule(timeoutMs / 4, task);
      const handle = scope.requestIdleCallback(task, { timeout: timeoutMs });
      return () => scope.cancelIdleCallback(handle);
    },
    listen: (target, type, handler) => {
      const source: EventTarget =
        target === 'window' ? scope.window : scope.document;
      const options = { capture: true, passive: true };
      const add = unpatched(source, 'addEventListener');
      const remove = unpatched(source, 'removeEventListener');
      add.call(source, type, handler, options);
      return () => remove.call(source, type, handler, options);
    },
    outsideZones: (task) => {
      const { Zone } = scope as ZoneScope;
      if (Zone?.root?.run) Zone.root.run(task);
      else task();
    },
    // The address of the page, with all that is in it, is not for the server's log.
    fetch: (url, init) =>
      unpatched(scope, 'fetch').call(scope, url, {
        referrerPolicy: 'strict-origin',
        ...init,
      }),
    spawnWorker: (from) =>
      'url' in from
        ? new scope.Worker(from.url)
        : spawnFromSource(scope, from.source),
    get locks() {
      return scope.navigator?.locks;
    },
    get localStorage() {
      return scope.localStorage;
    },
    document: () => scope.document,
    pageUrl: () => scope.location.href,
    isHidden: () => scope.document.visibilityState === 'hidden',
    isOnline: () => scope.navigator.onLine,
    canDecompress: () => 'DecompressionStream' in scope,
    hasDatabase: async (name) => {
      try {
        const all = await scope.indexedDB.databases?.();
        return !all || all.some((database) => database.name === name);
      } catch {
        // Whoever may not look has stored nothing.
        return false;
      }
    },
    claimPage: () => {
      const page = scope as { [PAGE_CLAIM]?: object };
      if (page[PAGE_CLAIM]) return undefined;
      const claim = (page[PAGE_CLAIM] = {});
      return () => {
        if (page[PAGE_CLAIM] === claim) delete page[PAGE_CLAIM];
      };
    },
    sharedIdentity: (instanceName) =>
      (scope as ConnectorScope).analyticsConnectorInstances?.[
        instanceName || '$default_instance'
      ]?.identityStore,
    quotaBytes: async () => (await scope.navigator.storage?.estimate())?.quota,
    global: (name) => Reflect.get(scope, name),
    console: scope.console,
    isSelector: (text) => {
      const parses = (selector: string): boolean => {
        try {
          scope.document.createDocumentFragment().querySelector(selector);
          return true;
        } catch {
          return false;
        }
      };
      // CSS closes what is left open at the end of a text, but in a list it would swallow the selectors that follow.
      return parses(text) && !parses(`${text})`) && !parses(`${text}]`);
    },
  };
}

import type { Environment } from '../../src/environment.js';
import { fakeLogger } from './fake-logger.js';
import { fakeLocks } from './fake-locks.js';
import { createFakeTimers } from './fake-timers.js';
import { fakeWorker, type FakeWorker } from './fake-worker.js';

/** Answers a request as a server would, or rejects as `fetch` does. */
export type Responder = (url: string, init: RequestInit) => Promise<Response>;

/** An environment in which nothing happens unless the test says so. */
export interface FakeEnvironment extends Environment {
  /** Moves the clock on and runs what is due on the way, promises in between included. */
  advance: (ms: number) => Promise<void>;
  /** Runs idle tasks until none is left. */
  idle: () => Promise<void>;
  /** Fires a page event at those who listen. */
  fire: (target: 'window' | 'document', type: string, event?: Event) => void;
  /** Requests so far. */
  requests: { url: string; init: RequestInit }[];
  respond: (responder: Responder) => void;
  /** Workers so far; they answer only when told to. */
  workers: FakeWorker[];
  /** What still waits or listens: all zero after a clean stop. */
  leftovers: () => { timers: number; idleTasks: number; listeners: number };
  hidden: boolean;
  online: boolean;
  url: string;
}

/** A storage that is empty at first. */
function fakeLocalStorage(): Environment['localStorage'] {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
  };
}

/** Builds one. `now` starts at 2024-07-01, `random` is always 0.5. */
export function fakeEnvironment(
  overrides: Partial<Environment> = {},
): FakeEnvironment {
  const timers = createFakeTimers();
  const listeners = new Map<string, Set<(event: Event) => void>>();
  const state = {
    hidden: false,
    online: true,
    url: 'https://shop.example/',
    claim: undefined as object | undefined,
  };
  let responder: Responder = () => Promise.resolve(new Response('{}'));
  const requests: FakeEnvironment['requests'] = [];
  const workers: FakeWorker[] = [];
  let lastId = 0;

  const environment: FakeEnvironment = {
    now: timers.now,
    elapsed: timers.now,
    document: () => document,
    random: () => 0.5,
    uniqueId: () => `id-${++lastId}`,
    schedule: timers.schedule,
    whenIdle: timers.whenIdle,
    listen: (target, type, handler) => {
      const key = `${target}:${type}`;
      const handlers = listeners.get(key) ?? new Set();
      listeners.set(key, handlers.add(handler));
      return () => handlers.delete(handler);
    },
    outsideZones: (task) => task(),
    fetch: (url, init) => {
      requests.push({ url, init });
      return responder(url, init);
    },
    spawnWorker: () => {
      const worker = fakeWorker();
      workers.push(worker);
      return worker;
    },
    locks: fakeLocks(),
    localStorage: fakeLocalStorage(),
    pageUrl: () => state.url,
    isHidden: () => state.hidden,
    isOnline: () => state.online,
    canDecompress: () => true,
    hasDatabase: async () => false,
    claimPage: () => {
      if (state.claim) return undefined;
      const claim = (state.claim = {});
      return () => {
        if (state.claim === claim) state.claim = undefined;
      };
    },
    sharedIdentity: () => undefined,
    quotaBytes: async () => undefined,
    global: () => undefined,
    console: fakeLogger(),
    isSelector: (text) => {
      try {
        document.createDocumentFragment().querySelector(text);
        return true;
      } catch {
        return false;
      }
    },
    ...overrides,

    advance: timers.advance,
    idle: timers.idle,
    fire: (target, type, event = new Event(type)) => {
      for (const handler of listeners.get(`${target}:${type}`) ?? [])
        handler(event);
    },
    requests,
    respond: (next) => {
      responder = next;
    },
    workers,
    leftovers: () => ({
      ...timers.leftovers(),
      listeners: [...listeners.values()].reduce(
        (total, { size }) => total + size,
        0,
      ),
    }),
    get hidden() {
      return state.hidden;
    },
    set hidden(hidden) {
      state.hidden = hidden;
    },
    get online() {
      return state.online;
    },
    set online(online) {
      state.online = online;
    },
    get url() {
      return state.url;
    },
    set url(url) {
      state.url = url;
    },
  };
  return environment;
}

import { describe, expect, it, vi } from 'vitest';
import { createEnvironment } from '../../src/environment.js';

/** The environment of a page that has only these globals. */
function environmentOf(globals: object) {
  return createEnvironment(globals as typeof globalThis);
}

/** A global as zone.js leaves it: replaced, with the original behind a symbol. */
function zoned<R>(name: string, original: (...args: never[]) => R) {
  const patched = vi.fn<(...args: unknown[]) => void>();
  return {
    patched,
    globals: { [name]: patched, [`__zone_symbol__${name}`]: original },
  };
}

it('touches nothing of the page when it is built', () => {
  const touched: string[] = [];
  const scope = new Proxy(globalThis, {
    get: (target, name) => {
      touched.push(String(name));
      return Reflect.get(target, name) as unknown;
    },
  });
  createEnvironment(scope);
  // Referred to, not used.
  expect(touched.filter((name) => name !== 'console')).toEqual([]);
});

describe('timers', () => {
  it('run a task once, and not before its time', () => {
    vi.useFakeTimers();
    try {
      const task = vi.fn();
      createEnvironment().schedule(100, task);
      vi.advanceTimersByTime(99);
      expect(task).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1_000);
      expect(task).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('can be cancelled', () => {
    vi.useFakeTimers();
    try {
      const task = vi.fn();
      createEnvironment().schedule(100, task)();
      expect(vi.getTimerCount()).toBe(0);
      vi.advanceTimersByTime(1_000);
      expect(task).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  it('are those from before zone.js', () => {
    const setTimer = vi.fn((_task: () => void, _delayMs: number) => 7);
    const clearTimer = vi.fn((_timer: number) => {});
    const set = zoned('setTimeout', setTimer);
    const clear = zoned('clearTimeout', clearTimer);
    const task = () => {};
    environmentOf({ ...set.globals, ...clear.globals }).schedule(5, task)();
    expect(setTimer.mock.calls).toEqual([[task, 5]]);
    expect(clearTimer.mock.calls).toEqual([[7]]);
    expect(set.patched).not.toHaveBeenCalled();
    expect(clear.patched).not.toHaveBeenCalled();
  });
});

describe('tasks outside of zones', () => {
  it('run in the root zone of zone.js', () => {
    const run = vi.fn((task: () => void) => task());
    const task = vi.fn();
    environmentOf({ Zone: { root: { run } } }).outsideZones(task);
    expect(run.mock.calls).toEqual([[task]]);
    expect(task).toHaveBeenCalledOnce();
  });

  it.each([
    ['nothing', {}],
    ['something else', { Zone: () => {} }],
  ])('just run where the page has %s of that name', (_, globals) => {
    const task = vi.fn();
    environmentOf(globals).outsideZones(task);
    expect(task).toHaveBeenCalledOnce();
  });
});

describe('idle tasks', () => {
  it('wait for the idle callback, at most for the time-out', () => {
    const requestIdleCallback = vi.fn(() => 3);
    const cancelIdleCallback = vi.fn();
    const task = () => {};
    const cancel = environmentOf({
      requestIdleCallback,
      cancelIdleCallback,
    }).whenIdle(200, task);
    expect(requestIdleCallback.mock.calls).toEqual([[task, { timeout: 200 }]]);
    cancel();
    expect(cancelIdleCallback.mock.calls).toEqual([[3]]);
  });

  it('run within the time-out where there is no idle callback', () => {
    vi.useFakeTimers();
    try {
      const { setTimeout, clearTimeout } = globalThis;
      const environment = environmentOf({ setTimeout, clearTimeout });
      const [kept, cancelled] = [vi.fn(), vi.fn()];
      environment.whenIdle(200, kept);
      environment.whenIdle(200, cancelled)();
      expect(kept).not.toHaveBeenCalled();
      vi.advanceTimersByTime(200);
      expect(kept).toHaveBeenCalledTimes(1);
      expect(cancelled).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('listeners', () => {
  it.each([
    ['window', window],
    ['document', document],
  ] as const)('hear events of the %s until they stop', (target, source) => {
    const handler = vi.fn();
    const stop = createEnvironment().listen(target, 'blur', handler);
    source.dispatchEvent(new Event('blur'));
    stop();
    source.dispatchEvent(new Event('blur'));
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('hear events that the page keeps to itself, and cannot hold them up', () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.addEventListener('click', (event) => event.stopPropagation());
    const handler = vi.fn((event: Event) => event.preventDefault());
    const stop = createEnvironment().listen('document', 'click', handler);
    const click = new Event('click', { bubbles: true, cancelable: true });
    button.dispatchEvent(click);
    stop();
    button.remove();
    expect(handler).toHaveBeenCalledTimes(1);
    expect(click.defaultPrevented).toBe(false);
  });

  it('are added and removed behind the back of zone.js', () => {
    const originalAdd = vi.fn((_type: string, _handler: unknown) => {});
    const originalRemove = vi.fn((_type: string, _handler: unknown) => {});
    const add = zoned('addEventListener', originalAdd);
    const remove = zoned('removeEventListener', originalRemove);
    const source = { ...add.globals, ...remove.globals };
    const handler = () => {};
    environmentOf({ window: source }).listen('window', 'online', handler)();
    expect(originalAdd.mock.calls[0]?.slice(0, 2)).toEqual(['online', handler]);
    expect(originalRemove.mock.calls).toEqual(originalAdd.mock.calls);
    expect(add.patched).not.toHaveBeenCalled();
    expect(remove.patched).not.toHaveBeenCalled();
  });
});

describe('requests', () => {
  it('reach the network as they are, and do not tell the address of the page', async () => {
    const answer = new Response('{}');
    const fetch = vi.fn(() => Promise.resolve(answer));
    const init = { method: 'POST' };
    const { fetch: send } = environmentOf({ fetch });
    await expect(send('https://api.example/', init)).resolves.toBe(answer);
    expect(fetch.mock.calls).toEqual([
      ['https://api.example/', { referrerPolicy: 'strict-origin', ...init }],
    ]);
  });

  it('make Angular check nothing', async () => {
    const original = vi.fn(() => Promise.resolve(new Response('{}')));
    const { patched, globals } = zoned('fetch', original);
    await environmentOf(globals).fetch('https://api.example/', {});
    expect(patched).not.toHaveBeenCalled();
    expect(original).toHaveBeenCalledTimes(1);
  });
});

describe('workers', () => {
  function fakeScope(isBlocked: boolean) {
    const started: string[] = [];
    const urls = new Set<string>();
    const createObjectURL = () => {
      urls.add('blob:1');
      return 'blob:1';
    };
    const revokeObjectURL = (url: string) => urls.delete(url);
    /** Called with `new`. */
    function Worker(url: string) {
      if (isBlocked) throw new Error('blocked by CSP');
      started.push(url);
    }
    const scope = { URL: { createObjectURL, revokeObjectURL }, Worker };
    return { environment: environmentOf(scope), started, urls };
  }

  it('start from an address', () => {
    const { environment, started } = fakeScope(false);
    environment.spawnWorker({ url: '/worker.js' });
    expect(started).toEqual(['/worker.js']);
  });

  it('start from their source', () => {
    const { environment, started, urls } = fakeScope(false);
    environment.spawnWorker({ source: 'onmessage = () => {}' });
    expect(started).toEqual(['blob:1']);
    expect(urls.size).toBe(0);
  });

  it('leave no blob where they are blocked', () => {
    const { environment, urls } = fakeScope(true);
    expect(() => environment.spawnWorker({ source: '' })).toThrow('CSP');
    expect(urls.size).toBe(0);
  });
});

describe('unique IDs', () => {
  it('differ from each other', () => {
    const { uniqueId } = createEnvironment();
    expect(new Set([uniqueId(), uniqueId(), uniqueId()]).size).toBe(3);
  });

  it('can be had in insecure contexts', () => {
    const getRandomValues = <T>(values: T): T =>
      globalThis.crypto.getRandomValues(values as Uint32Array) as T;
    const { uniqueId } = environmentOf({ crypto: { getRandomValues } });
    expect(uniqueId()).not.toBe('');
    expect(uniqueId()).not.toBe(uniqueId());
  });
});

describe('the storage of the site', () => {
  it('is as large as the browser says', async () => {
    const storage = { estimate: async () => ({ quota: 5_000, usage: 100 }) };
    const { quotaBytes } = environmentOf({ navigator: { storage } });
    await expect(quotaBytes()).resolves.toBe(5_000);
  });

  it.each([
    ['knows no such thing', {}],
    ['does not say', { storage: { estimate: async () => ({}) } }],
  ])('is unknown where the browser %s', async (_, navigator) => {
    const { quotaBytes } = environmentOf({ navigator });
    await expect(quotaBytes()).resolves.toBeUndefined();
  });

  it('is asked for in a promise, also where that throws', async () => {
    const estimate = (): never => {
      throw new TypeError('insecure');
    };
    const { quotaBytes } = environmentOf({
      navigator: { storage: { estimate } },
    });
    await expect(quotaBytes()).rejects.toThrow('insecure');
  });
});

describe('the page', () => {
  it.each([
    ['hidden', true],
    ['visible', false],
  ])('that is %s counts as hidden: %s', (visibilityState, isHidden) => {
    const environment = environmentOf({ document: { visibilityState } });
    expect(environment.isHidden()).toBe(isHidden);
  });

  it('has the address of the moment', () => {
    const location = { href: 'https://shop.example/a' };
    const environment = environmentOf({ location });
    location.href = 'https://shop.example/b';
    expect(environment.pageUrl()).toBe('https://shop.example/b');
  });

  it.each([true, false])('is online as the browser says: %s', (onLine) => {
    expect(environmentOf({ navigator: { onLine } }).isOnline()).toBe(onLine);
  });

  it('has the console of the browser', () => {
    expect(createEnvironment().console).toBe(globalThis.console);
  });

  it.each([{}, { navigator: {} }])('may have no locks: %o', (globals) => {
    expect(environmentOf(globals).locks).toBeUndefined();
  });

  it.each([
    ['.card, #total > [data-x="1"]', true],
    ['.', false],
    ['div[', false],
    ['', false],
  ])('understands the selector "%s": %s', (text, isValid) => {
    expect(createEnvironment().isSelector(text)).toBe(isValid);
  });
});

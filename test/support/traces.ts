import type { BrowserContext, Page } from 'playwright-core';

/** What scripts have done to a page that a visitor, or another script, might notice. */
export interface Traces {
  /** Kind of the target and type of the event. */
  listeners: string[];
  /** Names of databases. */
  databases: string[];
  /** Properties of the browser's own objects that are not as they were. */
  patched: string[];
  /** New names on `window`. */
  globals: string[];
  /** Names of elements that scripts have made. */
  elements: string[];
  workerCount: number;
  observerCount: number;
}

/** Writes down the traces of all pages of this context, from before their first script on. */
export async function watchTraces(
  context: BrowserContext,
): Promise<{ read: (page: Page) => Promise<Traces> }> {
  await context.addInitScript(`(${watchInPage.toString()})()`);
  return { read: (page) => page.evaluate<Traces>('readTraces()') };
}

/** Runs in the page. */
function watchInPage(): void {
  const listeners: string[] = [];
  const databases: string[] = [];
  const elements: string[] = [];
  let workerCount = 0;
  let observerCount = 0;
  const { name: windowName } = Window;

  /** Lets `onCall` see each call of a method. */
  const watch = (
    owner: object,
    method: string,
    onCall: (self: unknown, args: unknown[]) => void,
  ): void => {
    const original = Reflect.get(owner, method) as (
      ...args: unknown[]
    ) => unknown;
    Reflect.set(owner, method, function (this: unknown, ...args: unknown[]) {
      onCall(this, args);
      return original.apply(this, args);
    });
  };
  watch(EventTarget.prototype, 'addEventListener', (self, [type]) => {
    const target = self ?? window;
    // An `AbortSignal` or a request is nobody's but of those who made it.
    if (target === window || target instanceof Node)
      listeners.push(
        `${target === window ? windowName : target.constructor.name} ${String(type)}`,
      );
  });
  watch(IDBFactory.prototype, 'open', (_, [name]) => {
    databases.push(String(name));
  });
  watch(Document.prototype, 'createElement', (_, [name]) => {
    elements.push(String(name));
  });
  watch(MutationObserver.prototype, 'observe', () => {
    observerCount += 1;
  });
  Reflect.set(
    window,
    'Worker',
    new Proxy(Worker, {
      construct: (target, args: ConstructorParameters<typeof Worker>) => {
        workerCount += 1;
        return new target(...args);
      },
    }),
  );

  const owners = new Map<string, object>([
    ['window', window],
    ['document', document],
    ['console', console],
    ['history', history],
    ['navigator', navigator],
    ['indexedDB', indexedDB],
    ...Object.getOwnPropertyNames(window).flatMap((name) => {
      const { value } = Object.getOwnPropertyDescriptor(window, name) ?? {};
      return typeof value === 'function' && value.prototype
        ? [[`${name}.prototype`, value.prototype as object] as const]
        : [];
    }),
  ]);
  const describeAll = () =>
    new Map<string, PropertyDescriptor>(
      [...owners].flatMap(([name, owner]) =>
        Object.entries(Object.getOwnPropertyDescriptors(owner)).map(
          ([key, it]): [string, PropertyDescriptor] => [`${name}.${key}`, it],
        ),
      ),
    );
  Reflect.set(window, 'readTraces', (): Traces => {
    const now = describeAll();
    const isNew = (key: string) => !before.has(key);
    const isPatched = ([key, was]: [string, PropertyDescriptor]) => {
      const is = now.get(key);
      // What the page itself changes, like its address or its history's length, is read by a getter.
      return (
        !Object.is(is?.value, was.value) ||
        is?.get !== was.get ||
        is?.set !== was.set
      );
    };
    return {
      listeners: [...listeners].sort(),
      databases,
      patched: [...before].filter(isPatched).map(([key]) => key),
      globals: [...now.keys()]
        .filter(isNew)
        .map((key) => key.replace('window.', '')),
      elements,
      workerCount,
      observerCount,
    };
  });
  const before = describeAll();
}

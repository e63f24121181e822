/**
 * Runs in a page before its own scripts, and sets `busyWatch`, which knows whether IndexedDB, workers or requests
 * are at work.
 */
export function installBusyWatch() {
  let busyCount = 0;
  let onIdle = (): void => {};
  /** Returns how to tell that it has ended. */
  const begin = (): (() => void) => {
    busyCount += 1;
    return () => {
      busyCount -= 1;
      if (busyCount === 0) onIdle();
    };
  };
  const beginUntil = (target: EventTarget, types: string[]): void => {
    const end = begin();
    for (const type of types) target.addEventListener(type, end);
  };

  const transaction = Reflect.get(IDBDatabase.prototype, 'transaction');
  IDBDatabase.prototype.transaction = function (...parameters) {
    const made: IDBTransaction = transaction.apply(this, parameters);
    beginUntil(made, ['complete', 'abort']);
    return made;
  };
  for (const name of ['open', 'deleteDatabase'] as const) {
    const original = Reflect.get(IDBFactory.prototype, name);
    IDBFactory.prototype[name] = function (...parameters: [string]) {
      const request: IDBOpenDBRequest = original.apply(this, parameters);
      beginUntil(request, ['success', 'error']);
      return request;
    };
  }
  const realFetch = window.fetch.bind(window);
  window.fetch = async (...parameters) => {
    const end = begin();
    try {
      return await realFetch(...parameters);
    } finally {
      end();
    }
  };
  window.Worker = class extends Worker {
    /** How to end the jobs under way; each message that is sent is answered by one. */
    #ends: (() => void)[] = [];
    constructor(...parameters: ConstructorParameters<typeof Worker>) {
      super(...parameters);
      this.addEventListener('message', () => this.#ends.shift()?.());
      this.addEventListener('error', () => {
        for (const end of this.#ends.splice(0)) end();
      });
    }
    override postMessage(message: unknown): void {
      this.#ends.push(begin());
      super.postMessage(message);
    }
    override terminate(): void {
      for (const end of this.#ends.splice(0)) end();
      super.terminate();
    }
  };

  const { port1, port2 } = new MessageChannel();
  /** Lets the browser's own tasks run. */
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      port1.addEventListener('message', () => resolve(), { once: true });
      port1.start();
      port2.postMessage(undefined);
    });
  const isBusy = (): boolean => busyCount > 0;
  /** Resolves when nothing is at work; without letting go of the thread where that is so already. */
  const settle = async (): Promise<void> => {
    while (isBusy()) {
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
      // What has ended may begin something else.
      await turn();
    }
  };
  const busyWatch = { settle, turn };
  Reflect.set(window, 'busyWatch', busyWatch);
  return busyWatch;
}

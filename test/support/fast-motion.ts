import type { Page } from 'playwright-core';
import { installBusyWatch } from './busy-watch.js';

/** Time between two looks at what is due, and of the idle moment that follows each. Unit: ms of the page's time. */
const STEP_MS = 20;

/** A page whose time passes as fast as the machine allows. */
export interface FastMotion {
  /** Lets that much of the page's time pass. Unit: ms. */
  pass: (spanMs: number) => Promise<void>;
  /** Waits for a promise of the page, and lets time pass while nothing else goes on. `expression` gives the promise. */
  waitFor: (expression: string) => Promise<void>;
}

/**
 * Replaces the clock, the timers, idle and animation callbacks of the page's next document.
 *
 * Time stands still until `pass`, and while storage, worker and network are at work: they are real, and take
 * no time of the page's.
 */
export async function startFastMotion(page: Page): Promise<FastMotion> {
  await page.addInitScript(installBusyWatch);
  await page.addInitScript(installFastMotion, STEP_MS);
  return {
    pass: (spanMs) => page.evaluate(`fastMotion.pass(${spanMs})`),
    waitFor: (expression) => page.evaluate(`fastMotion.waitFor(${expression})`),
  };
}

/** Runs in the page. */
function installFastMotion(stepMs: number): void {
  const { settle, turn }: ReturnType<typeof installBusyWatch> = Reflect.get(
    window,
    'busyWatch',
  );
  const RealDate = Date;
  const startMs = RealDate.now();
  let nowMs = startMs;

  const replace = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, { value, configurable: true });
  };
  class FastDate extends RealDate {
    constructor(...parameters: [] | [number]) {
      super(parameters.length === 0 ? nowMs : parameters[0]);
    }
    static override now(): number {
      return nowMs;
    }
  }
  replace(window, 'Date', FastDate);
  replace(performance, 'now', () => nowMs - startMs);

  type Task = { dueMs: number; intervalMs?: number; run: () => void };
  const tasks = new Map<number, Task>();
  let lastId = 0;
  const add = (delayMs: number, run: () => void): number => {
    lastId += 1;
    tasks.set(lastId, { dueMs: nowMs + delayMs, run });
    return lastId;
  };
  const addRepeated = (intervalMs: number, run: () => void): number => {
    lastId += 1;
    tasks.set(lastId, { dueMs: nowMs + intervalMs, intervalMs, run });
    return lastId;
  };
  const cancel = (id: number): void => {
    tasks.delete(id);
  };
  type Callback = (parameter?: unknown) => void;
  replace(window, 'setTimeout', (run: Callback, delayMs = 0) =>
    add(delayMs, run),
  );
  replace(window, 'setInterval', (run: Callback, intervalMs: number) =>
    addRepeated(intervalMs, run),
  );
  replace(window, 'requestIdleCallback', (run: Callback) =>
    add(0, () => run({ didTimeout: false, timeRemaining: () => 10 })),
  );
  replace(window, 'requestAnimationFrame', (run: Callback) =>
    add(0, () => run(nowMs - startMs)),
  );
  for (const name of [
    'clearTimeout',
    'clearInterval',
    'cancelIdleCallback',
    'cancelAnimationFrame',
  ])
    replace(window, name, cancel);

  const step = async (): Promise<void> => {
    nowMs += stepMs;
    for (const [id, task] of tasks) {
      if (task.dueMs > nowMs) continue;
      if (task.intervalMs === undefined) tasks.delete(id);
      else task.dueMs += task.intervalMs;
      task.run();
      // Between two tasks the browser tells its observers.
      await Promise.resolve();
    }
    await settle();
  };
  const pass = async (spanMs: number): Promise<void> => {
    for (let passedMs = 0; passedMs < spanMs; passedMs += stepMs) await step();
    await turn();
  };
  const waitFor = async (promise: Promise<unknown>): Promise<void> => {
    const waiting = { isOver: false };
    const end = (): void => {
      waiting.isOver = true;
    };
    void promise.then(end, end);
    while (!waiting.isOver) {
      await turn();
      await settle();
      if (!waiting.isOver) await pass(stepMs);
    }
  };
  Reflect.set(window, 'fastMotion', { pass, waitFor });
}

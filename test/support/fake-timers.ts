/** 2024-07-01T00:00:00Z. Unit: ms. */
const START_MS = 1_719_792_000_000;

/** Turns of the event loop in which promises and fake-indexeddb settle. */
const SETTLE_TURNS = 20;

interface Task {
  dueMs: number;
  run: () => void;
}

/** A clock, timers and idle tasks that stand still until the test moves them. */
export function createFakeTimers() {
  let nowMs = START_MS;
  const timers = new Set<Task>();
  const idleTasks = new Set<Task>();

  const add = (tasks: Set<Task>, delayMs: number, run: () => void) => {
    const task = { dueMs: nowMs + delayMs, run };
    tasks.add(task);
    return () => {
      tasks.delete(task);
    };
  };
  const firstDue = (untilMs: number): [Set<Task>, Task] | undefined =>
    [timers, idleTasks]
      .flatMap((tasks) =>
        [...tasks].map((task): [Set<Task>, Task] => [tasks, task]),
      )
      .filter(([, task]) => task.dueMs <= untilMs)
      .sort(([, a], [, b]) => a.dueMs - b.dueMs)[0];
  const run = async (tasks: Set<Task>, task: Task): Promise<void> => {
    tasks.delete(task);
    task.run();
    await settle();
  };

  return {
    now: () => nowMs,
    schedule: (delayMs: number, task: () => void) => add(timers, delayMs, task),
    /** An idle task runs by `idle`, or when its time-out has passed. */
    whenIdle: (timeoutMs: number, task: () => void) =>
      add(idleTasks, timeoutMs, task),
    advance: async (ms: number): Promise<void> => {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const due = firstDue(untilMs);
        if (!due) break;
        nowMs = Math.max(nowMs, due[1].dueMs);
        await run(...due);
      }
      nowMs = untilMs;
    },
    idle: async (): Promise<void> => {
      await settle();
      for (const task of idleTasks) await run(idleTasks, task);
    },
    leftovers: () => ({ timers: timers.size, idleTasks: idleTasks.size }),
  };
}

/** Lets everything that is ready, promises and fake-indexeddb alike, run to its next wait. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
}

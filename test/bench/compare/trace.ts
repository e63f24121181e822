import type { CDPSession } from 'playwright-core';

/** What the threads of the page did, as Chromium's trace tells it. */
export interface ThreadTimes {
  /** By the clock: true for this machine, and longer while others are at work on it. */
  byClock: TaskTimes;
  /** By the processor time of the thread, which leaves out what it waits for. */
  byProcessor: TaskTimes;
  /** Processor time of all dedicated workers. Unit: ms. */
  workerMs: number;
}

/** Of the tasks of the main thread. */
export interface TaskTimes {
  /** Time beyond 50 ms of each. Unit: ms. */
  blockingMs: number;
  /** Unit: ms. */
  longestMs: number;
}

/** A task longer than this delays an answer to the visitor. Source: https://web.dev/articles/tbt */
const BLOCKING_AFTER_MS = 50;

/** Says nothing but when tasks began and ended, so that no contestant pays for what it does in them. */
const CATEGORY = 'disabled-by-default-devtools.timeline';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Unit: µs. */
  dur?: number;
  /** Processor time. Unit: µs. */
  tdur?: number;
  args: { name?: string };
}

/** Starts a trace. The function that is returned ends it. */
export async function startTrace(
  cdp: CDPSession,
): Promise<() => Promise<ThreadTimes>> {
  const events: TraceEvent[] = [];
  const keep = ({ value }: { value: unknown[] }) => {
    for (const event of value as TraceEvent[])
      if (event.ph === 'M' || event.name === 'RunTask') events.push(event);
  };
  cdp.on('Tracing.dataCollected', keep);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [CATEGORY] },
  });
  return async () => {
    const complete = new Promise((resolve) => {
      cdp.once('Tracing.tracingComplete', resolve);
    });
    await cdp.send('Tracing.end');
    await complete;
    cdp.off('Tracing.dataCollected', keep);
    return readThreadTimes(events);
  };
}

function readThreadTimes(events: TraceEvent[]): ThreadTimes {
  const names = new Map<string, string>();
  const threads = new Map<string, TraceEvent[]>();
  for (const event of events) {
    const id = `${event.pid}/${event.tid}`;
    if (event.name === 'thread_name') names.set(id, event.args.name ?? '');
    if (event.name !== 'RunTask') continue;
    const tasks = threads.get(id) ?? [];
    tasks.push(event);
    threads.set(id, tasks);
  }
  const named = (pattern: RegExp): TraceEvent[][] =>
    [...threads]
      .filter(([id]) => pattern.test(names.get(id) ?? ''))
      .map(([, tasks]) => tasks);
  // Chromium keeps a renderer in reserve, whose main thread has next to nothing to do.
  const [main = []] = named(/^CrRendererMain$/).sort(
    (a, b) => sum(b, 'dur') - sum(a, 'dur'),
  );
  return {
    byClock: taskTimes(main.map(({ dur = 0 }) => dur / 1000)),
    byProcessor: taskTimes(main.map(({ tdur = 0 }) => tdur / 1000)),
    workerMs: named(/^DedicatedWorker/).reduce(
      (total, tasks) => total + sum(tasks, 'tdur') / 1000,
      0,
    ),
  };
}

function taskTimes(durationsMs: number[]): TaskTimes {
  return {
    blockingMs: durationsMs.reduce(
      (total, ms) => total + Math.max(0, ms - BLOCKING_AFTER_MS),
      0,
    ),
    longestMs: Math.max(0, ...durationsMs),
  };
}

function sum(events: TraceEvent[], field: 'dur' | 'tdur'): number {
  return events.reduce((total, event) => total + (event[field] ?? 0), 0);
}

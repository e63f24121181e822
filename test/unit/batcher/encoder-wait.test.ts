import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createEncoder } from '../../../src/batcher/encoder.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';

/** A page that can sleep, and has handed one event to a worker. */
function setup() {
  const timers = new Set<() => void>();
  const environment = fakeEnvironment({
    schedule: (_delayMs, task) => {
      timers.add(task);
      return () => timers.delete(task);
    },
  });
  const logger = fakeLogger();
  const encoder = createEncoder({
    environment,
    whenIdle: environment.whenIdle,
    logger,
    gzip: true,
    worker: { source: 'worker code' },
  });
  const encoded = encoder
    .encode(['one'])
    .then((body): unknown => JSON.parse(gunzipSync(body).toString()).events);
  const [worker] = environment.workers;
  if (!worker) throw new Error('there is no worker');
  return {
    environment,
    logger,
    encoder,
    worker,
    encoded,
    timers,
    /** By the time it wakes up all timers are due: they fire before any message that waits. */
    sleep: () => {
      const due = [...timers];
      timers.clear();
      for (const fire of due) fire();
    },
  };
}

describe('a page that wakes up from a long sleep', () => {
  it('takes the answer of the worker that is there', async () => {
    const { encoder, worker, encoded, timers, logger, sleep } = setup();
    sleep();
    worker.answerNext();
    expect(await encoded).toEqual(['one']);
    await settle();
    expect(timers.size).toBe(0);
    expect(worker.terminated).toBe(false);
    expect(encoder.worker()).toBe('running');
    expect(logger.messages).toEqual([]);
  });

  it('waits for the worker only once more', async () => {
    const { environment, encoder, worker, encoded, timers, sleep } = setup();
    sleep();
    await settle();
    expect(worker.terminated).toBe(false);
    sleep();
    await settle();
    expect(worker.terminated).toBe(true);
    expect(encoder.worker()).toBe('failed');
    await environment.idle();
    expect(await encoded).toEqual(['one']);
    expect(timers.size).toBe(0);
  });
});

it.each([
  ['does what it is told', 'answerNext'],
  ['says that it could not', 'failNext'],
] as const)('no timer waits for a worker that %s', async (_, answer) => {
  const { worker, encoded, timers } = setup();
  expect(timers.size).toBe(1);
  worker[answer]();
  await Promise.allSettled([encoded]);
  await settle();
  expect(timers.size).toBe(0);
});

import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createEncoder } from '../../../src/batcher/encoder.js';
import type { Environment } from '../../../src/environment.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { fakeWorker } from '../../support/fake-worker.js';

const SLICE_LENGTH = 32 * 1024;

function setup({
  gzip = true,
  worker = { source: 'worker code' },
  overrides = {},
}: {
  gzip?: boolean;
  worker?: { url: string } | { source: string } | undefined;
  overrides?: Partial<Environment>;
} = {}) {
  const environment = fakeEnvironment(overrides);
  const logger = fakeLogger();
  const encoder = createEncoder({
    environment,
    whenIdle: environment.whenIdle,
    logger,
    gzip,
    worker,
  });
  /** Encodes, and writes down when it is done. */
  const done: string[] = [];
  const encode = (event: string): Promise<Uint8Array> => {
    const encoding = encoder.encode([event]);
    encoding.then(
      () => done.push(event),
      () => {},
    );
    return encoding;
  };
  const workerAt = (index = 0) => {
    const worker = environment.workers[index];
    if (!worker) throw new Error(`there is no worker ${index}`);
    return worker;
  };
  return { environment, logger, encoder, encode, done, workerAt };
}

function eventsIn(body: Uint8Array): unknown {
  return JSON.parse(gunzipSync(body).toString('utf8')).events;
}

/** An environment in which workers cannot be started, as under a strict CSP. */
const withoutWorkers = {
  spawnWorker: () => {
    throw new DOMException('blocked by CSP', 'SecurityError');
  },
};

describe('an encoder with a worker', () => {
  it('starts no worker before there is something to encode', () => {
    const { environment } = setup();
    expect(environment.workers).toEqual([]);
  });

  it('starts one worker for all batches, from where it was told to', async () => {
    const from: unknown[] = [];
    const worker = fakeWorker();
    const { encode } = setup({
      worker: { url: '/worker.js' },
      overrides: {
        spawnWorker: (source) => {
          from.push(source);
          return worker;
        },
      },
    });
    void encode('one');
    void encode('two');
    expect(from).toEqual([{ url: '/worker.js' }]);
    expect(worker.inbox).toHaveLength(2);
  });

  it('resolves with what the worker made, in the order of its answers', async () => {
    const { encode, done, workerAt } = setup();
    const first = encode('one');
    const second = encode('two');
    await settle();
    expect(done).toEqual([]);

    workerAt().answerNext();
    await settle();
    expect(done).toEqual(['one']);
    workerAt().answerNext();

    expect(eventsIn(await first)).toEqual(['one']);
    expect(eventsIn(await second)).toEqual(['two']);
  });

  it('does no work in the page while the worker works', async () => {
    const { environment, encode, workerAt } = setup();
    const encoded = encode('one');
    expect(environment.leftovers().idleTasks).toBe(0);
    workerAt().answerNext();
    await encoded;
    await settle();
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('ignores an answer that nobody waits for', async () => {
    const { encode, workerAt } = setup();
    const encoded = encode('one');
    const bodies = [new Uint8Array()];
    const data = { id: 77, bodies };
    workerAt().onmessage?.(new MessageEvent('message', { data }));
    workerAt().answerNext();
    expect(eventsIn(await encoded)).toEqual(['one']);
  });

  it('encodes everything in the page, in order, when the worker crashes', async () => {
    const { environment, logger, encode, done, workerAt } = setup();
    const encodings = ['one', 'two', 'three'].map(encode);
    workerAt().answerNext();
    workerAt().crash();
    await environment.idle();

    const bodies = await Promise.all(encodings);
    expect(bodies.map(eventsIn)).toEqual([['one'], ['two'], ['three']]);
    expect(done).toEqual(['one', 'two', 'three']);
    expect(workerAt().terminated).toBe(true);
    expect(logger.messages).toHaveLength(1);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('keeps the error of a worker from the page', () => {
    const { encode, workerAt } = setup();
    void encode('one');
    const error = new ErrorEvent('error', { cancelable: true });
    workerAt().onerror?.(error);
    expect(error.defaultPrevented).toBe(true);
  });

  it('starts no other worker after a crash', async () => {
    const { environment, encode, workerAt } = setup();
    void encode('one');
    workerAt().crash();
    const later = encode('two');
    await environment.idle();
    expect(eventsIn(await later)).toEqual(['two']);
    expect(environment.workers).toHaveLength(1);
  });

  it('encodes in the page what the worker leaves without an answer for 10 s', async () => {
    const { environment, logger, encode, done, workerAt } = setup();
    void encode('one');
    await environment.advance(5_000);
    void encode('two');
    await environment.advance(4_999);
    expect(done).toEqual([]);
    expect(workerAt().terminated).toBe(false);

    await environment.advance(1);
    await environment.idle();

    expect(done).toEqual(['one', 'two']);
    expect(workerAt().terminated).toBe(true);
    expect(logger.messages).toHaveLength(1);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('ignores the answer of a worker it has given up', async () => {
    const { environment, encode, done, workerAt } = setup();
    const encoded = encode('one');
    const { onmessage } = workerAt();
    await environment.advance(10_000);
    await environment.idle();
    const data = { id: 1, bodies: [new Uint8Array()] };
    onmessage?.call(undefined, new MessageEvent('message', { data }));
    await settle();
    expect(eventsIn(await encoded)).toEqual(['one']);
    expect(done).toEqual(['one']);
  });

  it('encodes in the page when the worker takes no message', async () => {
    const refusing = {
      ...fakeWorker(),
      postMessage: () => {
        throw new DOMException('out of memory', 'DataCloneError');
      },
    };
    const { environment, encode } = setup({
      overrides: { spawnWorker: () => refusing },
    });
    const encoded = encode('one');
    await environment.idle();
    expect(eventsIn(await encoded)).toEqual(['one']);
  });

  it('ends the worker and finishes its work in the page on stop', async () => {
    const { environment, logger, encoder, encode, workerAt } = setup();
    const encodings = ['one', 'two'].map(encode);
    encoder.stop();
    await environment.idle();
    const bodies = await Promise.all(encodings);
    expect(bodies.map(eventsIn)).toEqual([['one'], ['two']]);
    expect(workerAt().terminated).toBe(true);
    expect(logger.messages).toEqual([]);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('may be stopped before it has done anything, and twice', () => {
    const { environment, encoder } = setup();
    encoder.stop();
    encoder.stop();
    expect(environment.workers).toEqual([]);
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });
});

describe('an encoder without a worker', () => {
  it('encodes in the page where workers are blocked, and says so once', async () => {
    const { environment, logger, encode } = setup({
      overrides: withoutWorkers,
    });
    const encodings = ['one', 'two'].map(encode);
    await environment.idle();
    const bodies = await Promise.all(encodings);
    expect(bodies.map(eventsIn)).toEqual([['one'], ['two']]);
    expect(logger.messages).toHaveLength(1);
    expect(logger.texts('log')[0]).toContain('blocked by CSP');
  });

  it('starts none where none is wanted', async () => {
    const environment = fakeEnvironment();
    const logger = fakeLogger();
    const encoder = createEncoder({
      environment,
      whenIdle: environment.whenIdle,
      logger,
      gzip: true,
      worker: undefined,
    });
    const encoded = encoder.encode(['one']);
    await environment.idle();
    expect(eventsIn(await encoded)).toEqual(['one']);
    expect(environment.workers).toEqual([]);
    expect(logger.messages).toEqual([]);
  });

  it('starts none where nothing is compressed', async () => {
    const { environment, encode } = setup({ gzip: false });
    const encoded = encode('one');
    await environment.idle();
    expect(JSON.parse(new TextDecoder().decode(await encoded))).toEqual({
      version: 1,
      events: ['one'],
    });
    expect(environment.workers).toEqual([]);
  });

  it('does nothing in the task of the caller, and a slice in each idle moment', async () => {
    let slices = 0;
    const tasks: (() => void)[] = [];
    const { encode, done } = setup({
      overrides: {
        ...withoutWorkers,
        whenIdle: (_timeoutMs, task) => {
          tasks.push(task);
          return () => {};
        },
      },
    });
    void encode('x'.repeat(5 * SLICE_LENGTH));
    expect(tasks).toHaveLength(1);
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      expect(tasks).toEqual([]);
      task();
      slices += 1;
    }
    await settle();
    expect(slices).toBe(5);
    expect(done).toHaveLength(1);
  });

  it('is done in time on a page that is never idle', async () => {
    const { environment, encode, done } = setup({ overrides: withoutWorkers });
    void encode('x'.repeat(5 * SLICE_LENGTH));
    await environment.advance(1_000);
    expect(done).toHaveLength(1);
  });

  it('encodes at once at the end of the page', () => {
    const { environment, encoder } = setup();
    expect(eventsIn(encoder.encodeNow(['one', 'two']))).toEqual(['one', 'two']);
    expect(environment.workers).toEqual([]);
    expect(environment.leftovers().idleTasks).toBe(0);
  });
});

describe('who compresses', () => {
  it('is the worker once there is something to do, and nobody after the end', async () => {
    const { encode, encoder, workerAt } = setup();
    expect(encoder.worker()).toBe('none');
    const encoded = encode('a');
    expect(encoder.worker()).toBe('running');
    workerAt().answerNext();
    await encoded;
    encoder.stop();
    expect(encoder.worker()).toBe('none');
  });

  it('is the page where workers are blocked, which counts as failed', async () => {
    const { encode, encoder, environment } = setup({
      overrides: withoutWorkers,
    });
    const encoded = encode('a');
    await environment.idle();
    await encoded;
    expect(encoder.worker()).toBe('failed');
  });

  it('is no worker where nothing is compressed', async () => {
    const { encode, encoder, environment } = setup({ gzip: false });
    const encoded = encode('a');
    await environment.idle();
    await encoded;
    expect(encoder.worker()).toBe('none');
  });
});

// @vitest-environment node
// jsdom cannot decompress.
import { describe, expect, it } from 'vitest';
import { encodeNow, type StoredBody } from '../../../src/batcher/codec.js';
import { createEncoder } from '../../../src/batcher/encoder.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { readEvents } from './read-events.js';

function setup({
  gzip = true,
  wantsWorker = true,
}: { gzip?: boolean; wantsWorker?: boolean } = {}) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const encoder = createEncoder({
    environment,
    whenIdle: environment.whenIdle,
    logger,
    gzip,
    worker: wantsWorker ? { source: 'worker code' } : undefined,
  });
  const onlyWorker = () => {
    const [worker, ...others] = environment.workers;
    if (!worker || others.length > 0) throw new Error('not one worker');
    return worker;
  };
  return { environment, logger, encoder, onlyWorker };
}

const stored = (...events: string[]): StoredBody => ({
  body: encodeNow({ events, gzip: true }),
  gzipped: true,
});
const BROKEN: StoredBody = { body: new Uint8Array([1, 2]), gzipped: true };

const eventsIn = (bodies: readonly Uint8Array<ArrayBuffer>[]) =>
  bodies.map((body) => readEvents({ body, gzipped: true }));

describe('packing anew', () => {
  it('is left to the worker', async () => {
    const { environment, encoder, onlyWorker } = setup();
    const bodies = [stored('1'), stored('2')];
    const repacked = encoder.repack(bodies, 3);
    expect(onlyWorker().inbox.map(({ job }) => job)).toEqual([
      { bodies, partCount: 3, gzip: true },
    ]);
    const answer = [1, 2, 3].map((byte) => new Uint8Array([byte]));
    onlyWorker().answerNext(answer);
    expect(await repacked).toEqual(answer);
    await settle();
    expect(environment.leftovers()).toMatchObject({ timers: 0, idleTasks: 0 });
  });

  it('is done in the page where there is no worker', async () => {
    const { environment, encoder } = setup({ wantsWorker: false });
    const repacked = encoder.repack([stored('1', '2'), stored('3', '4')], 2);
    expect(eventsIn(await repacked)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(environment.workers).toEqual([]);
  });

  it('is done in the page where the worker does not answer', async () => {
    const { environment, encoder, logger, onlyWorker } = setup();
    const repacked = encoder.repack([stored('1', '2')], 2);
    await environment.advance(10_000);
    expect(eventsIn(await repacked)).toEqual([['1'], ['2']]);
    expect(onlyWorker().terminated).toBe(true);
    expect(logger.messages).toHaveLength(1);
  });

  it('is finished in the page on stop', async () => {
    const { encoder } = setup();
    const repacked = encoder.repack([stored('1', '2')], 2);
    encoder.stop();
    expect(eventsIn(await repacked)).toEqual([['1'], ['2']]);
  });

  it('rejects what the page cannot read', async () => {
    const { encoder } = setup({ wantsWorker: false });
    await expect(encoder.repack([BROKEN], 1)).rejects.toThrow('header');
  });
});

describe('a job that the worker could not do', () => {
  it.each(['repack', 'encode'] as const)(
    'rejects, and the worker goes on with the next one (%s)',
    async (kind) => {
      const { environment, encoder, logger, onlyWorker } = setup();
      const failed =
        kind === 'repack'
          ? encoder.repack([BROKEN], 2)
          : encoder.encode(['too much']);
      const next = encoder.encode(['next']);
      onlyWorker().failNext();
      await expect(failed).rejects.toThrow('worker');
      onlyWorker().answerNext();
      expect(eventsIn([await next])).toEqual([['next']]);
      expect(onlyWorker().terminated).toBe(false);
      expect(logger.messages).toEqual([]);
      expect(environment.leftovers()).toMatchObject({
        timers: 0,
        idleTasks: 0,
      });
    },
  );
});

describe('whether there is a worker', () => {
  it('is taken for granted until it fails', async () => {
    const { environment, encoder } = setup();
    expect(encoder.hasWorker()).toBe(true);
    void encoder.encode(['1']);
    expect(encoder.hasWorker()).toBe(true);
    await environment.advance(10_000);
    expect(encoder.hasWorker()).toBe(false);
  });

  it.each([
    ['none is wanted', { wantsWorker: false }],
    ['nothing is compressed', { gzip: false }],
  ])('is denied where %s', (_, options) => {
    expect(setup(options).encoder.hasWorker()).toBe(false);
  });
});

// @vitest-environment node
// jsdom cannot decompress.
import { describe, expect, it, vi } from 'vitest';
import { encodeNow, type StoredBody } from '../../../src/batcher/codec.js';
import { serve } from '../../../src/batcher/compressor.js';
import type {
  WorkerAnswer,
  WorkerRequest,
} from '../../../src/batcher/encoder.js';
import { readEvents } from './read-events.js';

type Scope = Parameters<typeof serve>[0];

/** A worker, by what it is asked and what it answers. */
function setup() {
  const answers: WorkerAnswer[] = [];
  const scope: Scope = {
    onmessage: null,
    postMessage: (answer, transfer) => {
      answers.push(structuredClone(answer, { transfer }));
    },
  };
  serve(scope);
  const ask = async (...requests: WorkerRequest[]) => {
    for (const data of requests)
      scope.onmessage?.(new MessageEvent('message', { data }));
    await vi.waitUntil(() => answers.length === requests.length);
    return answers;
  };
  return { ask };
}

const stored = (gzip: boolean, ...events: string[]): StoredBody => ({
  body: encodeNow({ events, gzip }),
  gzipped: gzip,
});

const eventsIn = (bodies: WorkerAnswer['bodies'], gzipped = true) =>
  bodies?.map((body) => readEvents({ body, gzipped }));

describe('the compression worker', () => {
  it('encodes events', async () => {
    const { ask } = setup();
    const [answer] = await ask({
      id: 7,
      job: { events: ['"a"', '"b"'], gzip: true },
    });
    expect(answer?.id).toBe(7);
    expect(eventsIn(answer?.bodies)).toEqual([['"a"', '"b"']]);
  });

  it('packs bodies anew', async () => {
    const { ask } = setup();
    const bodies = [stored(true, '"a"', '"b"'), stored(false, '"c"')];
    const [answer] = await ask({
      id: 8,
      job: { bodies, partCount: 2, gzip: false },
    });
    expect(answer?.id).toBe(8);
    expect(eventsIn(answer?.bodies, false)).toEqual([['"a"', '"b"'], ['"c"']]);
  });

  it('answers without bodies what it cannot do, and goes on', async () => {
    const { ask } = setup();
    const broken = { body: new Uint8Array([1, 2, 3]), gzipped: true };
    const answers = await ask(
      { id: 1, job: { bodies: [broken], partCount: 1, gzip: true } },
      { id: 2, job: { events: ['"a"'], gzip: true } },
    );
    expect(answers.find(({ id }) => id === 1)).toEqual({ id: 1 });
    expect(eventsIn(answers.find(({ id }) => id === 2)?.bodies)).toEqual([
      ['"a"'],
    ]);
  });
});

// @vitest-environment node
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  encode,
  encodeInSlices,
  encodeNow,
  repack,
  type EncodeJob,
  type StoredBody,
} from '../../../src/batcher/codec.js';
import { withPrototypeJs } from '../../support/prototype-js.js';
import { readEvents } from './read-events.js';

const SLICE_LENGTH = 32 * 1024;

const EVENTS: Record<string, string[]> = {
  'one event': ['{"type":4,"timestamp":1,"data":{}}'],
  'several events': ['{"a":1}', '{"b":2}', '{"c":3}'],
  'quotes and backslashes': [String.raw`{"text":"\"C:\\temp\" \u0000"}`],
  'CJK and emoji': ['{"text":"日本語のテキスト 😀👩‍👩‍👧"}'],
  'half of a surrogate pair': ['{"text":"\\ud83d"}'],
  'more than a slice': ['x'.repeat(3 * SLICE_LENGTH + 17)],
  'exactly a slice': ['x'.repeat(SLICE_LENGTH)],
  'exactly two slices': ['x'.repeat(2 * SLICE_LENGTH), ''],
  'what does not compress': [randomBytes(SLICE_LENGTH).toString('base64')],
};

const bodyOf = (events: readonly string[]): string =>
  JSON.stringify({ version: 1, events });

const eventsOf = (body: Uint8Array<ArrayBuffer>) =>
  readEvents({ body, gzipped: true });

async function bodyInSlices(job: EncodeJob): Promise<Uint8Array<ArrayBuffer>> {
  const slice = encodeInSlices(job);
  for (;;) {
    const body = slice();
    if (body) return body;
  }
}

/** A compression of the browser's own that fails. */
function brokenStream(side: string) {
  return class extends TransformStream {
    constructor() {
      const fail = () => {
        throw new Error('broken');
      };
      super(side === 'write' ? { transform: fail } : { flush: fail });
    }
  };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('encodeNow', () => {
  it('makes the same body on a page with Prototype.js', () => {
    const events = ['{"a":1}', 'x'.repeat(2 * SLICE_LENGTH)];
    const body = withPrototypeJs(() => encodeNow({ events, gzip: true }));
    expect(eventsOf(body)).toEqual(events);
  });

  it.each(Object.entries(EVENTS))('compresses %s', (_name, events) => {
    const body = encodeNow({ events, gzip: true });
    expect(gunzipSync(body).toString('utf8')).toBe(bodyOf(events));
  });

  it.each(Object.entries(EVENTS))('leaves %s plain', (_name, events) => {
    const body = encodeNow({ events, gzip: false });
    expect(Buffer.from(body).toString('utf8')).toBe(bodyOf(events));
  });

  it('writes version and events in this order, each event a string', () => {
    const body = encodeNow({ events: ['{"type":4}', '{}'], gzip: false });
    expect(Buffer.from(body).toString('utf8')).toBe(
      String.raw`{"version":1,"events":["{\"type\":4}","{}"]}`,
    );
  });

  it('makes repetitive events much smaller', () => {
    const events = Array.from({ length: 1_000 }, () => '{"type":3,"data":{}}');
    const { length } = encodeNow({ events, gzip: true });
    expect(length).toBeLessThan(bodyOf(events).length / 20);
  });

  it('owns its bytes alone, so that a worker may transfer them', () => {
    for (const gzip of [true, false]) {
      const body = encodeNow({ events: ['{}'], gzip });
      const copy = structuredClone(body, { transfer: [body.buffer] });
      expect(copy.length).toBeGreaterThan(0);
      expect(body.length).toBe(0);
    }
  });
});

describe('encodeInSlices', () => {
  it('compresses at most a slice at a time', async () => {
    const events = ['x'.repeat(10 * SLICE_LENGTH)];
    const slice = encodeInSlices({ events, gzip: true });
    let steps = 1;
    let body = slice();
    for (; !body; body = slice()) steps += 1;
    expect(steps).toBe(10);
    expect(gunzipSync(await body).toString('utf8')).toBe(bodyOf(events));
  });

  it('keeps an emoji that lies across two slices', () => {
    const events = [`${'x'.repeat(SLICE_LENGTH - 1)}😀`];
    const body = encodeNow({ events, gzip: false });
    expect(JSON.parse(Buffer.from(body).toString('utf8')).events).toEqual(
      events,
    );
  });

  it.each([true, false])(
    'says the same as encoding in one go (gzip: %s)',
    async (gzip) => {
      const events = ['{"text":"日本語"}', 'x'.repeat(2 * SLICE_LENGTH)];
      const inSlices = await bodyInSlices({ events, gzip });
      const inOneGo = encodeNow({ events, gzip });
      const plain = (body: Uint8Array) => (gzip ? gunzipSync(body) : body);
      expect(Buffer.from(plain(inSlices))).toEqual(Buffer.from(plain(inOneGo)));
    },
  );

  it('leaves compressing to the browser where that can', async () => {
    const events = ['x'.repeat(2 * SLICE_LENGTH)];
    const job = { events, gzip: true };
    let count = 0;
    const counting = class extends CompressionStream {
      constructor(format: CompressionFormat) {
        count += 1;
        super(format);
      }
    };
    vi.stubGlobal('CompressionStream', counting);
    await bodyInSlices(job);
    expect(count).toBe(1);
    encodeNow(job);
    await bodyInSlices({ events, gzip: false });
    expect(count).toBe(1);
  });

  it('compresses where the browser cannot', async () => {
    const theirs = CompressionStream;
    Reflect.deleteProperty(globalThis, 'CompressionStream');
    const job = { events: ['x'.repeat(2 * SLICE_LENGTH)], gzip: true };
    expect(await bodyInSlices(job)).toEqual(encodeNow(job));
    globalThis.CompressionStream = theirs;
  });

  it.each(['write', 'read'])(
    'rejects, and nothing else does, where the browser cannot %s',
    async (side) => {
      vi.stubGlobal('CompressionStream', brokenStream(side));
      const job = { events: ['x'], gzip: true };
      await expect(bodyInSlices(job)).rejects.toThrow('broken');
      expect(eventsOf(await encode(job))).toEqual(['x']);
    },
  );

  it('keeps two bodies apart that are made in turns', async () => {
    const jobs = ['a', 'b'].map((letter) => {
      const events = [letter.repeat(2 * SLICE_LENGTH)];
      return { events, slice: encodeInSlices({ events, gzip: true }) };
    });
    const bodies = jobs.map(({ slice }) => slice());
    while (bodies.some((body) => !body))
      for (const [index, { slice }] of jobs.entries())
        bodies[index] ??= slice();
    for (const [index, { events }] of jobs.entries()) {
      const body = (await bodies[index]) ?? new Uint8Array();
      expect(gunzipSync(body).toString('utf8')).toBe(bodyOf(events));
    }
  });
});

describe('repack', () => {
  const stored = (gzip: boolean, ...events: string[]): StoredBody => ({
    body: encodeNow({ events, gzip }),
    gzipped: gzip,
  });

  it.each([true, false])(
    'makes one body of several, gzipped and plain (result gzip: %s)',
    async (gzip) => {
      const bodies = [
        stored(true, '"a"', '"b"'),
        stored(false, '"c"'),
        stored(true, '"d"'),
      ];
      const [body] = await repack({ bodies, partCount: 1, gzip });
      const events = ['"a"', '"b"', '"c"', '"d"'];
      expect(body && readEvents({ body, gzipped: gzip })).toEqual(events);
    },
  );

  it.each([
    [
      2,
      [
        ['1', '2', '3'],
        ['4', '5'],
      ],
    ],
    [3, [['1', '2'], ['3', '4'], ['5']]],
    [5, [['1'], ['2'], ['3'], ['4'], ['5']]],
  ])('makes %i bodies of one, in order', async (partCount, parts) => {
    const bodies = [stored(true, '1', '2', '3', '4', '5')];
    const packed = await repack({ bodies, partCount, gzip: true });
    expect(packed.map((body) => readEvents({ body, gzipped: true }))).toEqual(
      parts,
    );
  });

  it.each(Object.entries(EVENTS))('leaves %s unharmed', async (_, events) => {
    const bodies = [stored(true, ...events)];
    const [body] = await repack({ bodies, partCount: 1, gzip: true });
    expect(body && readEvents({ body, gzipped: true })).toEqual(events);
  });

  it('makes bodies that own their bytes alone, so that a worker may transfer them', async () => {
    for (const gzip of [true, false])
      for (const body of await repack({
        bodies: [stored(true, '1', '2')],
        partCount: 2,
        gzip,
      }))
        expect(body.buffer.byteLength).toBe(body.length);
  });

  it.each<[string, StoredBody, string]>([
    [
      'is no JSON',
      { body: new TextEncoder().encode('{'), gzipped: false },
      'JSON',
    ],
    ['is no gzip', { body: stored(false, '1').body, gzipped: true }, 'header'],
    [
      'was cut off',
      { body: stored(true, '1').body.slice(0, -4), gzipped: true },
      'end of file',
    ],
  ])('rejects a body that %s', async (_, broken, message) => {
    const bodies = [stored(true, '1'), broken];
    await expect(repack({ bodies, partCount: 1, gzip: true })).rejects.toThrow(
      message,
    );
  });
});

// @vitest-environment node
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeInSlices, encodeNow } from '../../../src/batcher/codec.js';

const SLICE_BYTES = 64 * 1024;

const EVENTS: Record<string, string[]> = {
  'one event': ['{"type":4,"timestamp":1,"data":{}}'],
  'several events': ['{"a":1}', '{"b":2}', '{"c":3}'],
  'quotes and backslashes': [String.raw`{"text":"\"C:\\temp\" \u0000"}`],
  'CJK and emoji': ['{"text":"日本語のテキスト 😀👩‍👩‍👧"}'],
  'half of a surrogate pair': ['{"text":"\\ud83d"}'],
  'more than a slice': ['x'.repeat(3 * SLICE_BYTES + 17)],
  // {"version":1,"events":["…"]} is 27 bytes around the text.
  'exactly a slice': ['x'.repeat(SLICE_BYTES - 27)],
  'exactly two slices': ['x'.repeat(2 * SLICE_BYTES - 27)],
  'what does not compress': [randomBytes(SLICE_BYTES).toString('base64')],
};

const bodyOf = (events: readonly string[]): string =>
  JSON.stringify({ version: 1, events });

describe('encodeNow', () => {
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
  it('compresses at most a slice at a time', () => {
    const events = ['x'.repeat(10 * SLICE_BYTES)];
    const slice = encodeInSlices({ events, gzip: true });
    let steps = 1;
    let body = slice();
    for (; !body; body = slice()) steps += 1;
    expect(steps).toBe(11);
    expect(gunzipSync(body).toString('utf8')).toBe(bodyOf(events));
  });

  it('makes the same bytes as encoding in one go', () => {
    const events = ['{"text":"日本語"}', 'x'.repeat(2 * SLICE_BYTES)];
    const slice = encodeInSlices({ events, gzip: true });
    let body = slice();
    while (!body) body = slice();
    expect(body).toEqual(encodeNow({ events, gzip: true }));
  });

  it('keeps two bodies apart that are made in turns', () => {
    const jobs = ['a', 'b'].map((letter) => {
      const events = [letter.repeat(2 * SLICE_BYTES)];
      return { events, slice: encodeInSlices({ events, gzip: true }) };
    });
    const bodies = jobs.map(({ slice }) => slice());
    while (bodies.some((body) => !body))
      for (const [index, { slice }] of jobs.entries())
        bodies[index] ??= slice();
    for (const [index, { events }] of jobs.entries()) {
      const body = bodies[index] ?? new Uint8Array();
      expect(gunzipSync(body).toString('utf8')).toBe(bodyOf(events));
    }
  });
});

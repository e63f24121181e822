// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  MAX_RAW_BYTES,
  readTrackBody,
} from '../../../../examples/demo/ingest/track-body.js';
import { GOOD_EVENT, bodyOf, eventsBody, gzip } from './sample-upload.js';

const DELAYED_EVENT = '{"type":3,"timestamp":1,"delay":-5,"data":{}}';

/** A body of exactly this size that keeps every other rule. */
function bodyOfBytes(bytes: number): Buffer {
  const pad = (length: number) =>
    eventsBody(`{"type":3,"timestamp":1,"data":"${'x'.repeat(length)}"}`);
  return pad(bytes - pad(0).length);
}

describe('readTrackBody', () => {
  it('hands on the events as they were sent', () => {
    const events = [GOOD_EVENT, DELAYED_EVENT];
    const body = eventsBody(...events);
    const expected = { ok: true, events, rawBytes: body.length };
    expect(readTrackBody(body, false)).toEqual(expected);
    expect(readTrackBody(gzip(body), true)).toEqual(expected);
  });

  it('leaves text beyond ASCII unharmed', () => {
    const event = '{"type":3,"timestamp":1,"data":{"text":"日本 😀"}}';
    expect(readTrackBody(eventsBody(event), false)).toMatchObject({
      ok: true,
      events: [event],
    });
  });

  it.each([
    ['no JSON', bodyOf('{"version":1')],
    ['no object', bodyOf([])],
    ['null', bodyOf('null')],
    ['nothing', Buffer.alloc(0)],
    ['another version', bodyOf({ version: 2, events: [GOOD_EVENT] })],
    ['no version', bodyOf({ events: [GOOD_EVENT] })],
    ['a key too many', bodyOf({ version: 1, events: [GOOD_EVENT], more: 1 })],
    ['no events', bodyOf({ version: 1 })],
    ['an empty list of events', eventsBody()],
    ['events that are no list', bodyOf({ version: 1, events: GOOD_EVENT })],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['what is not gzip', Buffer.from('plain'), true],
    [
      'gzip that was cut off',
      gzip(eventsBody(GOOD_EVENT)).subarray(0, 20),
      true,
    ],
    ['gzip that nobody announced', gzip(eventsBody(GOOD_EVENT))],
  ])('refuses %s', (_name, body, isGzip = false) => {
    expect(readTrackBody(body, isGzip)).toMatchObject({
      ok: false,
      status: 400,
    });
  });

  it.each<[string, unknown]>([
    ['is an object', JSON.parse(GOOD_EVENT)],
    ['is a number', 4],
    ['is null', null],
    ['holds no JSON', '{'],
    ['holds a list', '[]'],
    ['has no type', '{"timestamp":1,"data":{}}'],
    ['has no data', '{"type":3,"timestamp":1}'],
    ['has its keys in another order', '{"timestamp":1,"type":3,"data":{}}'],
    ['has delay at the end', '{"type":3,"timestamp":1,"data":{},"delay":5}'],
    ['has a key too many', '{"type":3,"timestamp":1,"data":{},"more":1}'],
    [
      'has a type that is no whole number',
      '{"type":3.5,"timestamp":1,"data":{}}',
    ],
    ['has a type that is text', '{"type":"3","timestamp":1,"data":{}}'],
    ['has no time', '{"type":3,"timestamp":0,"data":{}}'],
    ['has a time that is text', '{"type":3,"timestamp":"now","data":{}}'],
    [
      'has a delay that is text',
      '{"type":3,"timestamp":1,"delay":"5","data":{}}',
    ],
  ])('refuses an event that %s, saying which', (_name, event) => {
    const answer = readTrackBody(eventsBody(GOOD_EVENT, event), false);
    expect(answer).toMatchObject({ ok: false, status: 400 });
    expect(answer.ok || answer.message).toContain('events[1]');
  });

  it('takes 10 MB uncompressed and not a byte more', () => {
    const largest = bodyOfBytes(MAX_RAW_BYTES);
    expect(largest.length).toBe(10 * 1024 * 1024);
    expect(readTrackBody(largest, false)).toMatchObject({ ok: true });
    expect(readTrackBody(gzip(largest), true)).toMatchObject({ ok: true });
    const tooLarge = bodyOfBytes(MAX_RAW_BYTES + 1);
    for (const answer of [
      readTrackBody(tooLarge, false),
      readTrackBody(gzip(tooLarge), true),
    ])
      expect(answer).toMatchObject({ ok: false, status: 413 });
  });
});

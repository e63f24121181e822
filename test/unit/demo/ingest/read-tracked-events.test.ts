// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { readTrackedEvents } from '../../../../examples/demo/ingest/read-tracked-events.js';
import { bodyOf } from './sample-upload.js';

const REPLAY_ID = '[Amplitude] Session Replay ID';

const eventOf = (
  name: string,
  properties?: Record<string, unknown>,
  more: Record<string, unknown> = {},
) => ({
  event_type: name,
  time: 1_719_792_000_000,
  insert_id: `insert-${name}`,
  event_properties: properties,
  ...more,
});

function read(...events: unknown[]) {
  const upload = readTrackedEvents(bodyOf({ api_key: 'key', events }));
  if (!upload.ok) throw new Error(upload.message);
  return upload;
}

describe('readTrackedEvents', () => {
  it('keeps what is tagged with a replay, replay by replay', () => {
    const { eventCount, taggedEvents } = read(
      eventOf('a', { [REPLAY_ID]: 'device/1' }),
      eventOf('b', { [REPLAY_ID]: 'device/2' }),
      eventOf('c', { [REPLAY_ID]: 'device/1' }),
      eventOf('untagged', { price: 5 }),
      eventOf('bare'),
    );
    expect(eventCount).toBe(5);
    const names = [...taggedEvents].map(([replayId, events]) => [
      replayId,
      events.map(({ name }) => name),
    ]);
    expect(names).toEqual([
      ['device/1', ['a', 'c']],
      ['device/2', ['b']],
    ]);
  });

  it("keeps name, time and properties, without the SDK's own", () => {
    const { taggedEvents } = read(
      eventOf('Order', {
        [REPLAY_ID]: 'device/1',
        '[Amplitude] Page URL': 'http://shop.example/',
        price: 5,
        items: ['chair'],
      }),
    );
    expect(taggedEvents.get('device/1')).toEqual([
      {
        insertId: 'insert-Order',
        name: 'Order',
        timeMs: 1_719_792_000_000,
        properties: { price: 5, items: ['chair'] },
      },
    ]);
  });

  it('gives repetitions of an event without an insert ID the same one', () => {
    const tagged = () =>
      eventOf('a', { [REPLAY_ID]: 'device/1' }, { insert_id: undefined });
    const events = read(tagged(), tagged()).taggedEvents.get('device/1') ?? [];
    expect(events).toHaveLength(2);
    expect(new Set(events.map(({ insertId }) => insertId)).size).toBe(1);
  });

  it.each<[string, unknown]>([
    ['a number', 17],
    ['no slash in it', 'device'],
    ['more than 1000 characters', `device/${'1'.repeat(1_000)}`],
    ['an object', { toString: 'device/1' }],
  ])('takes an event for untagged whose replay ID is or has %s', (_n, id) => {
    const { eventCount, taggedEvents } = read(
      eventOf('a', { [REPLAY_ID]: id }),
    );
    expect(eventCount).toBe(1);
    expect(taggedEvents.size).toBe(0);
  });

  it.each(['__proto__/1', 'constructor/1', '../../etc/passwd'])(
    'takes the replay ID %s for a name like any other',
    (replayId) => {
      const { taggedEvents } = read(eventOf('a', { [REPLAY_ID]: replayId }));
      expect([...taggedEvents.keys()]).toEqual([replayId]);
    },
  );

  it('copes with an event that has neither name nor time', () => {
    const event = { event_properties: { [REPLAY_ID]: 'device/1' } };
    const [tracked] = read(event).taggedEvents.get('device/1') ?? [];
    expect(tracked?.name).not.toBe('');
    expect(tracked?.timeMs).toBeGreaterThan(0);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{"api_key":'],
    ['no object', []],
    ['no API key', { events: [] }],
    ['an empty API key', { api_key: '', events: [] }],
    ['no events', { api_key: 'key' }],
    ['events that are no list', { api_key: 'key', events: {} }],
    ['an event that is no object', { api_key: 'key', events: ['a'] }],
  ])('refuses %s', (_name, content) => {
    expect(readTrackedEvents(bodyOf(content))).toMatchObject({
      ok: false,
      status: 400,
    });
  });
});

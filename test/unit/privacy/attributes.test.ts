import { EventType, IncrementalSource, type eventWithTime } from '@rrweb/types';
import { expect, it } from 'vitest';
import { maskAttributes } from '../../../src/privacy/attributes.js';

const SECRET = 'a secret';
const MASKED = '* ******';

const eventOf = (type: EventType, data: unknown): eventWithTime => {
  const event: unknown = { type, timestamp: 1, data };
  return event as eventWithTime;
};

/** A node as rrweb serialises it, below a wrapper. */
const nodeOf = (tagName: string, attributes: object) => ({
  type: 0,
  id: 1,
  childNodes: [{ type: 2, id: 2, tagName, attributes, childNodes: [] }],
});

/** Each way by which a node's attributes get into an event. */
const WAYS: [string, (tagName: string, attributes: object) => eventWithTime][] =
  [
    [
      'a snapshot',
      (tagName, attributes) =>
        eventOf(EventType.FullSnapshot, { node: nodeOf(tagName, attributes) }),
    ],
    [
      'an addition',
      (tagName, attributes) =>
        eventOf(EventType.IncrementalSnapshot, {
          source: IncrementalSource.Mutation,
          adds: [{ parentId: 1, node: nodeOf(tagName, attributes) }],
          attributes: [],
        }),
    ],
    [
      'a change',
      (_, attributes) =>
        eventOf(EventType.IncrementalSnapshot, {
          source: IncrementalSource.Mutation,
          adds: [],
          attributes: [{ id: 2, attributes }],
        }),
    ],
  ];

it.each(WAYS)('masks what a field shows in %s', (_, eventWith) => {
  for (const tagName of ['input', 'option', 'optgroup']) {
    const attributes = { value: SECRET, label: SECRET, id: SECRET };
    maskAttributes(eventWith(tagName, attributes), (id) => id === 2);
    expect(attributes).toEqual({ value: MASKED, label: MASKED, id: SECRET });
  }
});

it.each(WAYS)('leaves alone what is not masked in %s', (_, eventWith) => {
  const attributes = { value: SECRET, label: SECRET };
  maskAttributes(eventWith('input', attributes), () => false);
  expect(attributes).toEqual({ value: SECRET, label: SECRET });
});

it.each([
  [true, MASKED],
  [false, SECRET],
])('a ticked box, masked: %s, shows %s', (isMasked, text) => {
  const data = {
    source: IncrementalSource.Input,
    id: 2,
    text: SECRET,
    isChecked: true,
  };
  maskAttributes(eventOf(EventType.IncrementalSnapshot, data), () => isMasked);
  expect(data).toMatchObject({ text, isChecked: true });
});

it('leaves values alone that are no text', () => {
  const attributes = { value: null, label: 3 };
  for (const [, eventWith] of WAYS)
    maskAttributes(eventWith('input', attributes), () => true);
  expect(attributes).toEqual({ value: null, label: 3 });
});

it('leaves other events alone', () => {
  const event = eventOf(EventType.IncrementalSnapshot, {
    source: IncrementalSource.Scroll,
    id: 2,
  });
  const before = JSON.stringify(event);
  maskAttributes(event, () => true);
  expect(JSON.stringify(event)).toBe(before);
});

import type { Event } from '@amplitude/analytics-core';
import { describe, expect, it } from 'vitest';
import { createIdentityReader } from '../../../src/host/identity.js';

function event(differs: object = {}): Event {
  const made: unknown = { event_type: 'Clicked', session_id: 1, ...differs };
  return made as Event;
}

describe('the identity of a visit', () => {
  it.each([
    [
      { deviceId: 'device', sessionId: 1 },
      { deviceId: 'device', sessionId: 1 },
    ],
    [{ deviceId: 'device' }, undefined],
    [{ sessionId: 1 }, undefined],
    [{}, undefined],
  ])('of %o is %o', (host, identity) => {
    expect(createIdentityReader({}).read(host)).toEqual(identity);
  });

  it('takes the device of the options before the host’s', () => {
    const { read } = createIdentityReader({ deviceId: 'mine' });
    expect(read({ deviceId: 'host', sessionId: 1 })).toEqual({
      deviceId: 'mine',
      sessionId: 1,
    });
  });

  // Sites hand over what they have read of a device that is not known yet.
  it('takes the host’s device where that of the options is empty', () => {
    const host = { deviceId: 'host', sessionId: 1 };
    expect(createIdentityReader({ deviceId: '' }).read(host)).toEqual(host);
  });

  it('takes the session from customSessionId, and keeps it when nothing is returned', () => {
    const answers = ['first', null, undefined, 2];
    const { read, sessionOf } = createIdentityReader({
      customSessionId: () => answers.shift(),
    });
    const host = { deviceId: 'device', sessionId: 1 };
    expect(read(host)).toBeUndefined();
    expect(sessionOf(event())).toBe('first');
    expect(sessionOf(event())).toBeUndefined();
    expect(sessionOf(event())).toBeUndefined();
    expect(read(host)?.sessionId).toBe('first');
    expect(sessionOf(event())).toBe(2);
    expect(read(host)?.sessionId).toBe(2);
  });
});

describe('what customSessionId returns and is no ID', () => {
  it.each([
    ['an object', { id: 1 }, 'object'],
    ['a promise', Promise.resolve('late'), 'object'],
    ['a function', () => 'late', 'function'],
    ['true', true, 'boolean'],
  ])('like %s, is refused, and the session goes on', (_, answer, type) => {
    const answers: unknown[] = ['first', answer];
    const { read, sessionOf } = createIdentityReader({
      customSessionId: () => answers.shift() as string,
    });
    sessionOf(event());
    expect(() => sessionOf(event())).toThrow(
      `customSessionId must return a text or a number, not ${type}`,
    );
    expect(read({ deviceId: 'device' })?.sessionId).toBe('first');
  });
});

describe('an event', () => {
  const visit = { deviceId: 'device', sessionId: 1 };

  it.each([
    [{}, true],
    [{ device_id: 'device' }, true],
    [{ device_id: 'other' }, false],
    [{ event_type: '$identify' }, false],
    [{ session_id: 2 }, false],
  ])('%o belongs to the visit: %s', (differs, belongs) => {
    const { sessionOf, belongsTo } = createIdentityReader({});
    const it = event(differs);
    expect(belongsTo(visit, it, sessionOf(it))).toBe(belongs);
  });

  it.each([
    ['mine', true],
    ['', false],
  ])(
    'of another device belongs to it where the options say %o: %s',
    (deviceId, belongs) => {
      const { sessionOf, belongsTo } = createIdentityReader({ deviceId });
      const it = event({ device_id: 'other' });
      expect(belongsTo(visit, it, sessionOf(it))).toBe(belongs);
    },
  );
});

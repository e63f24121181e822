import { expect, it } from 'vitest';
import {
  isSameVisit,
  replayId,
  type Identity,
} from '../../../src/session/replay-id.js';

const VISIT: Identity = { deviceId: 'device-1', sessionId: 1719847315013 };

it.each<[Identity, string]>([
  [VISIT, 'device-1/1719847315013'],
  [{ deviceId: 'device-1', sessionId: 'own-7' }, 'device-1/own-7'],
])('the replay of %o is %s', (identity, expected) => {
  expect(replayId(identity)).toBe(expected);
});

it.each<[Identity | undefined, boolean]>([
  [{ ...VISIT }, true],
  [{ ...VISIT, sessionId: '1719847315013' }, true],
  [{ ...VISIT, sessionId: 1719847315014 }, false],
  [{ ...VISIT, deviceId: 'device-2' }, false],
  [undefined, false],
])('%o belongs to the visit: %s', (other, expected) => {
  expect(isSameVisit(VISIT, other)).toBe(expected);
  expect(isSameVisit(other, VISIT)).toBe(expected);
});

it('nobody is no visit', () => {
  expect(isSameVisit(undefined, undefined)).toBe(false);
});

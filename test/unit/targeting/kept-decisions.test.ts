import { expect, it } from 'vitest';
import { createKeptDecisions } from '../../../src/targeting/kept-decisions.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { withPrototypeJs } from '../../support/prototype-js.js';

const DECISION = { flag: 'rules', variant: 'on' };

it('keeps the latest ten', () => {
  const kept = createKeptDecisions('key', fakeEnvironment());
  for (let id = 1; id <= 11; id += 1) kept.write(`device/${id}`, DECISION);
  expect(kept.read('device/1')).toBeUndefined();
  expect(kept.read('device/2')).toEqual(DECISION);
  expect(kept.read('device/11')).toEqual(DECISION);
});

it('keeps them on a page with Prototype.js', () => {
  const kept = createKeptDecisions('key', fakeEnvironment());
  withPrototypeJs(() => kept.write('device/1', DECISION));
  expect(kept.read('device/1')).toEqual(DECISION);
});

it('keeps those of two projects apart', () => {
  const environment = fakeEnvironment();
  createKeptDecisions('one', environment).write('device/1', DECISION);
  expect(
    createKeptDecisions('two', environment).read('device/1'),
  ).toBeUndefined();
});

it.each([
  ['holds no JSON', { getItem: () => '<', setItem: () => {} }],
  ['holds something else', { getItem: () => '{"a":1}', setItem: () => {} }],
  [
    'holds a list of something else',
    { getItem: () => '[null,7]', setItem: () => {} },
  ],
  [
    'is forbidden',
    {
      getItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
    },
  ],
])(
  'keeps nothing, and does not throw, where the storage %s',
  (_, localStorage) => {
    const kept = createKeptDecisions('key', fakeEnvironment({ localStorage }));
    kept.write('device/1', DECISION);
    expect(kept.read('device/1')).toBeUndefined();
  },
);

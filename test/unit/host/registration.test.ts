import { expect, it } from 'vitest';
import { watchRegistration } from '../../../src/host/registration.js';

it('tells that the host has dropped a plugin that it knew', () => {
  const pluginStatus = new Map([['plugin', 'locked']]);
  const isDropped = watchRegistration({ timeline: { pluginStatus } }, 'plugin');
  expect(isDropped?.()).toBe(false);
  pluginStatus.set('plugin', 'installed');
  expect(isDropped?.()).toBe(false);
  pluginStatus.delete('plugin');
  expect(isDropped?.()).toBe(true);
});

it.each([
  ['no host', undefined],
  ['a host that keeps no register', { timeline: {} }],
  [
    'a host that knows only a plugin around this one',
    { timeline: { pluginStatus: new Map([['wrapper', 'locked']]) } },
  ],
])('knows nothing of %s', (_, client) => {
  expect(watchRegistration(client, 'plugin')).toBeUndefined();
});

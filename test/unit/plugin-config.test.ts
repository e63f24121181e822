import type { BrowserConfig } from '@amplitude/analytics-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { hostEvent, REPLAY_ID, setupPlugin } from './plugin-setup.js';

/** A plugin, and a host whose settings are accessors, as those of the Browser SDK are. */
function setup(...args: Parameters<typeof setupPlugin>) {
  const host = setupPlugin(...args);
  const stored = { ...host.config };
  const accessors = Object.defineProperties(
    {},
    Object.fromEntries(
      ['deviceId', 'sessionId', 'optOut'].map((key) => [
        key,
        {
          get: () => Reflect.get(stored, key) as unknown,
          set: (value: unknown) => Reflect.set(stored, key, value),
        },
      ]),
    ),
  );
  const { deviceId, sessionId, optOut, ...own } = host.config;
  onTestFinished(async () => {
    const ended = host.plugin.teardown();
    await host.environment.advance(500);
    await ended;
  });
  return {
    ...host,
    config: Object.assign(Object.create(accessors), own) as BrowserConfig,
    replayId: () => host.plugin.getSessionReplayProperties()[REPLAY_ID],
  };
}

describe('a host that calls its plugins for events only', () => {
  it('is followed in the moment in which it changes session and device', async () => {
    const { plugin, config, replayId } = setup();
    await plugin.setup(config);
    await plugin.execute(hostEvent());
    config.sessionId = 2;
    expect(replayId()).toBe('device/2');
    config.deviceId = 'phone';
    expect(replayId()).toBe('phone/2');
  });

  it('is followed in the moment in which the visitor opts out, and in', async () => {
    const { plugin, config, replayId } = setup();
    await plugin.setup(config);
    await plugin.execute(hostEvent());
    config.optOut = true;
    expect(replayId()).toBeUndefined();
    config.optOut = false;
    expect(replayId()).toBe('device/1');
  });

  it('is not followed any more once the plugin is removed', async () => {
    const { plugin, config, environment } = setup();
    await plugin.setup(config);
    const ended = plugin.teardown();
    await environment.advance(500);
    await ended;
    config.sessionId = 2;
    expect(Object.hasOwn(config, 'sessionId')).toBe(false);
    expect(plugin.getStatus().state).toBe('stopped');
  });
});

it.each([
  ['waits', 'notes the plugins it knows', true],
  ['does not wait', 'notes none, and would lose a remove meanwhile', false],
])('setup %s for the settings of a host that %s', async (_, __, waits) => {
  const { plugin, config } = setup(
    {},
    { remoteConfigClient: fakeRemoteConfig('none') },
  );
  const timeline = waits
    ? { pluginStatus: new Map([[plugin.name, 'locked']]) }
    : {};
  const first = await Promise.race([
    plugin.setup(config, { timeline } as never).then(() => 'set up'),
    new Promise((resolve) => setTimeout(resolve)).then(() => 'waits'),
  ]);
  expect(first).toBe(waits ? 'waits' : 'set up');
});

describe('session tracking', () => {
  it.each([
    ['forced by default', {}, { sessions: true }],
    ['forced with true', { forceSessionTracking: true }, { sessions: true }],
    ['left alone with false', { forceSessionTracking: false }, false],
  ])('is %s', async (_, options, tracking) => {
    const { plugin, config } = setup(options, { defaultTracking: false });
    await plugin.setup(config);
    expect([config.defaultTracking]).toMatchObject([tracking]);
  });

  it('is forced again when the settings that the host fetches have switched it off', async () => {
    const { plugin, config } = setup();
    await plugin.setup(config);
    config.defaultTracking = { pageViews: false, sessions: false };
    await plugin.execute(hostEvent());
    expect(config.defaultTracking).toEqual({
      pageViews: false,
      sessions: true,
    });
  });
});

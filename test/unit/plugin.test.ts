import type { add } from '@amplitude/analytics-browser';
import { describe, expect, it, vi } from 'vitest';
import * as library from '../../src/index.js';
import { SessionReplayPlugin, sessionReplayPlugin } from '../../src/plugin.js';
import { statusBeforeStart } from '../../src/status.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { CAPTURE_ALL } from '../support/intake-config.js';
import {
  DEBUG,
  hostEvent,
  REPLAY_ID,
  setupPlugin,
  tearDownLater,
} from './plugin-setup.js';
import { sampleRules } from './privacy/sample-rules.js';

const tagOf = (event: { event_properties?: object | undefined }): unknown =>
  Reflect.get(event.event_properties ?? {}, REPLAY_ID);

/** A plugin that a host has added. */
async function added(...args: Parameters<typeof setupPlugin>) {
  const host = setupPlugin(...args);
  tearDownLater(host);
  await host.plugin.setup(host.config);
  return host;
}

describe('the plugin', () => {
  it('is a plugin to the types of the Browser SDK too', () => {
    const plugin: Parameters<typeof add>[0] = sessionReplayPlugin();
    expect(plugin.name).toBe(SessionReplayPlugin.pluginName);
  });

  it('has the name and type by which others find it', () => {
    const plugin = sessionReplayPlugin();
    expect(plugin).toBeInstanceOf(SessionReplayPlugin);
    expect(plugin).toMatchObject({
      name: '@amplitude/plugin-session-replay-browser',
      type: 'enrichment',
    });
    expect(SessionReplayPlugin.pluginName).toBe(plugin.name);
    expect(library.plugin).toBe(library.sessionReplayPlugin);
  });

  it.each([
    ['no options', undefined],
    ['null', null],
    ['a text', 'everything'],
  ])('takes %s for options and does not throw', async (_, options) => {
    const plugin = sessionReplayPlugin(options as never);
    const { config } = setupPlugin();
    await expect(plugin.setup(config)).resolves.toBeUndefined();
    await plugin.teardown();
  });

  it('says what is wrong with its options once, and leaves events alone', async () => {
    const { plugin, logger } = await added({ sampleRate: 50 });
    const event = hostEvent();
    expect(await plugin.execute(event)).toBe(event);
    expect(logger.texts()).toEqual([
      expect.stringContaining('sampleRate must be a number from 0 to 1'),
    ]);
  });

  it('is safe before setup and after teardown', async () => {
    const { plugin, config } = setupPlugin();
    const event = hostEvent();
    expect(await plugin.execute(event)).toBe(event);
    expect(plugin.getSessionReplayProperties()).toEqual({});
    expect(plugin.getStatus()).toEqual(statusBeforeStart());
    await plugin.setup(config);
    await plugin.teardown();
    await plugin.teardown();
    expect(await plugin.execute(event)).toBe(event);
    await plugin.onOptOutChanged(true);
    await plugin.onSessionIdChanged(2);
    expect(plugin.getSessionReplayProperties()).toEqual({});
    expect(plugin.getStatus()).toEqual(statusBeforeStart());
  });

  it('says what it does and why', { timeout: 40_000 }, async () => {
    const { plugin } = await added();
    // The first test to record loads the recorder.
    await vi.waitUntil(() => plugin.getStatus().state === 'recording', {
      timeout: 30_000,
    });
    expect(plugin.getStatus()).toEqual({
      state: 'recording',
      reason: 'recording',
      sessionReplayId: 'device/1',
      sampleRate: 1,
      configSource: 'remote',
      storeType: 'memory',
      worker: 'none',
      pending: { journalEvents: 0, outboxBatches: 0, bytes: 0 },
      privacy: sampleRules(),
      sent: 0,
      dropped: {},
      lastError: undefined,
    });
    await plugin.onOptOutChanged(true);
    expect(plugin.getStatus()).toMatchObject({
      state: 'stopped',
      reason: 'the visitor has opted out',
      sessionReplayId: undefined,
    });
  });

  it('fetches and sends by way of the functions of the site, where it has some', async () => {
    const handleFetchConfig = vi.fn(
      async (_request: object) => new Response(JSON.stringify(CAPTURE_ALL)),
    );
    const handleSendEvents = vi.fn(
      async (_request: object) => new Response('{}'),
    );
    const { plugin, environment } = await added({
      handleFetchConfig,
      handleSendEvents,
    });
    await vi.waitUntil(() => plugin.getStatus().state === 'recording');
    const ended = plugin.teardown();
    await environment.idle();
    await ended;
    expect(handleFetchConfig).toHaveBeenCalledOnce();
    expect(handleSendEvents).toHaveBeenCalledOnce();
    expect(environment.requests).toEqual([]);
  });
});

describe('tagging', () => {
  it('adds the replay ID to the properties of an event of the session', async () => {
    const { plugin } = await added();
    const event = hostEvent();
    expect(await plugin.execute(event)).toEqual({
      ...event,
      event_properties: { button: 'Buy', [REPLAY_ID]: 'device/1' },
    });
    expect(event.event_properties).toEqual({ button: 'Buy' });
    expect(plugin.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'device/1',
    });
  });

  it('adds a hash of the API key in debug mode', async () => {
    const { plugin } = await added({ debugMode: true });
    expect(plugin.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'device/1',
      [DEBUG]: '{"appHash":"-109988594"}',
    });
  });

  it.each([
    ['of another session', { session_id: 7 }],
    ['of no session', { session_id: undefined }],
    ['of another device', { device_id: 'phone' }],
    ['that says who the visitor is', { event_type: '$identify' as const }],
  ])('leaves an event %s alone', async (_, differs) => {
    const { plugin } = await added();
    const event = hostEvent(differs);
    expect(await plugin.execute(event)).toBe(event);
  });

  it.each([
    ['the visitor has opted out', {}, { optOut: true }],
    ['the session is not in the sample', { sampleRate: 0 }, {}],
  ])('leaves events alone while %s', async (_, options, host) => {
    const { plugin } = await added(options, {
      remoteConfigClient: fakeRemoteConfig({}),
      ...host,
    });
    const event = hostEvent();
    expect(await plugin.execute(event)).toBe(event);
    expect(plugin.getSessionReplayProperties()).toEqual({});
  });

  it('prefers the device ID of its options', async () => {
    const { plugin } = await added({ deviceId: 'mine' });
    expect(tagOf(await plugin.execute(hostEvent()))).toBe('mine/1');
  });
});

describe('following the host', () => {
  it('goes on under the session that the host announces', async () => {
    const { plugin, config } = await added();
    // The host announces a session before its configuration shows it.
    await plugin.onSessionIdChanged(2);
    expect(plugin.getSessionReplayProperties()[REPLAY_ID]).toBe('device/2');
    config.sessionId = 2;
    expect(tagOf(await plugin.execute(hostEvent({ session_id: 2 })))).toBe(
      'device/2',
    );
    expect(tagOf(await plugin.execute(hostEvent()))).toBeUndefined();
  });

  it('sees changes in the configuration of hosts that announce none', async () => {
    const { plugin, config } = await added();
    config.sessionId = 3;
    config.deviceId = 'phone';
    const event = hostEvent({ session_id: 3, device_id: 'phone' });
    expect(tagOf(await plugin.execute(event))).toBe('phone/3');
    config.optOut = true;
    expect(tagOf(await plugin.execute(event))).toBeUndefined();
  });

  it('follows the device', async () => {
    const { plugin } = await added();
    await plugin.onIdentityChanged({ deviceId: 'phone' });
    expect(plugin.getSessionReplayProperties()[REPLAY_ID]).toBe('phone/1');
    await plugin.onIdentityChanged({});
    expect(plugin.getSessionReplayProperties()[REPLAY_ID]).toBe('phone/1');
  });

  it('stops when the visitor opts out, and starts when they opt in', async () => {
    const { plugin } = await added();
    await plugin.onOptOutChanged(true);
    expect(plugin.getSessionReplayProperties()).toEqual({});
    await plugin.onOptOutChanged(false);
    expect(plugin.getSessionReplayProperties()[REPLAY_ID]).toBe('device/1');
  });

  it('holds an event back for the configuration, but no longer than 1.5 s', async () => {
    const { plugin, environment, config } = setupPlugin(
      {},
      { remoteConfigClient: fakeRemoteConfig('none') },
    );
    tearDownLater({ plugin, environment });
    void plugin.setup(config);
    let isThrough = false;
    const event = hostEvent();
    void plugin.execute(event).then((it) => (isThrough = it === event));
    await environment.advance(1_499);
    expect(isThrough).toBe(false);
    await environment.advance(1);
    expect(isThrough).toBe(true);
  });

  it('does not hold up a host whose own client is still to come, and then uses it', async () => {
    const { plugin, config, environment } = setupPlugin(
      {},
      {
        remoteConfigClient: undefined,
        remoteConfig: { fetchRemoteConfig: true },
      },
    );
    tearDownLater({ plugin, environment });
    await plugin.setup(config);
    config.remoteConfigClient = fakeRemoteConfig() as never;
    expect(plugin.getSessionReplayProperties()).toEqual({});
    await environment.advance(20);
    expect(plugin.getSessionReplayProperties()[REPLAY_ID]).toBe('device/1');
    expect(environment.requests).toEqual([]);
  });

  it('records nothing when the host drops it during setup, without a teardown', async () => {
    const remoteConfigClient = fakeRemoteConfig('none');
    const { plugin, environment, config } = setupPlugin(
      {},
      { remoteConfigClient },
    );
    tearDownLater({ plugin, environment });
    const pluginStatus = new Map([[plugin.name, 'locked']]);
    const installed = plugin.setup(config, {
      timeline: { pluginStatus },
    } as never);
    await settle();
    pluginStatus.delete(plugin.name);
    remoteConfigClient.answer(CAPTURE_ALL);
    await installed;
    await vi.waitUntil(() => !plugin.getSessionReplayProperties()[REPLAY_ID]);
    await environment.advance(15_000);
    expect(environment.requests).toEqual([]);
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
  });

  it('sees an opt-out that falls into setup', async () => {
    const remoteConfigClient = fakeRemoteConfig('none');
    const { plugin, environment, config } = setupPlugin(
      {},
      { remoteConfigClient },
    );
    tearDownLater({ plugin, environment });
    const installed = plugin.setup(config);
    await settle();
    config.optOut = true;
    remoteConfigClient.answer(CAPTURE_ALL);
    await installed;
    await vi.waitUntil(() => !plugin.getSessionReplayProperties()[REPLAY_ID]);
    await environment.advance(15_000);
    expect(environment.requests).toEqual([]);
  });
});

describe('sessions of the site', () => {
  it('start with what customSessionId says of an event, and tag that event', async () => {
    const { plugin } = await added({
      customSessionId: ({ event_properties }) =>
        Reflect.get(event_properties ?? {}, 'visit'),
    });
    expect(plugin.getSessionReplayProperties()).toEqual({});
    const named = hostEvent({ event_properties: { visit: 'v1' } });
    expect(tagOf(await plugin.execute(named))).toBe('device/v1');
    expect(tagOf(await plugin.execute(hostEvent()))).toBeUndefined();
    expect(plugin.getSessionReplayProperties()[REPLAY_ID]).toBe('device/v1');
  });

  it('leave the event alone when customSessionId throws', async () => {
    const { plugin, logger } = await added({
      customSessionId: () => {
        throw new Error('not ready');
      },
    });
    for (const event of [hostEvent(), hostEvent()])
      expect(await plugin.execute(event)).toBe(event);
    expect(logger.texts('error')).toEqual([
      expect.stringContaining('not ready'),
    ]);
  });
});

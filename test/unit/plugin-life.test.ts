import { describe, expect, it, vi } from 'vitest';
import type { SharedIdentity } from '../../src/environment.js';
import { fakeEnvironment } from '../support/fake-environment.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { CAPTURE_ALL } from '../support/intake-config.js';
import {
  hostEvent,
  REPLAY_ID,
  setupPlugin,
  tearDownLater,
} from './plugin-setup.js';

type Setup = ReturnType<typeof setupPlugin>;

function setup(...args: Parameters<typeof setupPlugin>): Setup {
  const host = setupPlugin(...args);
  tearDownLater(host);
  return host;
}

const tagOf = ({ plugin }: Setup): string | undefined =>
  plugin.getSessionReplayProperties()[REPLAY_ID];

/** What hosts do with a plugin, and whether it is recorded in the end. */
const ORDERS: [string, (host: Setup) => void, boolean][] = [
  ['added', ({ plugin, config }) => void plugin.setup(config), true],
  [
    'added twice',
    ({ plugin, config }) => {
      void plugin.setup(config);
      void plugin.setup(config);
    },
    true,
  ],
  [
    'removed while it is being set up',
    ({ plugin, config }) => {
      void plugin.setup(config);
      void plugin.teardown();
    },
    false,
  ],
  [
    'removed twice',
    ({ plugin, config }) => {
      void plugin.setup(config);
      void plugin.teardown();
      void plugin.teardown();
    },
    false,
  ],
  [
    'removed before, and then added',
    ({ plugin, config }) => {
      void plugin.teardown();
      void plugin.setup(config);
    },
    true,
  ],
  [
    'removed and added again',
    ({ plugin, config }) => {
      void plugin.setup(config);
      void plugin.teardown();
      void plugin.setup(config);
    },
    true,
  ],
  [
    'removed, added again and removed',
    ({ plugin, config }) => {
      void plugin.setup(config);
      void plugin.teardown();
      void plugin.setup(config);
      void plugin.teardown();
    },
    false,
  ],
];

describe('a plugin that nobody waits for', () => {
  it.each(ORDERS)('%s, ends as the last call says', async (_, run, isOn) => {
    const host = setup();
    run(host);
    await settle();
    expect(tagOf(host)).toBe(isOn ? 'device/1' : undefined);
    expect(host.logger.texts()).toEqual([]);
  });

  it.each(ORDERS)(
    '%s after it was recorded, ends as the last call says',
    async (_, run, isOn) => {
      const host = setup();
      await host.plugin.setup(host.config);
      await vi.waitUntil(() => host.plugin.getStatus().state === 'recording');
      run(host);
      await settle();
      expect(tagOf(host)).toBe(isOn ? 'device/1' : undefined);
      expect(host.logger.texts()).toEqual([]);
    },
  );
});

describe('a second plugin on the page', () => {
  /** One that is recorded, and another one that is added after it. */
  async function setupTwo() {
    const environment = fakeEnvironment();
    const first = setup({}, {}, environment);
    await first.plugin.setup(first.config);
    const second = setup({}, { instanceName: 'second' }, environment);
    await second.plugin.setup(second.config);
    return { environment, first, second };
  }

  it('is told off once, tags nothing, and leaves the first alone', async () => {
    const { first, second } = await setupTwo();
    const event = hostEvent();
    for (let count = 0; count < 3; count += 1)
      expect(await second.plugin.execute(event)).toBe(event);
    expect(tagOf(second)).toBeUndefined();
    expect(second.logger.texts()).toEqual([
      expect.stringContaining(
        'another session replay recorder is on this page',
      ),
    ]);
    expect(second.plugin.getStatus().lastError).toContain('another');
    expect(tagOf(first)).toBe('device/1');
    expect(first.logger.texts()).toEqual([]);
  });

  it('does not stop the first when it is removed', async () => {
    const { first, second } = await setupTwo();
    await second.plugin.teardown();
    expect(tagOf(first)).toBe('device/1');
  });

  it('may be added once the first is removed, without waiting for it', async () => {
    const { first, second } = await setupTwo();
    void first.plugin.teardown();
    await second.plugin.setup(second.config);
    await settle();
    expect(tagOf(second)).toBe('device/1');
    expect(tagOf(first)).toBeUndefined();
  });

  it('may be added where the first has options that keep it off', async () => {
    const environment = fakeEnvironment();
    const first = setup({ sampleRate: 7 }, {}, environment);
    await first.plugin.setup(first.config);
    const second = setup({}, {}, environment);
    await second.plugin.setup(second.config);
    await settle();
    expect(tagOf(second)).toBe('device/1');
  });

  it('may be added where a host dropped the first during setup, without a teardown', async () => {
    const environment = fakeEnvironment();
    const remoteConfigClient = fakeRemoteConfig('none');
    const first = setup({ sampleRate: 0 }, { remoteConfigClient }, environment);
    const pluginStatus = new Map([[first.plugin.name, 'locked']]);
    const installed = first.plugin.setup(first.config, {
      timeline: { pluginStatus },
    } as never);
    await settle();
    pluginStatus.delete(first.plugin.name);
    remoteConfigClient.answer({ configs: {} });
    await installed;
    const second = setup({}, {}, environment);
    await second.plugin.setup(second.config);
    await settle();
    expect(tagOf(second)).toBe('device/1');
  });
});

describe('a plugin that one host has dropped during setup and another one has added', () => {
  it('goes on when the recorder of the first comes late', async () => {
    const remoteConfigClient = fakeRemoteConfig('none');
    const host = setup({}, { remoteConfigClient });
    const pluginStatus = new Map([[host.plugin.name, 'locked']]);
    void host.plugin.setup(host.config, {
      timeline: { pluginStatus },
    } as never);
    await settle();
    remoteConfigClient.answer(CAPTURE_ALL);
    pluginStatus.delete(host.plugin.name);
    void host.plugin.setup(setupPlugin().config);
    await vi.waitUntil(() => host.plugin.getStatus().state === 'recording');
    await settle();
    expect(tagOf(host)).toBe('device/1');
  });
});

describe('an opt-out in the identity that Amplitude’s products share', () => {
  /** A plugin on a page where they share one. */
  function setupShared(optOut?: boolean) {
    const environment = fakeEnvironment();
    const listeners = new Set<() => void>();
    let identity: ReturnType<SharedIdentity['getIdentity']> = {};
    const share = (isOut: boolean | undefined): void => {
      identity = isOut === undefined ? {} : { optOut: isOut };
      for (const listener of listeners) listener();
    };
    share(optOut);
    environment.sharedIdentity = () => ({
      getIdentity: () => identity,
      addIdentityListener: (listener) => listeners.add(listener),
      removeIdentityListener: (listener) => listeners.delete(listener),
    });
    return { ...setup({}, {}, environment), listeners, share };
  }

  it('is there from the start', async () => {
    const host = setupShared(true);
    await host.plugin.setup(host.config);
    expect(tagOf(host)).toBeUndefined();
    expect(host.plugin.getStatus().reason).toBe('the visitor has opted out');
  });

  it('stops recording at once, and its end lets it begin again', async () => {
    const host = setupShared();
    await host.plugin.setup(host.config);
    await settle();
    expect(tagOf(host)).toBe('device/1');
    host.share(true);
    expect(tagOf(host)).toBeUndefined();
    host.share(false);
    expect(tagOf(host)).toBe('device/1');
  });

  it('holds whatever the host says', async () => {
    const host = setupShared(true);
    await host.plugin.setup(host.config);
    await host.plugin.onOptOutChanged(false);
    expect(tagOf(host)).toBeUndefined();
  });

  it('is followed no longer than the plugin is there', async () => {
    const host = setupShared();
    await host.plugin.setup(host.config);
    const ended = host.plugin.teardown();
    await host.environment.idle();
    await ended;
    expect(host.listeners.size).toBe(0);
  });
});

describe('what is wrong', () => {
  it('with the options is told in the status', async () => {
    const host = setup({ sampleRate: 50 });
    await host.plugin.setup(host.config);
    expect(host.plugin.getStatus()).toMatchObject({
      state: 'stopped',
      lastError: expect.stringContaining('sampleRate must be a number'),
    });
  });

  it.each([
    ['an object', {}],
    ['a promise', Promise.resolve('late')],
  ])(
    'with customSessionId, like %s, is told once, and events are left alone',
    async (_, answer) => {
      const host = setup({ customSessionId: () => answer as never });
      await host.plugin.setup(host.config);
      const event = hostEvent();
      for (let count = 0; count < 3; count += 1)
        expect(await host.plugin.execute(event)).toBe(event);
      expect(host.logger.texts()).toEqual([
        expect.stringContaining('customSessionId must return a text'),
      ]);
    },
  );
});

describe('transitions', () => {
  /** What the host is told of each, by level. */
  async function transitions(debugMode: boolean) {
    const { config, logger, plugin } = setup(
      { debugMode },
      { remoteConfigClient: fakeRemoteConfig(CAPTURE_ALL) },
    );
    await plugin.setup(config);
    await vi.waitUntil(() => plugin.getStatus().state === 'recording');
    await plugin.onOptOutChanged(true);
    await plugin.onOptOutChanged(true);
    return logger;
  }
  const TOLD = [
    'waiting for the remote configuration',
    'loading the recorder',
    'recording',
    'the visitor has opted out',
  ].map((text) => `Session Replay: ${text}`);

  it('are told once each where warnings are, in debug mode', async () => {
    const logger = await transitions(true);
    expect(logger.texts('warn')).toEqual(TOLD);
  });

  it('are told to those who want to know everything otherwise', async () => {
    const logger = await transitions(false);
    expect(logger.texts('warn')).toEqual([]);
    expect(logger.texts('log')).toEqual(TOLD);
  });
});

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { SessionReplayPlugin } from '../../src/plugin.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { CAPTURE_ALL, remoteConfig } from '../support/intake-config.js';
import { isEvent, targetingRules } from '../support/targeting-rules.js';
import { hostEvent, REPLAY_ID, setupPlugin } from './plugin-setup.js';

const running: ReturnType<typeof setupPlugin>[] = [];
afterEach(async () => {
  for (const { plugin, environment } of running.splice(0)) {
    const ended = plugin.teardown();
    await environment.advance(500);
    await ended;
  }
});

/** A plugin of this host. */
function setup(host: Record<string, unknown>) {
  const set = setupPlugin({ sampleRate: 0 }, host);
  running.push(set);
  return set;
}

const tagOf = async (
  plugin: SessionReplayPlugin,
  event = hostEvent(),
): Promise<unknown> => {
  const { event_properties } = await plugin.execute(event);
  return Reflect.get(event_properties ?? {}, REPLAY_ID);
};

describe('in a project with targeting rules', () => {
  const rules = targetingRules(isEvent('Checkout'));
  const setupWithRules = async () => {
    const answer = remoteConfig({ sr_targeting_config: rules });
    const set = setup({ remoteConfigClient: fakeRemoteConfig(answer) });
    await set.plugin.setup(set.config);
    return set;
  };
  const checkout = (differs: object = {}) =>
    hostEvent({ event_type: 'Checkout', ...differs });

  it('the event that meets them is the first that is tagged', async () => {
    const { plugin } = await setupWithRules();
    expect(await tagOf(plugin)).toBeUndefined();
    expect(await tagOf(plugin, checkout())).toBe('device/1');
    expect(await tagOf(plugin)).toBe('device/1');
  });

  it('an event of an older session meets none', async () => {
    const { plugin } = await setupWithRules();
    await plugin.execute(checkout({ session_id: 0 }));
    expect(plugin.getStatus().reason).toContain('no targeting rule');
  });

  it('no event waits for what evaluates them to be loaded', async () => {
    const answer = remoteConfig({ sr_targeting_config: rules });
    const remoteConfigClient = fakeRemoteConfig('none');
    const { plugin, config, environment } = setup({ remoteConfigClient });
    void plugin.setup(config);
    await environment.advance(1_500);
    remoteConfigClient.answer(answer);
    const event = checkout();
    expect(await plugin.execute(event)).toBe(event);
  });
});

describe('a host without a client for the configuration', () => {
  it('asks once, whichever plugin is added to it, and removed', async () => {
    const host = setup({ remoteConfigClient: undefined });
    const { config, environment, plugin } = host;
    environment.respond(async () => new Response(JSON.stringify(CAPTURE_ALL)));
    const second = new SessionReplayPlugin(
      { storeType: 'memory' },
      environment,
    );
    for (const added of [plugin, plugin, second]) {
      await added.setup(config);
      expect(await tagOf(added)).toBe('device/1');
      const ended = added.teardown();
      await environment.advance(20_000);
      await ended;
    }
    const asked = environment.requests.filter(({ url }) =>
      url.includes('/config/'),
    );
    expect(asked).toHaveLength(1);
  });
});

it('no event waits for a configuration when the session changes', async () => {
  const remoteConfigClient = fakeRemoteConfig('none');
  const { plugin, config, environment } = setup({ remoteConfigClient });
  void plugin.setup(config);
  await environment.advance(1_500);
  await plugin.onSessionIdChanged(2);
  config.sessionId = 2;
  // No time passes here.
  expect(await tagOf(plugin, hostEvent({ session_id: 2 }))).toBeUndefined();
  remoteConfigClient.answer(CAPTURE_ALL);
  expect(await tagOf(plugin, hostEvent({ session_id: 2 }))).toBe('device/2');
});

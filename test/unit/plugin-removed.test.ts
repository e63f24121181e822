import { describe, expect, it, vi } from 'vitest';
import { statusBeforeStart } from '../../src/status.js';
import { setupPlugin, tearDownLater } from './plugin-setup.js';

type Setup = ReturnType<typeof setupPlugin>;

function setup(): Setup {
  const host = setupPlugin();
  tearDownLater(host);
  return host;
}

it('stops recording when the host drops it in the moment in which setup ends', async () => {
  const { plugin, environment, config } = setup();
  const pluginStatus = new Map([[plugin.name, 'locked']]);
  await plugin.setup(config, { timeline: { pluginStatus } } as never);
  pluginStatus.delete(plugin.name);
  await environment.advance(500);
  expect(plugin.getStatus()).toEqual(statusBeforeStart());
  expect(environment.leftovers()).toEqual({
    timers: 0,
    idleTasks: 0,
    listeners: 0,
  });
});

describe('an opt-out right after the plugin was removed', () => {
  class HostConfig {
    values: Record<string, unknown> = {};
    get optOut(): unknown {
      return this.values['optOut'];
    }
    set optOut(optOut: unknown) {
      this.values['optOut'] = optOut;
    }
  }

  it.each([
    ['for good', () => {}],
    ['and added again', ({ plugin, config }: Setup) => plugin.setup(config)],
  ])('%s, keeps back what is not sent', async (_, goOn) => {
    const host = setup();
    host.config = Object.assign(new HostConfig(), host.config) as never;
    await host.plugin.setup(host.config);
    await vi.waitUntil(() => host.plugin.getStatus().state === 'recording');
    const ended = host.plugin.teardown();
    void goOn(host);
    host.config.optOut = true;
    await host.environment.advance(500);
    await ended;
    expect(host.environment.requests).toEqual([]);
    expect(Object.hasOwn(host.config, 'optOut')).toBe(
      host.plugin.getStatus().reason === 'the visitor has opted out',
    );
  });
});

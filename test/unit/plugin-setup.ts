import type { BrowserConfig, Event } from '@amplitude/analytics-core';
import { afterEach } from 'vitest';
import type { SessionReplayOptions } from '../../src/config/options.js';
import { SessionReplayPlugin } from '../../src/plugin.js';
// Compiled before the tests begin, so that none of them has to wait for that.
import '../../src/recorder-part.js';
import { fakeEnvironment } from '../support/fake-environment.js';
import { fakeLogger } from '../support/fake-logger.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';

export const REPLAY_ID = '[Amplitude] Session Replay ID';
export const DEBUG = '[Amplitude] Session Replay Debug';

/** A plugin and the part of a host that it sees. */
export function setupPlugin(
  options: SessionReplayOptions = {},
  host: Record<string, unknown> = {},
  environment = fakeEnvironment(),
) {
  const logger = fakeLogger();
  const plugin = new SessionReplayPlugin(
    { sampleRate: 1, storeType: 'memory', ...options },
    environment,
  );
  const config = {
    apiKey: 'static_key',
    deviceId: 'device',
    sessionId: 1,
    optOut: false,
    serverZone: 'US',
    loggerProvider: logger,
    remoteConfigClient: fakeRemoteConfig(),
    ...host,
  } as unknown as BrowserConfig;
  return { environment, logger, plugin, config };
}

type Host = Pick<ReturnType<typeof setupPlugin>, 'plugin' | 'environment'>;

const running: Host[] = [];

/** Takes the plugin down when the test ends. */
export function tearDownLater(host: Host): void {
  running.push(host);
}

afterEach(async () => {
  for (const { plugin, environment } of running.splice(0)) {
    const ended = plugin.teardown();
    // What was recorded meanwhile is compressed in idle time.
    await environment.advance(500);
    await ended;
  }
});

/** An event as the host hands it to its enrichment plugins. */
export function hostEvent(differs: object = {}): Event {
  const event: unknown = {
    event_type: 'Clicked',
    session_id: 1,
    device_id: 'device',
    event_properties: { button: 'Buy' },
    ...differs,
  };
  return event as Event;
}

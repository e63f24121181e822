import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.js';
import { openIndexedDbStore } from '../../src/store/indexed-db-store.js';
import { fakeLogger } from '../support/fake-logger.js';
import { settle } from '../support/fake-timers.js';
import {
  setupPlugin,
  tearDownLater,
  hostEvent,
  REPLAY_ID,
} from './plugin-setup.js';
import { rawContents } from './store/raw-database.js';
import { sampleContext, sampleRow } from './store/sample-rows.js';

function setup(...args: Parameters<typeof setupPlugin>) {
  const host = setupPlugin(...args);
  tearDownLater(host);
  return host;
}

// Sites hand over what they have read of a device that is not known yet.
describe('a device ID of the options that is empty', () => {
  it('means that of the host', async () => {
    const { plugin, config } = setup({ deviceId: '' });
    await plugin.setup(config);
    const tagOf = async (deviceId: string): Promise<unknown> => {
      const event = hostEvent({ device_id: deviceId });
      const { event_properties: properties } = await plugin.execute(event);
      return Reflect.get(Object(properties), REPLAY_ID);
    };
    expect(await tagOf('device')).toBe('device/1');
    expect(await tagOf('other')).toBeUndefined();
  });

  it('means it as well for what is deleted when the visitor has opted out before there is a session', async () => {
    const apiKey = 'opted-out';
    const { databaseName = '' } =
      readSettings({}, { apiKey }, fakeLogger()) ?? {};
    const earlier = await openIndexedDbStore(databaseName, () => {});
    for (const deviceId of ['device', 'phone']) {
      const context = sampleContext({ deviceId });
      await earlier.append(sampleRow(1, { tabId: deviceId, context }));
    }
    earlier.close();
    const { environment, plugin, config } = setup(
      { deviceId: '' },
      { apiKey, optOut: true, sessionId: undefined },
    );
    environment.hasDatabase = async () => true;
    await plugin.setup(config);
    await settle();
    const { journal } = await rawContents(databaseName);
    expect(journal.map(({ context }) => context.deviceId)).toEqual(['phone']);
  });
});

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openIndexedDbStore } from '../../src/store/indexed-db-store.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { typesOf } from '../support/replay-events.js';
import { rawContents } from './store/raw-database.js';
import { sampleBatch, sampleContext, sampleRow } from './store/sample-rows.js';
import { setupClient, VISIT } from './session-replay-setup.js';

const NEVER = fakeRemoteConfig({
  configs: {
    sessionReplay: {
      sr_sampling_config: { capture_enabled: true, sample_rate: 0 },
    },
  },
});

let projectCount = 0;

/** A client of a project of its own, and what earlier visits of these devices have left in its database. */
async function setup(
  devices: string[],
  given: Parameters<typeof setupClient>[0] = {},
) {
  const apiKey = `opt-out-${++projectCount}`;
  const client = setupClient({
    ...given,
    apiKey,
    options: { storeType: 'idb', ...given.options },
  });
  const { databaseName } = client;
  const hasDatabase = async () =>
    (await indexedDB.databases()).some(({ name }) => name === databaseName);
  client.environment.hasDatabase = hasDatabase;
  if (devices.length > 0) {
    const store = await openIndexedDbStore(databaseName, () => {});
    for (const [seq, deviceId] of devices.entries()) {
      const context = sampleContext({ deviceId, sessionId: 'earlier' });
      await store.append(sampleRow(seq, { tabId: deviceId, context }));
      await store.seal(sampleBatch(seq + 10, { tabId: deviceId, context }), []);
    }
    store.close();
  }
  return {
    ...client,
    apiKey,
    hasDatabase,
    /** Devices of what is stored, without the database where there is none. */
    storedDevices: async () => {
      if (!(await hasDatabase())) return 'no database';
      const { journal, outbox } = await rawContents(databaseName);
      return [
        ...new Set([...journal, ...outbox].map((row) => row.context.deviceId)),
      ];
    },
  };
}

describe('a visitor who has opted out', () => {
  it('costs nothing where nothing is stored', async () => {
    const { loads, start, storedDevices } = await setup([]);
    await start({ optOut: true });
    expect(loads()).toBe(0);
    expect(await storedDevices()).toBe('no database');
  });

  it('has everything deleted that earlier visits left, and nothing sent', async () => {
    const { environment, rrweb, start, storedDevices } = await setup([
      'device',
      'phone',
    ]);
    await start({ optOut: true });
    await settle();
    expect(await storedDevices()).toEqual(['phone']);
    expect(rrweb.starts()).toBe(0);
    expect(environment.requests).toEqual([]);
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
  });

  it('has it deleted as soon as the device is known, where the host starts no session', async () => {
    const { client, start, storedDevices } = await setup(['device']);
    await start({ optOut: true, identity: undefined });
    await settle();
    expect(await storedDevices()).toEqual(['device']);
    client.setIdentity(undefined, 'device');
    await settle();
    expect(await storedDevices()).toBe('no database');
  });

  it('has what is stored kept until then', async () => {
    const { start, storedDevices } = await setup(['device'], {
      remote: NEVER,
    });
    await start();
    await settle();
    expect(await storedDevices()).toEqual(['device']);
  });
});

describe('opting out', () => {
  it('on a page that is not recorded deletes what earlier ones left', async () => {
    const { client, start, storedDevices } = await setup(['device'], {
      remote: NEVER,
    });
    await start();
    client.setOptOut(true);
    await settle();
    expect(await storedDevices()).toBe('no database');
  });

  it('deletes what earlier visits stored also where this one stores nothing', async () => {
    const { client, start, storedDevices } = await setup(['device'], {
      options: { storeType: 'memory' },
    });
    await start();
    client.setOptOut(true);
    await settle();
    expect(await storedDevices()).toBe('no database');
  });

  it('and in again at once deletes nothing of what is recorded then', async () => {
    const { client, environment, flush, sent, start } = await setup(['device']);
    await start({ optOut: true });
    client.setOptOut(false);
    client.setOptOut(true);
    client.setOptOut(false);
    await environment.advance(500);
    await flush();
    expect(sent().map(({ sessionId }) => sessionId)).toEqual(['1']);
    expect(typesOf(sent()[0]?.events ?? [])).toEqual(['Meta', 'FullSnapshot']);
  });

  it('and in again under another client deletes nothing of what that records', async () => {
    const before = await setup(['device']);
    let goOn = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { hasDatabase } = before.environment;
    before.environment.hasDatabase = async (name) => {
      await waiting;
      return hasDatabase(name);
    };
    await before.start({ optOut: true });
    await before.client.shutdown();
    const { apiKey, environment } = before;
    const after = setupClient({
      apiKey,
      environment,
      options: { storeType: 'idb' },
    });
    await after.start();
    await environment.advance(500);
    expect(after.rrweb.isRunning()).toBe(false);
    goOn();
    await environment.advance(500);
    expect(after.rrweb.isRunning()).toBe(true);
    expect(await before.storedDevices()).toEqual(['device']);
    await after.flush();
    expect(typesOf(after.sent()[0]?.events ?? [])).toEqual([
      'Meta',
      'FullSnapshot',
    ]);
  });

  it('is said in the status, whatever cannot be deleted', async () => {
    const { client, environment, logger, start } = await setup([]);
    environment.hasDatabase = () => new Promise(() => {});
    await start({ optOut: true });
    await environment.advance(5_000);
    expect(logger.texts('error')).toEqual([
      expect.stringContaining('deleting what is stored'),
    ]);
    expect(client.status()).toMatchObject({
      reason: 'the visitor has opted out',
      lastError: expect.stringContaining('deleting what is stored'),
    });
    client.setOptOut(false);
    await environment.advance(500);
    expect(client.recordedVisit()).toEqual(VISIT);
    expect(client.status().state).toBe('recording');
  });
});

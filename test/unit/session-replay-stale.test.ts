import { describe, expect, it } from 'vitest';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { CAPTURE_ALL, remoteConfig } from '../support/intake-config.js';
import { createDeferred } from './deferred.js';
import { setupClient, VISIT } from './session-replay-setup.js';

const OFF = remoteConfig({ sr_sampling_config: { capture_enabled: false } });
const AT_HALF = remoteConfig({
  sr_sampling_config: { capture_enabled: true, sample_rate: 0.5 },
});

describe('settings that come late', () => {
  it('change nothing after a shutdown', async () => {
    const remote = fakeRemoteConfig('none');
    const { client, loads, start } = setupClient({ remote });
    void start();
    await settle();
    void client.shutdown();
    remote.answer(CAPTURE_ALL);
    await settle();
    expect(loads()).toBe(0);
    expect(client.status()).toMatchObject({
      reason: 'not started, or shut down',
      configSource: undefined,
    });
  });

  it('start the one that was added again, and no other', async () => {
    const remote = fakeRemoteConfig('none');
    const first = setupClient({ remote });
    void first.start();
    await settle();
    void first.client.shutdown();
    const { environment } = first;
    const second = setupClient({ remote, environment });
    void second.start();
    await settle();
    remote.answer(CAPTURE_ALL);
    await settle();
    expect(first.rrweb.starts()).toBe(0);
    expect(second.rrweb.starts()).toBe(1);
  });

  it('are those of the session that goes on meanwhile', async () => {
    const remote = fakeRemoteConfig('none');
    const { client, flush, sent, start } = setupClient({ remote });
    void start();
    await settle();
    client.setIdentity({ ...VISIT, sessionId: 2 });
    remote.answer(CAPTURE_ALL);
    await settle();
    await flush();
    expect(sent().map(({ sessionId }) => sessionId)).toEqual(['2']);
  });

  it('stop a recording that they switch off, and deliver what it has', async () => {
    const remote = fakeRemoteConfig();
    const { environment, rrweb, sent, start } = setupClient({ remote });
    await start();
    remote.answer(OFF);
    expect(rrweb.isRunning()).toBe(false);
    await environment.advance(500);
    expect(sent()).toHaveLength(1);
    remote.answer(CAPTURE_ALL);
    expect(rrweb.starts()).toBe(2);
  });

  it('change nothing where the server has none any more', async () => {
    const remote = fakeRemoteConfig();
    const { client, rrweb, start } = setupClient({ remote });
    await start();
    remote.answer(null);
    expect(rrweb.starts()).toBe(1);
    expect(client.status()).toMatchObject({
      state: 'recording',
      configSource: 'remote',
    });
  });

  it('begin a new recording at a rate that changed, and leave what was sent its own', async () => {
    const remote = fakeRemoteConfig();
    const visit = { ...VISIT, sessionId: 1719847315013 };
    const { environment, flush, start } = setupClient({ remote });
    await start({ identity: visit });
    remote.answer(AT_HALF);
    await flush();
    const rates = environment.requests.map(({ init }) =>
      new Headers(init.headers).get('X-Client-Sample-Rate'),
    );
    expect(rates).toEqual(['1', '0.5']);
  });
});

describe('a recorder that comes late', () => {
  it('is not started after a shutdown, and its failure is nobody’s', async () => {
    const { client, loadBy, logger, start } = setupClient();
    const isLoaded = createDeferred<never>();
    loadBy(() => isLoaded.promise);
    void start();
    await settle();
    void client.shutdown();
    isLoaded.reject(new Error('no chunk'));
    await settle();
    expect(logger.texts()).toEqual([]);
    expect(client.status().reason).toBe('not started, or shut down');
  });

  it('is not started for a session that is not in the sample', async () => {
    const { client, loadBy, rrweb, start } = setupClient({
      remote: fakeRemoteConfig(AT_HALF),
    });
    const isLoaded = createDeferred<typeof rrweb.record>();
    loadBy(() => isLoaded.promise);
    // In the sample at 20 %.
    await start({ identity: { ...VISIT, sessionId: 1719847315013 } });
    // Not at 50 %.
    client.setIdentity({ ...VISIT, sessionId: 2 });
    isLoaded.resolve(rrweb.record);
    await settle();
    expect(rrweb.starts()).toBe(0);
    expect(client.status().reason).toContain('not in the 50 % sample');
  });
});

describe('identities', () => {
  it.each([
    ['the session', { ...VISIT, sessionId: 2 }],
    ['the device', { ...VISIT, deviceId: 'phone' }],
  ])(
    'that change in %s are followed by a recording of their own',
    async (_, identity) => {
      const { client, flush, sent, start } = setupClient();
      await start();
      client.setIdentity(identity);
      await flush();
      expect(
        sent().map(({ deviceId, sessionId }) => `${deviceId}/${sessionId}`),
      ).toEqual(['device/1', `${identity.deviceId}/${identity.sessionId}`]);
    },
  );

  it('that come back begin again', async () => {
    const { client, rrweb, start } = setupClient();
    await start();
    client.setIdentity(undefined);
    expect(rrweb.isRunning()).toBe(false);
    client.setIdentity(VISIT);
    expect(rrweb.starts()).toBe(2);
  });
});

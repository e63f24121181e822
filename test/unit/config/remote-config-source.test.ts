import { describe, expect, it, vi } from 'vitest';
import {
  createRemoteConfigSource,
  findRemoteConfigSource,
  type RemoteConfigHost,
} from '../../../src/config/remote-config-source.js';
import type {
  CommonOptions,
  FetchConfigRequest,
} from '../../../src/config/options.js';
import type { Settings } from '../../../src/config/settings.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { fakeRemoteConfig } from '../../support/fake-remote-config.js';
import { settle } from '../../support/fake-timers.js';

const CONFIG_URL = 'https://config.example/config';

function find(
  host: RemoteConfigHost,
  configServerUrl?: string,
  handleFetchConfig?: Settings['handleFetchConfig'],
) {
  const environment = fakeEnvironment();
  const onFound = vi.fn<(source: unknown) => void>();
  void findRemoteConfigSource({
    host,
    configServerUrl,
    settings: {
      apiKey: 'key',
      configUrl: configServerUrl ?? CONFIG_URL,
      handleFetchConfig,
    },
    environment,
    logger: fakeLogger(),
  }).then(onFound);
  return { environment, found: () => onFound.mock.calls[0]?.[0] };
}

describe('the client that is used', () => {
  it.each([
    ['no address is set', {}, undefined],
    [
      'the addresses are the same',
      { remoteConfig: { serverUrl: CONFIG_URL } },
      CONFIG_URL,
    ],
  ])("is the host's where %s", async (_, host, configServerUrl) => {
    const remoteConfigClient = fakeRemoteConfig();
    const { found } = find({ ...host, remoteConfigClient }, configServerUrl);
    await settle();
    expect(found()).toBe(remoteConfigClient);
  });

  it("is the host's where that comes only at the end of its init", async () => {
    const host: RemoteConfigHost = {
      remoteConfig: { fetchRemoteConfig: true },
    };
    const { environment, found } = find(host);
    await settle();
    expect(found()).toBeUndefined();
    host.remoteConfigClient = fakeRemoteConfig();
    await environment.advance(120);
    expect(found()).toBe(host.remoteConfigClient);
  });

  it.each([
    ['fetches nothing', { remoteConfig: { fetchRemoteConfig: false } }],
    ['is an older one', {}],
  ])('is our own, at once, where the host %s', async (_, host) => {
    const { found } = find(host);
    await settle();
    expect(found()).toHaveProperty('subscribe');
  });

  it('is our own where the option names another address than the host', async () => {
    const remoteConfigClient = fakeRemoteConfig();
    const { found } = find({ remoteConfigClient }, CONFIG_URL);
    await settle();
    expect(found()).not.toBe(remoteConfigClient);
  });

  it.each([
    ['has a client', { remoteConfigClient: fakeRemoteConfig() }],
    ['is about to have one', { remoteConfig: { fetchRemoteConfig: true } }],
  ])(
    'is our own, at once, where the site fetches it, although the host %s',
    async (_, host) => {
      const { found } = find(host, undefined, async () => new Response('{}'));
      await settle();
      expect(found()).toHaveProperty('subscribe');
      expect(found()).not.toBe(Reflect.get(host, 'remoteConfigClient'));
    },
  );

  it('is our own where the host promised one that never comes', async () => {
    const { environment, found } = find({
      remoteConfig: { fetchRemoteConfig: true },
    });
    await environment.advance(120);
    expect(found()).toHaveProperty('subscribe');
  });
});

describe('the client of our own', () => {
  it('is the same one for the same host and address, and for no other', async () => {
    const host = {};
    const visits = [
      find(host),
      find(host),
      find(host, 'https://other.example/config'),
      find({}),
    ];
    await settle();
    const [first, second, ...others] = visits.map(({ found }) => found());
    expect(second).toBe(first);
    for (const other of others) expect(other).not.toBe(first);
  });
});

/** Subscribes to a client of our own. */
async function subscribe(
  handleFetchConfig: CommonOptions['handleFetchConfig'],
) {
  const environment = fakeEnvironment();
  const source = createRemoteConfigSource({
    settings: { apiKey: 'a/b', configUrl: CONFIG_URL, handleFetchConfig },
    environment,
    logger: fakeLogger(),
  });
  const answer = vi.fn<(config: unknown, from: string) => void>();
  source.subscribe(undefined, 'all', answer);
  await settle();
  return { environment, answered: answer.mock.calls[0]?.slice(0, 2) };
}

const ASKED_URL = `${CONFIG_URL}/a%2Fb?config_group=browser`;

it('asks the configuration server for the project, by way of the environment', async () => {
  const { environment, answered } = await subscribe(undefined);
  expect(environment.requests.map(({ url }) => url)).toEqual([ASKED_URL]);
  expect(answered).toEqual([{}, 'remote']);
});

it("asks by way of the site's own function where there is one, and in no other", async () => {
  const handle = vi.fn(
    async (_request: FetchConfigRequest) => new Response('{"configs":{}}'),
  );
  const { environment, answered } = await subscribe(handle);
  expect(handle.mock.calls).toEqual([
    [
      {
        url: ASKED_URL,
        method: 'GET',
        headers: { Accept: '*/*' },
        signal: expect.any(AbortSignal),
      },
    ],
  ]);
  expect(answered).toEqual([{ configs: {} }, 'remote']);
  expect(environment.requests).toEqual([]);
});

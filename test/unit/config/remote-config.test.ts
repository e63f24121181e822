import { describe, expect, it, vi } from 'vitest';
import {
  readAnswer,
  startRemoteConfig,
  type CaptureConfig,
  type RemoteConfigSource,
} from '../../../src/config/remote-config.js';
import { createGuard } from '../../../src/guard.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';

type Answer = Record<string, unknown> | null;
type Callback = Parameters<RemoteConfigSource['subscribe']>[2];

/** How long the remote answer is waited for. */
const WAIT_MS = 1_500;

/** An answer of the server with this sampling configuration. */
const sampling = (config: unknown): Record<string, unknown> => ({
  configs: { sessionReplay: { sr_sampling_config: config } },
});

/** Capture is on at this rate. */
const onAt = (sample_rate: number) =>
  sampling({ sample_rate, capture_enabled: true });

const OFF = sampling({ sample_rate: 1, capture_enabled: false });

/** A client that answers when the test says so, to those who have subscribed. */
function fakeSource(extra: Partial<RemoteConfigSource> = {}) {
  const callbacks = new Map<string, { key?: string; callback: Callback }>();
  const deliver = (answer: Answer, from: 'cache' | 'remote') => {
    for (const { key, callback } of callbacks.values()) {
      const path = key ? key.split('.') : [];
      const part = path.reduce<Answer>(
        (config, name) => (config?.[name] ?? null) as Answer,
        answer,
      );
      callback(part, from);
    }
  };
  const source: RemoteConfigSource = {
    subscribe: (key, _mode, callback) => {
      const id = String(callbacks.size);
      callbacks.set(id, { ...(key !== undefined && { key }), callback });
      return id;
    },
    unsubscribe: (id) => callbacks.delete(id),
    ...extra,
  };
  return {
    source,
    subscriberCount: () => callbacks.size,
    remote: (answer: Answer) => deliver(answer, 'remote'),
    cache: (answer: Answer) => deliver(answer, 'cache'),
  };
}

/** Starts watching. `reported` has what was reported so far: the rate, `'off'`, or `'none'`. */
async function setup(extra: Partial<RemoteConfigSource> = {}) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const client = fakeSource(extra);
  const reported: (number | string | undefined)[] = [];
  const findSource = vi.fn(() => Promise.resolve(client.source));
  const stop = startRemoteConfig({
    findSource,
    environment,
    guard: createGuard(logger, () => {}),
    onConfig: (config) => {
      if (!config) reported.push('none');
      else reported.push(config.captureEnabled ? config.sampleRate : 'off');
    },
  });
  await settle();
  return { environment, logger, ...client, findSource, reported, stop };
}

describe('the configuration in force', () => {
  it('is the remote answer, as soon as it comes', async () => {
    const { environment, cache, remote, reported } = await setup();
    cache(onAt(0.1));
    expect(reported).toEqual([]);
    remote(onAt(0.2));
    expect(reported).toEqual([0.2]);
    await environment.advance(WAIT_MS);
    expect(reported).toEqual([0.2]);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('is the cached one once the remote answer is 1.5 s late', async () => {
    const { environment, cache, reported } = await setup();
    cache(onAt(0.1));
    await environment.advance(WAIT_MS - 1);
    expect(reported).toEqual([]);
    await environment.advance(1);
    expect(reported).toEqual([0.1]);
  });

  it('is the cached one at once where the request fails', async () => {
    const { cache, remote, reported } = await setup();
    cache(onAt(0.1));
    remote(null);
    expect(reported).toEqual([0.1]);
  });

  it('cannot be had where the request fails and none is cached', async () => {
    const { remote, reported } = await setup();
    remote(null);
    expect(reported).toEqual(['none']);
  });

  it('stays open while a slow request runs and none is cached', async () => {
    const { environment, remote, reported } = await setup();
    await environment.advance(10 * WAIT_MS);
    expect(reported).toEqual([]);
    remote(onAt(0.2));
    expect(reported).toEqual([0.2]);
  });

  it('cannot be had where the cache is empty and the request fails', async () => {
    const { cache, remote, reported } = await setup();
    cache(null);
    remote(null);
    expect(reported).toEqual(['none']);
  });

  it('cannot be had where there is no client', async () => {
    const reported: (CaptureConfig | undefined)[] = [];
    startRemoteConfig({
      findSource: () => Promise.reject(new Error('no client')),
      environment: fakeEnvironment(),
      guard: createGuard(fakeLogger(), () => {}),
      onConfig: (config) => reported.push(config),
    });
    await settle();
    expect(reported).toEqual([undefined]);
  });

  it('is "not set up" where the answer is empty, not a failure', async () => {
    const { remote, reported } = await setup();
    remote({});
    expect(reported).toEqual([undefined]);
  });
});

describe('a later answer', () => {
  it('replaces the stale one from the cache', async () => {
    const { environment, cache, remote, reported } = await setup();
    cache(onAt(0.1));
    await environment.advance(WAIT_MS);
    remote(OFF);
    expect(reported).toEqual([0.1, 'off']);
  });

  it('replaces an earlier remote one', async () => {
    const { remote, reported } = await setup();
    remote(onAt(0.1));
    remote(onAt(0.3));
    expect(reported).toEqual([0.1, 0.3]);
  });

  it('that is a failure leaves the earlier remote one in force', async () => {
    const { cache, remote, reported } = await setup();
    cache(onAt(0.1));
    remote(onAt(0.3));
    remote(null);
    expect(reported.at(-1)).toBe(0.3);
  });

  it('that is a failure does not end capture where nothing was cached', async () => {
    const { remote, reported } = await setup();
    remote(onAt(0.3));
    remote(null);
    expect(reported.at(-1)).toBe(0.3);
  });
});

describe('a host that has fetched on this page', () => {
  const fetched = (remoteConfig: Answer) => ({
    lastSuccessfulFetch: 1_719_792_000_000,
    storage: { fetchConfig: () => Promise.resolve({ remoteConfig }) },
  });

  it('is not made to fetch again', async () => {
    const { environment, subscriberCount, reported } = await setup(
      fetched(onAt(0.4)),
    );
    expect(reported).toEqual([0.4]);
    expect(subscriberCount()).toBe(0);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('is asked where it could not keep the answer', async () => {
    const { remote, reported } = await setup(fetched(null));
    remote(onAt(0.4));
    expect(reported).toEqual([0.4]);
  });

  it('is asked where it has not succeeded yet', async () => {
    const { reported, remote } = await setup({
      ...fetched(onAt(0.4)),
      lastSuccessfulFetch: null,
    });
    expect(reported).toEqual([]);
    remote(OFF);
    expect(reported).toEqual(['off']);
  });
});

describe('after stop', () => {
  it('no timer and no subscription remains, and nothing is reported', async () => {
    const { environment, subscriberCount, cache, reported, stop } =
      await setup();
    cache(onAt(0.1));
    stop();
    expect(environment.leftovers().timers).toBe(0);
    expect(subscriberCount()).toBe(0);
    await environment.advance(WAIT_MS);
    expect(reported).toEqual([]);
  });

  it('a client that is found too late is left alone', async () => {
    const environment = fakeEnvironment();
    const { source, subscriberCount } = fakeSource();
    const { promise, resolve } = createDeferred<RemoteConfigSource>();
    const stop = startRemoteConfig({
      findSource: () => promise,
      environment,
      guard: createGuard(fakeLogger(), () => {}),
      onConfig: () => {},
    });
    stop();
    resolve(source);
    await settle();
    expect(subscriberCount()).toBe(0);
    expect(environment.leftovers().timers).toBe(0);
  });
});

describe('an answer', () => {
  const NOT_SET_UP = { captureEnabled: true, sampleRate: undefined };
  const CAPTURE_OFF = { captureEnabled: false };

  it.each<[string, Record<string, unknown>, Partial<CaptureConfig>]>([
    ['that is empty', {}, NOT_SET_UP],
    ['without configs', { other: 1 }, NOT_SET_UP],
    ['with null configs', { configs: null }, NOT_SET_UP],
    ['without session replay', { configs: {} }, NOT_SET_UP],
    ['without sampling', { configs: { sessionReplay: {} } }, NOT_SET_UP],
    ['with null sampling', sampling(null), NOT_SET_UP],
    ['with empty sampling', sampling({}), NOT_SET_UP],
    ['without capture_enabled', sampling({ sample_rate: 1 }), CAPTURE_OFF],
    ['with capture off', OFF, CAPTURE_OFF],
    ['with a text', sampling({ capture_enabled: 'true' }), CAPTURE_OFF],
    ['whose sampling is no object', sampling('on'), CAPTURE_OFF],
    ['whose sampling is a list', sampling([]), CAPTURE_OFF],
    ['at a rate', onAt(0.5), { captureEnabled: true, sampleRate: 0.5 }],
    ['at rate 0', onAt(0), { captureEnabled: true, sampleRate: 0 }],
    ['without a rate', sampling({ capture_enabled: true }), NOT_SET_UP],
  ])('%s', (_, answer, expected) => {
    expect(readAnswer(answer, 'remote')).toMatchObject(expected);
  });

  it.each<[string, unknown, unknown]>([
    ['hands on the targeting rules', { key: 'rules' }, { key: 'rules' }],
    ['hands on what cannot be rules, too', 'rules', 'rules'],
    ['has no targeting rules where they are empty', {}, undefined],
    ['has no targeting rules where there are none', undefined, undefined],
  ])('%s', (_, sr_targeting_config, expected) => {
    const answer = { configs: { sessionReplay: { sr_targeting_config } } };
    expect(readAnswer(answer, 'remote').targeting).toEqual(expected);
  });

  it('hands on the privacy rules', () => {
    const sr_privacy_config = { maskSelector: ['.a'] };
    const answer = { configs: { sessionReplay: { sr_privacy_config } } };
    expect(readAnswer(answer, 'remote').privacy).toEqual({
      maskSelector: ['.a'],
    });
    expect(readAnswer({}, 'remote').privacy).toBeUndefined();
  });
});

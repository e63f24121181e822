import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StandaloneOptions } from '../../src/config/options.js';
import { createStandalone, type Standalone } from '../../src/standalone.js';
import { statusBeforeStart } from '../../src/status.js';
import {
  fakeEnvironment,
  type FakeEnvironment,
} from '../support/fake-environment.js';
import { fakeLogger } from '../support/fake-logger.js';
import { CAPTURE_ALL } from '../support/intake-config.js';
import { readSentBatches } from '../support/sent-batches.js';

const REPLAY_ID = '[Amplitude] Session Replay ID';

const running: { standalone: Standalone; environment: FakeEnvironment }[] = [];
afterEach(async () => {
  for (const { standalone, environment } of running.splice(0)) {
    const ended = standalone.shutdown();
    // What was recorded meanwhile is compressed in idle time.
    await environment.advance(500);
    await ended;
  }
});

function setup() {
  const console = fakeLogger();
  const environment = fakeEnvironment({ console });
  environment.respond(async () => new Response(JSON.stringify(CAPTURE_ALL)));
  const standalone = createStandalone(() => environment);
  running.push({ standalone, environment });
  const logger = fakeLogger();
  const options: StandaloneOptions = {
    deviceId: 'device',
    sessionId: 1,
    sampleRate: 1,
    storeType: 'memory',
    loggerProvider: logger,
  };
  return { console, environment, standalone, logger, options };
}

describe('before init', () => {
  it('every call warns or is empty, and does nothing', async () => {
    const { console, standalone } = setup();
    expect(standalone.getSessionId()).toBeUndefined();
    expect(standalone.getSessionReplayProperties()).toEqual({});
    expect(standalone.getStatus()).toEqual(statusBeforeStart());
    await standalone.flush();
    await standalone.setSessionId(1).promise;
    await standalone.shutdown();
    expect(console.texts()).toEqual([
      'Session Replay: call init before flush.',
      'Session Replay: call init before setSessionId.',
    ]);
  });
});

describe('init', () => {
  it('resolves when it is clear that the session is recorded', async () => {
    const { standalone, options } = setup();
    await standalone.init('key', options).promise;
    expect(standalone.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'device/1',
    });
  });

  it.each([
    ['the API key', { apiKey: '' }, 'API key is missing'],
    ['the device', { deviceId: '' }, 'deviceId and a sessionId'],
    ['the session', { sessionId: undefined }, 'deviceId and a sessionId'],
  ])('without %s says so and stays off', async (_, differs, message) => {
    const { standalone, logger, options, environment } = setup();
    const { apiKey = 'key', ...others } = differs as { apiKey?: string };
    await standalone.init(apiKey, { ...options, ...others }).promise;
    expect(logger.texts('error')).toEqual([expect.stringContaining(message)]);
    expect(standalone.getSessionReplayProperties()).toEqual({});
    expect(environment.requests).toEqual([]);
  });

  it('does not throw without any options', async () => {
    const { standalone, console } = setup();
    await standalone.init('key', undefined as never).promise;
    expect(console.texts('error')).toHaveLength(1);
  });

  it('makes the status say what is done and why', async () => {
    const { standalone, options } = setup();
    const { promise } = standalone.init('key', options);
    expect(standalone.getStatus()).toMatchObject({ state: 'idle' });
    await promise;
    expect(standalone.getStatus()).toMatchObject({
      sessionReplayId: 'device/1',
      sampleRate: 1,
      storeType: 'memory',
    });
    expect(['starting', 'recording']).toContain(standalone.getStatus().state);
    await standalone.shutdown();
    expect(standalone.getStatus()).toEqual(statusBeforeStart());
  });

  it('fetches the configuration by way of the function of the site, where it has one', async () => {
    const { standalone, options, environment } = setup();
    const asked: string[] = [];
    await standalone.init('key', {
      ...options,
      handleFetchConfig: async ({ url }) => {
        asked.push(url);
        return new Response(JSON.stringify(CAPTURE_ALL));
      },
    }).promise;
    expect(asked).toEqual([
      'https://sr-client-cfg.amplitude.com/config/key?config_group=browser',
    ]);
    expect(environment.requests).toEqual([]);
    expect(standalone.getStatus().sessionReplayId).toBe('device/1');
  });

  it('ends what was started before', async () => {
    const { standalone, options } = setup();
    await standalone.init('key', options).promise;
    await standalone.init('key', { ...options, sessionId: 2 }).promise;
    expect(standalone.getSessionId()).toBe(2);
    expect(standalone.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'device/2',
    });
  });

  it.each([
    [0, []],
    [1, ['error']],
    [2, ['error', 'warn']],
  ] as const)(
    'at log level %i tells the console %o',
    async (logLevel, levels) => {
      const { standalone, console, options } = setup();
      const { loggerProvider: _, ...silent } = options;
      await standalone.init('', { ...silent, logLevel }).promise;
      await standalone.init('key', {
        ...silent,
        logLevel,
        storeType: 'disk' as never,
      }).promise;
      const told = console.messages.map(({ level }) => level);
      expect([...new Set(told)]).toEqual(levels);
    },
  );
});

describe('setSessionId', () => {
  it('begins a recording of its own for each session', async () => {
    const { environment, standalone, options } = setup();
    await standalone.init('key', options).promise;
    await vi.waitUntil(() => standalone.getStatus().state === 'recording');
    for (const id of ['two', 3, 4]) standalone.setSessionId(id);
    const flushed = standalone.flush();
    await environment.idle();
    await flushed;
    const sent = readSentBatches(environment.requests);
    expect(
      sent.map(({ sessionId, events }) => [
        sessionId,
        events.map(({ type }) => type),
      ]),
    ).toEqual(['1', 'two', '3', '4'].map((id) => [id, [4, 2]]));
  });

  it('keeps the device unless another one is named', async () => {
    const { standalone, options } = setup();
    await standalone.init('key', options).promise;
    await standalone.setSessionId('two').promise;
    expect(standalone.getSessionReplayProperties()[REPLAY_ID]).toBe(
      'device/two',
    );
    await standalone.setSessionId(3, 'phone').promise;
    expect(standalone.getSessionId()).toBe(3);
    expect(standalone.getSessionReplayProperties()[REPLAY_ID]).toBe('phone/3');
  });
});

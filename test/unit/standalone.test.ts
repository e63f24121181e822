import { describe, expect, it, vi } from 'vitest';
import type { StandaloneOptions } from '../../src/config/options.js';
import type { Standalone } from '../../src/standalone.js';
import { statusBeforeStart } from '../../src/status.js';
import { settle } from '../support/fake-timers.js';
import { CAPTURE_ALL } from '../support/intake-config.js';
import { readSentBatches } from '../support/sent-batches.js';
import { createDeferred } from './deferred.js';
import { REPLAY_ID, setupStandalone as setup } from './standalone-setup.js';

describe('before init', () => {
  it('every call that expects something warns once, and does nothing', async () => {
    const { console, standalone } = setup();
    for (let round = 0; round < 2; round += 1) {
      expect(standalone.getSessionId()).toBeUndefined();
      expect(standalone.getSessionReplayProperties()).toEqual({});
      expect(standalone.getStatus()).toEqual(statusBeforeStart());
      await standalone.flush();
      await standalone.setSessionId(1).promise;
      await standalone.evaluateTargetingAndCapture({});
      await standalone.shutdown();
    }
    expect(console.texts()).toEqual(
      [
        'getSessionId',
        'getSessionReplayProperties',
        'flush',
        'setSessionId',
        'evaluateTargetingAndCapture',
      ].map((call) => `Session Replay: call init before ${call}.`),
    );
  });
});

describe('after shutdown', () => {
  it('every call does nothing in silence, and init begins afresh', async () => {
    const { console, environment, standalone, logger, options } = setup();
    await standalone.init('key', options).promise;
    const ended = standalone.shutdown();
    await environment.advance(500);
    await ended;
    await standalone.setSessionId(2).promise;
    await standalone.flush();
    expect(standalone.getSessionReplayProperties()).toEqual({});
    await standalone.init('key', options).promise;
    expect(standalone.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'device/1',
    });
    expect([...console.texts(), ...logger.texts()]).toEqual([]);
  });
});

describe('after a shutdown that has ended', () => {
  it('init with an opt-out deletes nothing in the name of what was shut down', async () => {
    const { environment, standalone, options } = setup();
    await standalone.init('one', options).promise;
    const ended = standalone.shutdown();
    await environment.advance(500);
    await ended;
    const asked: string[] = [];
    environment.hasDatabase = async (name) => {
      asked.push(name);
      return false;
    };
    const optedOut = { ...options, optOut: true };
    await standalone.init('two', optedOut).promise;
    await settle();
    // Each project has a database of its own.
    expect(asked).toEqual(['plugin-session-replay-browser/two']);
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

  it('without the API key says so and stays off', async () => {
    const { standalone, logger, options, environment } = setup();
    await standalone.init('', options).promise;
    expect(logger.texts()).toEqual([
      expect.stringContaining('API key is missing'),
    ]);
    expect(standalone.getSessionReplayProperties()).toEqual({});
    expect(environment.requests).toEqual([]);
  });

  it('twice asks for the configuration once', async () => {
    const { environment, standalone, options } = setup();
    void standalone.init('key', options);
    await standalone.init('key', options).promise;
    await standalone.init('key', { ...options, sessionId: 2 }).promise;
    const asked = environment.requests.filter(({ url }) =>
      url.includes('/config/'),
    );
    expect(asked).toHaveLength(1);
    expect(standalone.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'device/2',
    });
  });

  it.each<
    [string, (standalone: Standalone, options: StandaloneOptions) => void]
  >([
    ['the one before', () => {}],
    [
      'one that was shut down and still delivers',
      (standalone) => void standalone.shutdown(),
    ],
    [
      'one that was ended by another one',
      (standalone, options) =>
        void standalone.init('key', { ...options, sessionId: 2 }),
    ],
  ])('with an opt-out deletes what is not sent of %s', async (_, end) => {
    const { environment, standalone, options } = setup();
    await standalone.init('key', options).promise;
    await vi.waitUntil(() => standalone.getStatus().state === 'recording');
    end(standalone, options);
    const again = standalone.init('key', { ...options, optOut: true });
    await environment.advance(20_000);
    await again.promise;
    expect(readSentBatches(environment.requests)).toEqual([]);
    expect(standalone.getStatus().reason).toBe('the visitor has opted out');
  });

  it('does not throw without any options', async () => {
    const { standalone, console } = setup();
    await standalone.init('key', undefined as never).promise;
    expect(console.texts()).toHaveLength(1);
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

  it('resolves when it is clear whether the session is recorded', async () => {
    const { environment, standalone, options } = setup();
    const { promise, resolve } = createDeferred<Response>();
    environment.respond(() => promise);
    void standalone.init('key', options);
    const onClear = vi.fn<() => void>();
    void standalone.setSessionId(2).promise.then(onClear);
    await settle();
    expect(onClear).not.toHaveBeenCalled();
    resolve(new Response(JSON.stringify(CAPTURE_ALL)));
    await settle();
    expect(onClear).toHaveBeenCalledOnce();
    expect(standalone.getSessionReplayProperties()[REPLAY_ID]).toBe('device/2');
  });

  it.each<[string, unknown, unknown, string]>([
    ['no session', undefined, undefined, 'sessionId must be'],
    ['an object as session', {}, undefined, 'sessionId must be'],
    ['NaN as session', NaN, undefined, 'sessionId must be'],
    ['0 as session', 0, undefined, 'sessionId must be'],
    ['a number as device', 2, 5, 'deviceId must be'],
  ])(
    'says once what is wrong with %s',
    async (_, sessionId, deviceId, text) => {
      const { standalone, logger, options } = setup();
      await standalone.init('key', options).promise;
      standalone.setSessionId(sessionId as never, deviceId as never);
      expect(logger.texts()).toEqual([expect.stringContaining(text)]);
      expect(standalone.getSessionReplayProperties()[REPLAY_ID]).toBe(
        `device/${deviceId === undefined ? 1 : 2}`,
      );
    },
  );
});

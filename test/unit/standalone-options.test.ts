import { describe, expect, it, vi } from 'vitest';
import { REPLAY_ID, setupStandalone as setup } from './standalone-setup.js';

describe('init', () => {
  it.each<[string, object]>([
    ['without a device', { deviceId: '' }],
    ['without a session', { sessionId: undefined }],
    ['with a session that is not known yet', { sessionId: 0 }],
    ['with a device that is no text', { deviceId: 5 }],
    ['with a session that is no ID', { sessionId: NaN }],
  ])('%s says so once, and waits for setSessionId', async (_, differs) => {
    const { standalone, logger, options } = setup();
    await standalone.init('key', { ...options, ...differs }).promise;
    expect(logger.texts()).toEqual([
      expect.stringContaining('needs a deviceId and a sessionId'),
    ]);
    expect(standalone.getSessionReplayProperties()).toEqual({});
    standalone.setSessionId(3, 'phone');
    expect(standalone.getSessionReplayProperties()).toEqual({
      [REPLAY_ID]: 'phone/3',
    });
  });

  it.each<[string, object, string]>([
    ['optOut', { optOut: 'no' }, 'true or false, not "no"; true is used'],
    ['serverZone', { serverZone: 'DE' }, '"US" is used'],
    ['logLevel', { logLevel: 'Debug' }, 'must be a number'],
    ['flushMaxRetries', { flushMaxRetries: '5' }, 'a whole number'],
    ['privacyConfig', { privacyConfig: [] }, 'must be an object'],
    ['debugMode', { debugMode: 1 }, 'true or false'],
    ['userProperties', { userProperties: 'pro' }, 'must be an object'],
    ['configServerUrl', { configServerUrl: 'config' }, 'an http(s) address'],
    ['trackServerUrl', { trackServerUrl: 8 }, 'an http(s) address'],
    ['storeType', { storeType: 'disk' }, '"idb" or "memory"'],
  ])('says once that %s is wrong', async (name, differs, expected) => {
    const { standalone, logger, options } = setup();
    await standalone.init('key', { ...options, ...differs }).promise;
    expect(logger.texts()).toEqual([
      expect.stringMatching(`^Session Replay: ${name} `),
    ]);
    expect(logger.texts()[0]).toContain(expected);
  });

  it('tells the console where the logger is none', async () => {
    const { standalone, console, options } = setup();
    const loggerProvider = 'console' as never;
    await standalone.init('key', { ...options, loggerProvider }).promise;
    expect(console.texts()).toEqual([
      'Session Replay: loggerProvider must be an object, not "console"; it is ignored.',
    ]);
  });

  it.each([
    ['US', 'sr-client-cfg', 'api-sr'],
    ['EU', 'sr-client-cfg.eu', 'api-sr.eu'],
    ['STAGING', 'sr-client-cfg', 'api-sr.stag2'],
  ] as const)(
    'asks and sends to the servers of %s',
    async (serverZone, config, track) => {
      const { environment, standalone, options } = setup();
      await standalone.init('key', { ...options, serverZone }).promise;
      await vi.waitUntil(() => standalone.getStatus().state === 'recording');
      const flushed = standalone.flush();
      await environment.idle();
      await flushed;
      expect(environment.requests.map(({ url }) => url.split('?')[0])).toEqual([
        `https://${config}.amplitude.com/config/key`,
        `https://${track}.amplitude.com/sessions/v2/track`,
      ]);
    },
  );
});

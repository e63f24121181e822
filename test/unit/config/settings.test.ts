import { describe, expect, it } from 'vitest';
import {
  isRate,
  readSettings,
  type Settings,
  type SettingsSource,
} from '../../../src/config/settings.js';
import { joinRules } from '../../../src/privacy/rules.js';
import { fakeLogger } from '../../support/fake-logger.js';

/** Reads options as a site without type checks may write them. */
function read(options: object = {}, source: Partial<SettingsSource> = {}) {
  const logger = fakeLogger();
  const settings = readSettings(options, { apiKey: 'key', ...source }, logger);
  return { settings, logger };
}

const US = 'https://api-sr.amplitude.com/sessions/v2/track';
const CONFIG = 'https://sr-client-cfg.amplitude.com/config';

describe('without options', () => {
  it('records nothing, stores durably, compresses in a worker and sends to the US', () => {
    const { settings, logger } = read();
    expect(settings).toMatchObject({
      apiKey: 'key',
      sampleRate: 0,
      storeType: 'idb',
      debugMode: false,
      trackUrl: US,
      configUrl: CONFIG,
      inlineStylesheets: true,
      useWorker: true,
      workerUrl: undefined,
      gzip: true,
      idleTimeoutMs: 50,
      minIntervalMs: 1_000,
      maxIntervalMs: 10_000,
      maxBatchLength: 6_000_000,
      maxEventBytes: 9_000_000,
      eagerSnapshot: false,
      snapshotOnFocus: false,
      maxAttempts: 5,
      sendTimeoutMs: 10_000,
      handleSendEvents: undefined,
      handleFetchConfig: undefined,
    } satisfies Partial<Settings>);
    expect(logger.messages).toEqual([]);
  });

  it.each([{}, { privacyConfig: undefined }, { privacyConfig: {} }])(
    'masks at level medium: %o',
    (options) => {
      const { settings, logger } = read(options);
      const rules = joinRules(
        settings?.privacy ?? {},
        undefined,
        () => true,
        logger,
      );
      expect(rules.defaultMaskLevel).toBe('medium');
      expect(logger.messages).toEqual([]);
    },
  );
});

describe('recording stays off', () => {
  it.each([undefined, null, '', 42])(
    'where the API key is %o, said in one error',
    (apiKey) => {
      const { settings, logger } = read({ sampleRate: 1 }, { apiKey });
      expect(settings).toBeUndefined();
      expect(logger.texts()).toHaveLength(1);
      expect(logger.texts('error')[0]).toContain('API key');
    },
  );

  it.each([-0.1, 1.1, 50, NaN, Infinity, '0.5', null, true, {}])(
    'where the sample rate is %o, said in one error',
    (sampleRate) => {
      const { settings, logger } = read({ sampleRate });
      expect(settings).toBeUndefined();
      expect(logger.texts()).toHaveLength(1);
      expect(logger.texts('error')[0]).toContain('sampleRate');
    },
  );
});

describe('a valid option', () => {
  it.each<[string, unknown, keyof Settings, unknown]>([
    ['sampleRate', 1, 'sampleRate', 1],
    ['sampleRate', 0.000001, 'sampleRate', 0.000001],
    ['storeType', 'memory', 'storeType', 'memory'],
    ['debugMode', true, 'debugMode', true],
    ['shouldInlineStylesheet', false, 'inlineStylesheets', false],
    ['useWebWorker', false, 'useWorker', false],
    ['experimental', { useWebWorker: false }, 'useWorker', false],
    ['workerUrl', '/worker.js', 'workerUrl', '/worker.js'],
    ['workerUrl', 'worker.js', 'workerUrl', 'worker.js'],
    ['enableTransportCompression', false, 'gzip', false],
    ['eagerFullSnapshotSend', true, 'eagerSnapshot', true],
    ['captureFullSnapshotOnFocus', true, 'snapshotOnFocus', true],
    ['performanceConfig', { enabled: true }, 'idleTimeoutMs', 50],
    ['performanceConfig', { enabled: false }, 'idleTimeoutMs', 0],
    [
      'performanceConfig',
      { enabled: true, mergeMutations: true, interaction: {}, timeout: 20 },
      'idleTimeoutMs',
      20,
    ],
    ['trackServerUrl', 'https://a.example/', 'trackUrl', 'https://a.example/'],
    [
      'configServerUrl',
      'http://localhost:1/c',
      'configUrl',
      'http://localhost:1/c',
    ],
    [
      'privacyConfig',
      { maskSelector: ['.a'] },
      'privacy',
      { maskSelector: ['.a'] },
    ],
    ['applyBackgroundColorToBlockedElements', true, 'colorsBlocked', true],
  ])('%s: %o is taken over', (name, value, setting, expected) => {
    const { settings, logger } = read({ [name]: value });
    expect(settings?.[setting]).toEqual(expected);
    expect(logger.messages).toEqual([]);
  });

  it('under its new name wins over the older one', () => {
    const { settings } = read({
      useWebWorker: true,
      experimental: { useWebWorker: false },
    });
    expect(settings?.useWorker).toBe(true);
  });
});

describe('an invalid option falls back with one warning', () => {
  it.each<[string, unknown, keyof Settings, unknown]>([
    ['storeType', 'cookie', 'storeType', 'idb'],
    ['debugMode', 'yes', 'debugMode', false],
    ['shouldInlineStylesheet', 1, 'inlineStylesheets', true],
    ['useWebWorker', 'no', 'useWorker', true],
    ['enableTransportCompression', 'off', 'gzip', true],
    ['workerUrl', 7, 'workerUrl', undefined],
    ['workerUrl', '', 'workerUrl', undefined],
    ['workerUrl', { href: '/worker.js' }, 'workerUrl', undefined],
    ['eagerFullSnapshotSend', 'yes', 'eagerSnapshot', false],
    ['captureFullSnapshotOnFocus', 1, 'snapshotOnFocus', false],
    ['performanceConfig', true, 'idleTimeoutMs', 50],
    ['performanceConfig', { enabled: 'no' }, 'idleTimeoutMs', 50],
    ['flushIntervalConfig', 500, 'minIntervalMs', 1_000],
    ['trackServerUrl', 'api.example', 'trackUrl', US],
    ['trackServerUrl', 'javascript:alert(1)', 'trackUrl', US],
    ['trackServerUrl', 7, 'trackUrl', US],
    ['configServerUrl', '//c.example', 'configUrl', CONFIG],
    // What was meant to be hidden is unknown: everything is.
    ['privacyConfig', 'all', 'privacy', { defaultMaskLevel: 'conservative' }],
    ['privacyConfig', [], 'privacy', { defaultMaskLevel: 'conservative' }],
    ['applyBackgroundColorToBlockedElements', 1, 'colorsBlocked', false],
  ])('%s: %o', (name, value, setting, fallback) => {
    const { settings, logger } = read({ [name]: value });
    expect(settings?.[setting]).toEqual(fallback);
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts('warn')[0]).toContain(name);
  });
});

describe('the server zone', () => {
  it.each([
    ['US', US, CONFIG],
    [
      'EU',
      'https://api-sr.eu.amplitude.com/sessions/v2/track',
      'https://sr-client-cfg.eu.amplitude.com/config',
    ],
    ['STAGING', 'https://api-sr.stag2.amplitude.com/sessions/v2/track', CONFIG],
  ])('%s decides the addresses', (serverZone, trackUrl, configUrl) => {
    const { settings, logger } = read({}, { serverZone });
    expect(settings).toMatchObject({ trackUrl, configUrl });
    expect(logger.messages).toEqual([]);
  });

  it.each(['MARS', 'toString', 3])(
    'is US with a warning where it is %o',
    (serverZone) => {
      const { settings, logger } = read({}, { serverZone });
      expect(settings?.trackUrl).toBe(US);
      expect(logger.texts('warn')).toHaveLength(1);
    },
  );
});

describe('the address of the remote configuration', () => {
  const serverUrl = 'https://host.example/config';
  const remoteConfig = { serverUrl };

  it("is the host's where no option replaces it", () => {
    const { settings } = read({}, { remoteConfig, serverZone: 'EU' });
    expect(settings?.configUrl).toBe(serverUrl);
  });

  it("is the option's before the host's", () => {
    const configServerUrl = 'https://option.example/config';
    const { settings } = read({ configServerUrl }, { remoteConfig });
    expect(settings?.configUrl).toBe(configServerUrl);
  });
});

describe('the number of attempts', () => {
  it.each([
    [undefined, 5, 0],
    [1, 1, 0],
    [7, 7, 0],
    [100, 100, 0],
    // Outside the range: the nearest end.
    [0, 1, 0],
    [1_000, 100, 0],
    [-1, 5, 1],
    [2.5, 5, 1],
    ['3', 5, 1],
    [NaN, 5, 1],
  ])(
    'for flushMaxRetries %o is %d, with %d warnings',
    (flushMaxRetries, maxAttempts, warningCount) => {
      const { settings, logger } = read({}, { flushMaxRetries });
      expect(settings?.maxAttempts).toBe(maxAttempts);
      expect(logger.texts('warn')).toHaveLength(warningCount);
    },
  );
});

describe('the time-out of uploads', () => {
  it.each([
    [undefined, 10_000, 0],
    [null, 10_000, 0],
    [1, 1, 0],
    [30_000, 30_000, 0],
    // As long as it likes.
    [0, 0, 0],
    [-1, 0, 0],
    // What a timer can hold; beyond it a timer fires at once.
    [1e12, 2 ** 31 - 1, 0],
    [NaN, 10_000, 1],
    [Infinity, 10_000, 1],
    ['5000', 10_000, 1],
  ])(
    'for sendTimeoutMs %o is %d, with %d warnings',
    (sendTimeoutMs, expectedMs, warningCount) => {
      const { settings, logger } = read({ sendTimeoutMs });
      expect(settings?.sendTimeoutMs).toBe(expectedMs);
      expect(logger.texts()).toHaveLength(warningCount);
      for (const text of logger.texts())
        expect(text).toContain('sendTimeoutMs');
    },
  );
});

describe.each(['handleSendEvents', 'handleFetchConfig'] as const)(
  "the site's own transport in %s",
  (name) => {
    it('is taken over as it is', () => {
      const handle = async () => new Response('{}');
      const { settings, logger } = read({ [name]: handle });
      expect(settings?.[name]).toBe(handle);
      expect(logger.messages).toEqual([]);
    });

    it.each([undefined, null])('is not there where it is %o', (handle) => {
      const { settings, logger } = read({ [name]: handle });
      expect(settings).toHaveProperty(name, undefined);
      expect(logger.messages).toEqual([]);
    });

    it.each(['https://proxy.example/', {}, true])(
      'is left out with one warning where it is %o',
      (handle) => {
        const { settings, logger } = read({ [name]: handle });
        expect(settings).toHaveProperty(name, undefined);
        expect(logger.texts()).toHaveLength(1);
        expect(logger.texts('warn')[0]).toContain(name);
      },
    );
  },
);

it.each<[unknown, boolean]>([
  [0, true],
  [0.000001, true],
  [1, true],
  [-0.01, false],
  [1.01, false],
  [NaN, false],
  ['1', false],
  [null, false],
  [undefined, false],
])('%o is a rate: %s', (value, expected) => {
  expect(isRate(value)).toBe(expected);
});

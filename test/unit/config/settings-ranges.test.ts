import { expect, describe, it } from 'vitest';
import { readSettings, type Settings } from '../../../src/config/settings.js';
import { fakeLogger } from '../../support/fake-logger.js';

/** Reads options as a site without type checks may write them. */
function read(options: object) {
  const logger = fakeLogger();
  const settings = readSettings(options, { apiKey: 'key' }, logger);
  return { settings, logger };
}

describe('a number within a range', () => {
  it.each<[string, (value: unknown) => object, keyof Settings, number[]]>([
    [
      'performanceConfig.timeout',
      (timeout) => ({ performanceConfig: { enabled: true, timeout } }),
      'idleTimeoutMs',
      [50, 1, 200],
    ],
    [
      'flushIntervalConfig.minIntervalMs',
      (minIntervalMs) => ({ flushIntervalConfig: { minIntervalMs } }),
      'minIntervalMs',
      [1_000, 100, 60_000],
    ],
    [
      'flushIntervalConfig.maxIntervalMs',
      (maxIntervalMs) => ({ flushIntervalConfig: { maxIntervalMs } }),
      'maxIntervalMs',
      [10_000, 1_000, 3_600_000],
    ],
    [
      'maxPersistedEventsSizeBytes',
      (value) => ({ maxPersistedEventsSizeBytes: value }),
      'maxBatchLength',
      [6_000_000, 100_000, 8_000_000],
    ],
    [
      'maxSingleEventSizeBytes',
      (value) => ({ maxSingleEventSizeBytes: value }),
      'maxEventBytes',
      [9_000_000, 1_000, 9_000_000],
    ],
  ])('%s', (name, optionsWith, setting, [standard = 0, min = 0, max = 0]) => {
    for (const [value, expected, warning] of [
      [undefined, standard, ''],
      [null, standard, ''],
      [min, min, ''],
      [max, max, ''],
      [min - 1, min, `must be from ${min} to ${max}, not ${min - 1}`],
      [0, min, 'not 0'],
      [-1, min, 'not -1'],
      [max + 1, max, `${max} is used`],
      [Infinity, max, 'not Infinity'],
      [NaN, standard, 'must be a number'],
      ['500', standard, 'must be a number, not "500"'],
    ] as const) {
      const { settings, logger } = read(optionsWith(value));
      expect(settings?.[setting]).toBe(expected);
      const texts = logger.texts('warn');
      expect(texts).toHaveLength(warning ? 1 : 0);
      expect(texts.join('')).toContain(warning);
      expect(texts.join('')).toContain(warning && name);
    }
  });

  it('has an upper interval that is never below the lower one', () => {
    for (const [given, expected, warningCount] of [
      [{ minIntervalMs: 20_000 }, [20_000, 20_000], 0],
      [{ minIntervalMs: 5_000, maxIntervalMs: 3_000 }, [5_000, 5_000], 1],
    ] as const) {
      const { settings, logger } = read({ flushIntervalConfig: given });
      expect([settings?.minIntervalMs, settings?.maxIntervalMs]).toEqual(
        expected,
      );
      expect(logger.texts('warn')).toHaveLength(warningCount);
    }
  });
});

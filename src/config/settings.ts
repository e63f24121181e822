import { clamp } from '../clamp.js';
import type { Logger } from '../guard.js';
import { isObject } from '../is-object.js';
import { createChecks, show } from './checks.js';
import type { CommonOptions, PrivacyConfig, ServerZone } from './options.js';

/** Checked options with every default filled in. */
export interface Settings {
  apiKey: string;
  /** The database in which the project's recordings wait. */
  databaseName: string;
  sampleRate: number;
  privacy: PrivacyConfig;
  colorsBlocked: boolean;
  storeType: 'idb' | 'memory';
  debugMode: boolean;
  trackUrl: string;
  configUrl: string;
  inlineStylesheets: boolean;
  useWorker: boolean;
  workerUrl: string | undefined;
  gzip: boolean;
  /** How long work may wait for an idle moment. Unit: ms; 0: it does not. */
  idleTimeoutMs: number;
  /** How long a batch stays open: the first one, and in the end. Unit: ms. */
  minIntervalMs: number;
  maxIntervalMs: number;
  /** Size at which a batch is full. Unit: characters, which is bytes before compression where they are Latin. */
  maxBatchLength: number;
  /** Largest event that is kept. Unit: bytes of UTF-8 in a request. */
  maxEventBytes: number;
  eagerSnapshot: boolean;
  snapshotOnFocus: boolean;
  maxAttempts: number;
  /** Unit: ms; 0: none. */
  sendTimeoutMs: number;
  handleSendEvents: CommonOptions['handleSendEvents'];
  handleFetchConfig: CommonOptions['handleFetchConfig'];
}

/** What the settings are made of besides the options. */
export interface SettingsSource {
  apiKey: unknown;
  serverZone?: unknown;
  flushMaxRetries?: unknown;
  /** The host's own remote configuration; the option wins over its address. */
  remoteConfig?: { serverUrl?: string };
}

/** Servers by zone. Source: Amplitude's Session Replay service. */
const SERVERS: Record<ServerZone, { track: string; config: string }> = {
  US: {
    track: 'https://api-sr.amplitude.com/sessions/v2/track',
    config: 'https://sr-client-cfg.amplitude.com/config',
  },
  EU: {
    track: 'https://api-sr.eu.amplitude.com/sessions/v2/track',
    config: 'https://sr-client-cfg.eu.amplitude.com/config',
  },
  STAGING: {
    track: 'https://api-sr.stag2.amplitude.com/sessions/v2/track',
    config: 'https://sr-client-cfg.amplitude.com/config',
  },
};

const DEFAULT_MAX_ATTEMPTS = 5;

/**
 * How long work waits for an idle moment, and may wait at most.
 *
 * Unit: ms.
 * Why: what a crash may take must not be older than 250 ms, and 50 of them serve to gather events.
 */
const DEFAULT_IDLE_TIMEOUT_MS = 50;
const MAX_IDLE_TIMEOUT_MS = 200;

/** Unit: ms. */
const DEFAULT_SEND_TIMEOUT_MS = 10_000;

/** Beyond it a timer fires at once. Unit: ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Checks options and fills in the defaults. Says once what is wrong with each.
 *
 * Returns `undefined` where recording must stay off: no API key, or a sample rate that is no rate.
 */
export function readSettings(
  options: CommonOptions,
  source: SettingsSource,
  logger: Pick<Logger, 'warn' | 'error'>,
): Settings | undefined {
  const { apiKey } = source;
  if (typeof apiKey !== 'string' || apiKey === '') {
    logger.error(
      'off, because the API key is missing. Pass the API key of your Amplitude project.',
    );
    return undefined;
  }
  const { sampleRate = 0 } = options;
  if (!isRate(sampleRate)) {
    logger.error(
      `off, because sampleRate must be a number from 0 to 1, not ${show(sampleRate)}.`,
    );
    return undefined;
  }

  const { check, flag, number, group, url, callback } = createChecks(logger);
  const zone = check(
    'serverZone',
    source.serverZone as ServerZone | undefined,
    (value) => Object.keys(SERVERS).includes(value),
    'US',
    '"US", "EU" or "STAGING"',
  );
  const performance = group('performanceConfig', options.performanceConfig);
  const interval = group('flushIntervalConfig', options.flushIntervalConfig);
  const minIntervalMs = number(
    'flushIntervalConfig.minIntervalMs',
    interval.minIntervalMs,
    1_000,
    100,
    60_000,
  );
  const idleTimeoutMs = number(
    'performanceConfig.timeout',
    performance.timeout,
    DEFAULT_IDLE_TIMEOUT_MS,
    1,
    MAX_IDLE_TIMEOUT_MS,
  );
  const maxAttempts = check(
    'flushMaxRetries',
    source.flushMaxRetries as number | undefined,
    (value) => Number.isInteger(value) && value >= 0,
    DEFAULT_MAX_ATTEMPTS,
    'a whole number from 0',
  );
  return {
    apiKey,
    databaseName: `plugin-session-replay-browser/${apiKey}`,
    sampleRate,
    privacy: check(
      'privacyConfig',
      options.privacyConfig ?? {},
      isObject,
      // What cannot be read might have asked for anything.
      { defaultMaskLevel: 'conservative' },
      'an object',
    ),
    colorsBlocked: flag(
      'applyBackgroundColorToBlockedElements',
      options.applyBackgroundColorToBlockedElements,
      false,
    ),
    storeType: check(
      'storeType',
      options.storeType,
      (value) => value === 'idb' || value === 'memory',
      'idb',
      '"idb" or "memory"',
    ),
    debugMode: flag('debugMode', options.debugMode, false),
    trackUrl: url(
      'trackServerUrl',
      options.trackServerUrl,
      SERVERS[zone].track,
    ),
    configUrl: url(
      'configServerUrl',
      options.configServerUrl,
      source.remoteConfig?.serverUrl ?? SERVERS[zone].config,
    ),
    inlineStylesheets: flag(
      'shouldInlineStylesheet',
      options.shouldInlineStylesheet,
      true,
    ),
    useWorker: flag(
      'useWebWorker',
      options.useWebWorker ?? options.experimental?.useWebWorker,
      true,
    ),
    workerUrl: check<string | undefined>(
      'workerUrl',
      options.workerUrl,
      (it) => typeof it === 'string' && it !== '',
      undefined,
      'an address',
    ),
    gzip: flag(
      'enableTransportCompression',
      options.enableTransportCompression,
      true,
    ),
    idleTimeoutMs: flag('performanceConfig.enabled', performance.enabled, true)
      ? idleTimeoutMs
      : 0,
    minIntervalMs,
    maxIntervalMs: number(
      'flushIntervalConfig.maxIntervalMs',
      interval.maxIntervalMs,
      Math.max(10_000, minIntervalMs),
      minIntervalMs,
      3_600_000,
    ),
    maxBatchLength: number(
      'maxPersistedEventsSizeBytes',
      options.maxPersistedEventsSizeBytes,
      6_000_000,
      100_000,
      8_000_000,
    ),
    maxEventBytes: number(
      'maxSingleEventSizeBytes',
      options.maxSingleEventSizeBytes,
      9_000_000,
      1_000,
      9_000_000,
    ),
    eagerSnapshot: flag(
      'eagerFullSnapshotSend',
      options.eagerFullSnapshotSend,
      false,
    ),
    snapshotOnFocus: flag(
      'captureFullSnapshotOnFocus',
      options.captureFullSnapshotOnFocus,
      false,
    ),
    maxAttempts: clamp(maxAttempts, 1, 100),
    sendTimeoutMs: clamp(
      check(
        'sendTimeoutMs',
        options.sendTimeoutMs,
        Number.isFinite,
        DEFAULT_SEND_TIMEOUT_MS,
        'a number of milliseconds',
      ),
      0,
      MAX_TIMER_MS,
    ),
    handleSendEvents: callback('handleSendEvents', options.handleSendEvents),
    handleFetchConfig: callback('handleFetchConfig', options.handleFetchConfig),
  };
}

/** Whether `value` is a share from 0 to 1. */
export function isRate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

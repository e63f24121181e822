import type { Logger } from '../guard.js';
import { isObject } from '../is-object.js';
import type { CommonOptions, PrivacyConfig, ServerZone } from './options.js';

/** Checked options with every default filled in. */
export interface Settings {
  apiKey: string;
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

  /** Returns `value` if `valid` accepts it, the fallback with a warning if not. */
  const check = <T>(
    name: string,
    value: T | undefined,
    valid: (value: T) => boolean,
    fallback: NoInfer<T>,
    expected: string,
  ): T => {
    if (value === undefined || value === null) return fallback;
    if (valid(value)) return value;
    const instead =
      fallback === undefined ? 'it is ignored' : `${show(fallback)} is used`;
    logger.warn(`${name} must be ${expected}, not ${show(value)}; ${instead}.`);
    return fallback;
  };
  const flag = (
    name: string,
    value: boolean | undefined,
    fallback: boolean,
  ): boolean =>
    check(
      name,
      value,
      (it) => typeof it === 'boolean',
      fallback,
      'true or false',
    );
  const url = (name: string, value: string | undefined, fallback: string) =>
    check(name, value, isHttpUrl, fallback, 'an http(s) address');

  const callback = <F>(name: string, value: F | undefined): F | undefined =>
    check<F | undefined>(
      name,
      value,
      (it) => typeof it === 'function',
      undefined,
      'a function',
    );

  const zone = check(
    'serverZone',
    source.serverZone as ServerZone | undefined,
    (value) => Object.keys(SERVERS).includes(value),
    'US',
    '"US", "EU" or "STAGING"',
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
    workerUrl: options.workerUrl,
    gzip: flag(
      'enableTransportCompression',
      options.enableTransportCompression,
      true,
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

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/** Whether `value` is a share from 0 to 1. */
export function isRate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/./.test(value);
}

/** A value as a message shows it. */
function show(value: unknown): string {
  // Of functions and symbols there is no JSON.
  return JSON.stringify(value) ?? typeof value;
}

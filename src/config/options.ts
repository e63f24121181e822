import type { Event } from '@amplitude/analytics-core';
import type { Logger } from '../guard.js';

/** Amplitude's data centre. */
export type ServerZone = 'US' | 'EU' | 'STAGING';

/** How much is masked where no class or selector decides. */
export type MaskLevel = 'light' | 'medium' | 'conservative';

/** A masking level for the pages whose address matches. */
export interface UrlMaskLevel {
  /**
   * Glob over the whole URL, query and hash included: `*` is any characters, `?` one character,
   * a trailing `/**` the path with or without anything below it.
   */
  match: string;
  /** The level in force on matching pages. */
  maskLevel: MaskLevel;
}

/**
 * What is masked, shown or left out. Selectors are CSS selectors; what is not said here is in the README.
 *
 * Errors: what cannot be read is said once. Then all text is masked that the class `amp-unmask` does not show; an
 * invalid `unmaskSelector` alone is just left out.
 */
export interface PrivacyConfig {
  /** Elements that leave only a placeholder of their size. The class `amp-block` does the same. */
  blockSelector?: string | string[];
  /** Elements whose text and values are masked. The class `amp-mask` does the same. */
  maskSelector?: string[];
  /** Elements shown in clear although the level would mask them. The class `amp-unmask` does the same. */
  unmaskSelector?: string[];
  /**
   * Names of attributes that are masked on every element whose text or value is masked, also of those that masking
   * leaves alone, like `id`. Joined with those of the project settings.
   * @defaultValue `[]`
   */
  maskAttributes?: string[];
  /**
   * `light`: fields of type hidden, e-mail and telephone. `medium`: whatever visitors type or choose. `conservative`:
   * that, all text, attributes that tell something, and addresses of links. Passwords, card data and one-time codes are
   * masked at each of them.
   * @defaultValue `'medium'`
   */
  defaultMaskLevel?: MaskLevel;
  /** Levels by page address; the first match wins, no match means `defaultMaskLevel`. */
  urlMaskLevels?: UrlMaskLevel[];
  /**
   * Words in the names of URL parameters whose values are dropped wherever an address is recorded: in links, in the
   * address of the page, and in what is sent along with it. A word of five letters or more counts anywhere in a name,
   * a shorter one only at the end of a word in it. `[]` keeps every value; user names are dropped all the same. The
   * list of the project settings replaces this one.
   * @defaultValue `token`, `secret`, `password`, `session`, `email`, `key`, `code`, `auth` and others of this kind
   */
  secretUrlParameters?: string[];
}

/** What a site's own transport is to send. */
export interface SendEventsRequest {
  /** Address with its query. */
  url: string;
  method: 'POST';
  /** With `Content-Encoding: gzip` where the body is compressed. */
  headers: Record<string, string>;
  /** To be sent as it is: bytes where it is compressed, JSON as text where not. */
  body: Uint8Array<ArrayBuffer> | string;
  /** To be handed to `fetch`, so that the request goes on when the page goes away. */
  keepalive: boolean;
  /** Aborts when the answer takes too long. To be handed to `fetch`, too. */
  signal: AbortSignal;
}

/** What a site's own transport is to fetch. */
export interface FetchConfigRequest {
  /** Address with its query. */
  url: string;
  method: 'GET';
  headers: Record<string, string>;
  /** Aborts when the answer takes too long. */
  signal?: AbortSignal;
}

/**
 * When the work on recorded events is done.
 *
 * Source: `SessionReplayPerformanceConfig` of `@amplitude/session-replay-browser`.
 */
export interface PerformanceConfig {
  /**
   * Serialises, and compresses where there is no worker, when the page is idle. `false`: in tasks of their own right
   * away, which are as short.
   * @defaultValue `true`
   */
  enabled?: boolean;
  /**
   * How long that may wait for an idle moment. Unit: ms. Range: 1 to 200, so that whatever was recorded is stored
   * within 250 ms; outside it the nearest value is used and a warning is logged.
   * @defaultValue `50`
   */
  timeout?: number;
  /** Has no effect: changes of the page that come close together are one event here in any case. */
  mergeMutations?: boolean;
  /** Has no effect: clicks and scrolling are recorded for the replay, and for nothing besides. */
  interaction?: object;
}

/**
 * How long events are collected for one upload: `minIntervalMs` at first, and twice as long after each, up to
 * `maxIntervalMs`. A large full snapshot, and the page being hidden or left, end an interval before its time. Numbers
 * outside their range are replaced by the nearest in it, with a warning.
 *
 * Source: `FlushIntervalConfig` of `@amplitude/session-replay-browser`.
 */
export interface FlushIntervalConfig {
  /**
   * Unit: ms. Range: 100 to 60000.
   * @defaultValue `1000`
   */
  minIntervalMs?: number;
  /**
   * Unit: ms. Range: `minIntervalMs` to 3600000.
   * @defaultValue `10000`, or `minIntervalMs` where that is more
   */
  maxIntervalMs?: number;
}

/** Options that the plugin and the standalone client share. */
export interface CommonOptions {
  /**
   * Share of sessions to record. Range: 0 to 1; outside it nothing is recorded and an error is logged.
   * The rate set in Amplitude's project settings wins.
   * @defaultValue `0`
   */
  sampleRate?: number;
  /** What is masked, shown or left out. Joined with the rules of the project settings, which win. */
  privacyConfig?: PrivacyConfig;
  /**
   * Colours the placeholders of blocked elements in the replay light grey.
   * @defaultValue `false`
   */
  applyBackgroundColorToBlockedElements?: boolean;
  /**
   * Where recorded events wait until the server has accepted them: `'idb'` survives reloads and crashes,
   * `'memory'` leaves nothing of what is recorded on the visitor's disk. With either, the project's settings are kept in
   * `localStorage`, and targeting rules keep notes. What is neither counts as `'idb'`, and a warning is logged.
   * @defaultValue `'idb'`
   */
  storeType?: 'idb' | 'memory';
  /**
   * Adds `[Amplitude] Session Replay Debug` to tagged events, and logs each change of what the recorder does as a warning.
   * @defaultValue `false`
   */
  debugMode?: boolean;
  /**
   * Replaces the address that batches are sent to. An absolute one, with http or https; for anything else the default is
   * used and a warning is logged. Default: that of the server zone.
   */
  trackServerUrl?: string;
  /**
   * Replaces the address that remote configuration is read from. An absolute one, with http or https; for anything else
   * the default is used and a warning is logged. Default: in the plugin the Browser SDK's `remoteConfig.serverUrl`, where
   * it has one; otherwise that of the server zone.
   */
  configServerUrl?: string;
  /**
   * Records the rules of style sheets, so that the replay needs none of the site's files.
   * @defaultValue `true`
   */
  shouldInlineStylesheet?: boolean;
  /**
   * Compresses in a worker. Where workers are blocked, compression falls back to idle time by itself.
   * @defaultValue `true`
   */
  useWebWorker?: boolean;
  /**
   * Address of a copy of `dist/compressor.worker.js` on your own origin, for sites whose content
   * security policy forbids workers made from blobs. May be relative to the page. What is no text is ignored, and a
   * warning is logged. Default: the worker is inlined.
   */
  workerUrl?: string;
  /**
   * Sends batches gzip-compressed.
   * @defaultValue `true`
   */
  enableTransportCompression?: boolean;
  /** When the work on recorded events is done. */
  performanceConfig?: PerformanceConfig;
  /** How long events are collected for one upload. */
  flushIntervalConfig?: FlushIntervalConfig;
  /**
   * Size at which collected events are uploaded at once. Unit: bytes before compression; text that is not Latin may be
   * up to three times as large, but an upload of several events never holds more than 8 MB. Range: 100000 to 8000000, as the
   * server takes no more than 10 MB; outside it the nearest value is used and a warning is logged.
   * @defaultValue `6000000`
   */
  maxPersistedEventsSizeBytes?: number;
  /**
   * Largest event that is kept; a larger one is dropped, counted as `event-too-large`, and followed by a fresh snapshot.
   * Unit: bytes of UTF-8 in an upload before compression. Range: 1000 to 9000000, as the server takes no more than
   * 10 MB; outside it the nearest value is used and a warning is logged.
   * @defaultValue `9000000`
   */
  maxSingleEventSizeBytes?: number;
  /**
   * Uploads each full snapshot at once, so that a session can be played as early as possible. Where there is a worker,
   * those of more than 30,000 characters are in any case.
   * @defaultValue `false`
   */
  eagerFullSnapshotSend?: boolean;
  /**
   * Takes a fresh full snapshot each time the window gets the focus back. Costs the page as much as the first one.
   * @defaultValue `false`
   */
  captureFullSnapshotOnFocus?: boolean;
  /**
   * How long the answer to an upload may take before the upload counts as failed. Unit: ms. 0 or less: as long as it
   * likes; then a server that never answers holds up everything behind that upload.
   * @defaultValue `10000`
   */
  sendTimeoutMs?: number;
  /**
   * Sends uploads instead of `fetch`, for example through a proxy that wants a header of its own. Called once for each
   * attempt, also while the page goes away, and not with retries in mind: these are ours. Must resolve to the `Response`
   * of `fetch`, or to an object with its `status` and, if it can, `headers` with `get`; what it throws counts as a failed
   * attempt, and so does an answer after `sendTimeoutMs`. Address and headers are complete.
   */
  handleSendEvents?: (request: SendEventsRequest) => Promise<Response>;
  /**
   * Fetches the remote configuration instead of `fetch`. Called once for each attempt, up to three times. Must resolve to
   * the `Response` of `fetch`, or to an object with its `status` and `json`; what it throws counts as a failed attempt, and
   * so does an answer after a second. With it the plugin does not use the configuration that the Browser SDK fetches for
   * itself.
   */
  handleFetchConfig?: (request: FetchConfigRequest) => Promise<Response>;
  /** Older name of `useWebWorker`. */
  experimental?: { useWebWorker?: boolean };
}

/** Options of `sessionReplayPlugin`. Everything else comes from the Browser SDK. */
export interface SessionReplayOptions extends CommonOptions {
  /** Replaces the Browser SDK's device ID. An empty text replaces nothing. */
  deviceId?: string;
  /**
   * Makes the Browser SDK send session start and end events, and switches on nothing else.
   * @defaultValue `true`
   */
  forceSessionTracking?: boolean;
  /**
   * Gives the session ID of an analytics event, for sites with sessions of their own.
   * The returned ID becomes the session being recorded and tags that event; nothing returned leaves the event alone.
   * Errors: what it throws, or returns and is no ID, is told once; the event is left alone.
   */
  customSessionId?: (event: Event) => string | number | undefined | null;
}

/** Options of the standalone `init`. */
export interface StandaloneOptions extends CommonOptions {
  /**
   * The visitor's device; must equal the `device_id` of the events sent to Amplitude. Where it is not known yet, nothing
   * is recorded until `setSessionId` gives it, and a warning is logged.
   */
  deviceId: string;
  /**
   * The session; must equal the `session_id` of the events sent to Amplitude. 0 or an empty text: not known yet; then
   * nothing is recorded until `setSessionId` gives it, and a warning is logged.
   */
  sessionId: string | number;
  /**
   * Records and sends nothing, and deletes what earlier visits of this device left unsent. What is neither true nor false
   * counts as true.
   * @defaultValue `false`
   */
  optOut?: boolean;
  /** What is known of the visitor, for targeting rules that ask about it. */
  userProperties?: Record<string, unknown>;
  /** @defaultValue `'US'` */
  serverZone?: ServerZone;
  /** Receives the library's messages. Default: the console, at `logLevel`. */
  loggerProvider?: Logger;
  /**
   * Unit: 0 none, 1 errors, 2 warnings, 3 verbose, 4 debug.
   * @defaultValue `2`
   */
  logLevel?: 0 | 1 | 2 | 3 | 4;
  /**
   * Attempts to send a batch before those behind it get their turn; it stays stored for a later try or visit.
   * Range: 1 to 100; 0 counts as 1, more as 100. For what is no whole number from 0 on the default is used and a warning
   * is logged.
   * @defaultValue `5`
   */
  flushMaxRetries?: number;
}

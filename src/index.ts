import { createStandalone } from './standalone.js';

export { sessionReplayPlugin, SessionReplayPlugin } from './plugin.js';
export { sessionReplayPlugin as plugin } from './plugin.js';
export type {
  CommonOptions,
  FetchConfigRequest,
  FlushIntervalConfig,
  MaskLevel,
  PerformanceConfig,
  PrivacyConfig,
  SendEventsRequest,
  ServerZone,
  SessionReplayOptions,
  StandaloneOptions,
  UrlMaskLevel,
} from './config/options.js';
export type { Logger } from './guard.js';
export type { DropReason } from './drops.js';
export type { Waiting } from './pipeline.js';
export type { PrivacyRules } from './privacy/rules.js';
export type { SessionId } from './session/replay-id.js';
export type { Pending, Standalone, TargetingInput } from './standalone.js';
export type { Status } from './status.js';
export type { ReplayProperties } from './tag.js';
export type { TargetingEvent } from './targeting/decide.js';

// Bundlers drop all of this from sites that use the plugin alone.
const standalone = /* @__PURE__ */ createStandalone();

/** Starts recording on a site without the Browser SDK. See `Standalone.init`. */
export const init = /* @__PURE__ */ (() => standalone.init)();
/** Goes on under another session. See `Standalone.setSessionId`. */
export const setSessionId = /* @__PURE__ */ (() => standalone.setSessionId)();
/** The session set last. See `Standalone.getSessionId`. */
export const getSessionId = /* @__PURE__ */ (() => standalone.getSessionId)();
/** Event properties that tag your events. See `Standalone.getSessionReplayProperties`. */
export const getSessionReplayProperties = /* @__PURE__ */ (() =>
  standalone.getSessionReplayProperties)();
/** Tells targeting rules of an event. See `Standalone.evaluateTargetingAndCapture`. */
export const evaluateTargetingAndCapture = /* @__PURE__ */ (() =>
  standalone.evaluateTargetingAndCapture)();
/** What the recorder does at this moment, and why. See `Standalone.getStatus`. */
export const getStatus = /* @__PURE__ */ (() => standalone.getStatus)();
/** Sends everything recorded so far. See `Standalone.flush`. */
export const flush = /* @__PURE__ */ (() => standalone.flush)();
/** Ends recording and delivers what was recorded. See `Standalone.shutdown`. */
export const shutdown = /* @__PURE__ */ (() => standalone.shutdown)();

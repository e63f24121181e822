import { createStandalone } from './standalone.js';

export { sessionReplayPlugin, SessionReplayPlugin } from './plugin.js';
export { sessionReplayPlugin as plugin } from './plugin.js';
export type {
  CommonOptions,
  MaskLevel,
  PrivacyConfig,
  ServerZone,
  SessionReplayOptions,
  StandaloneOptions,
  UrlMaskLevel,
} from './config/options.js';
export type { Logger } from './guard.js';
export type { SessionId } from './session/replay-id.js';
export type { Pending, Standalone } from './standalone.js';
export type { ReplayProperties } from './tag.js';

const standalone = /* @__PURE__ */ createStandalone();

export const init = /* @__PURE__ */ (() => standalone.init)();
export const setSessionId = /* @__PURE__ */ (() => standalone.setSessionId)();
export const getSessionId = /* @__PURE__ */ (() => standalone.getSessionId)();
export const getSessionReplayProperties = /* @__PURE__ */ (() =>
  standalone.getSessionReplayProperties)();
export const flush = /* @__PURE__ */ (() => standalone.flush)();
export const shutdown = /* @__PURE__ */ (() => standalone.shutdown)();

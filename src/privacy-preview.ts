/** A look at what a recording would hold, for those who build a site. No recording needs it. */
import {
  startPreview,
  type Preview,
  type PreviewOptions,
} from './preview/preview.js';

export type {
  MaskLevel,
  PrivacyConfig,
  UrlMaskLevel,
} from './config/options.js';
export type { Preview, PreviewOptions } from './preview/preview.js';
export type { RulesTeller } from './preview/rules-source.js';
export type { PrivacyRules } from './privacy/rules.js';

/**
 * Draws over the page what a recording would leave out, mask and show, and keeps the drawing up to date. The answers
 * are those of the code that masks recordings. A preview that is there already makes way.
 *
 * Errors: never throws; what is wrong with the options is said in one warning on the console.
 */
export function previewPrivacy(options?: PreviewOptions): Preview {
  return startPreview(options, globalThis);
}

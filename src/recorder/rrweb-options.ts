import type { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import {
  BLOCK_CLASS,
  isMasked,
  mask,
  type PrivacyRules,
} from '../privacy/mask.js';

/** Options of rrweb's `record`. */
export type RrwebOptions = NonNullable<
  Parameters<typeof record<eventWithTime>>[0]
>;

/**
 * Every input type, so that rrweb asks about each of them. Unknown types reach us as `input`.
 *
 * Why: rrweb masks only what it finds here by type or by tag.
 */
const EVERY_INPUT = {
  input: true,
  textarea: true,
  select: true,
} as NonNullable<RrwebOptions['maskInputOptions']>;

/** Translates our settings into rrweb's. Masking is decided by `privacy`, not by rrweb. */
export function rrwebOptions({
  rules,
  pageUrl,
  inlineStylesheets,
}: {
  /** The rules in force at this moment. */
  rules: () => PrivacyRules;
  pageUrl: () => string;
  inlineStylesheets: boolean;
}): RrwebOptions {
  const { blockSelector } = rules();
  const maskAs =
    (kind: 'text' | 'value') => (text: string, element: Element | null) =>
      isMasked(element, kind, rules(), pageUrl()) ? mask(text) : text;
  return {
    recordAfter: 'DOMContentLoaded',
    inlineStylesheet: inlineStylesheets,
    blockClass: BLOCK_CLASS,
    ...(blockSelector && { blockSelector }),
    maskTextSelector: '*',
    maskTextFn: maskAs('text'),
    maskInputOptions: EVERY_INPUT,
    maskInputFn: maskAs('value'),
    slimDOMOptions: { script: true, comment: true, headFavicon: true },
    sampling: { mousemove: 50, scroll: 100, media: 500 },
  };
}

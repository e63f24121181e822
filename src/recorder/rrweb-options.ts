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

/** Decides on masking for rrweb, at this moment. What cannot be decided is masked. */
export function createMaskDecision({
  rules,
  pageUrl,
}: {
  /** The rules in force at this moment. */
  rules: () => PrivacyRules;
  pageUrl: () => string;
}): (element: Element | null, kind: 'text' | 'value') => boolean {
  return (element, kind) => {
    try {
      return isMasked(element, kind, rules(), pageUrl());
    } catch {
      return true;
    }
  };
}

/** Translates our settings into rrweb's. Masking is decided by `privacy`, not by rrweb. */
export function rrwebOptions({
  blockSelector,
  decide,
  inlineStylesheets,
}: {
  blockSelector: string | null;
  decide: ReturnType<typeof createMaskDecision>;
  inlineStylesheets: boolean;
}): RrwebOptions {
  const maskAs =
    (kind: 'text' | 'value') => (text: string, element: Element | null) =>
      decide(element, kind) ? mask(text) : text;
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

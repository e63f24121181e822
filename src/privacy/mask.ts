/** Decides what is masked. Pure: everything it depends on is an argument. */
import type { MaskLevel, PrivacyConfig } from '../config/options.js';
import { isUrlMatch } from './url-glob.js';

/** Elements with this class leave only a placeholder. */
export const BLOCK_CLASS = 'amp-block';
const MASK_CLASS = 'amp-mask';
const UNMASK_CLASS = 'amp-unmask';

const LIGHT_TYPES = new Set(['password', 'hidden', 'email', 'tel']);

/** Captions, which visitors do not type. */
const BUTTON_TYPES = new Set(['button', 'submit', 'reset', 'image']);

/** Rules ready for use: selectors joined and known to be valid. */
export interface PrivacyRules {
  blockSelector: string | null;
  maskSelector: string;
  unmaskSelector: string;
  defaultMaskLevel: MaskLevel;
  urlMaskLevels: NonNullable<PrivacyConfig['urlMaskLevels']>;
}

/** Whether the text below `element`, or its value where `kind` is `'value'`, is masked. */
export function isMasked(
  element: Element | null,
  kind: 'text' | 'value',
  rules: PrivacyRules,
  url: string,
): boolean {
  const level = levelFor(url, rules);
  if (!element) return level === 'conservative';
  if (isSecret(element)) return true;
  if (element.closest(`.${MASK_CLASS}`)) return true;
  if (rules.maskSelector && element.closest(rules.maskSelector)) return true;
  if (element.closest(`.${UNMASK_CLASS}`)) return false;
  if (rules.unmaskSelector && element.closest(rules.unmaskSelector))
    return false;
  if (level === 'conservative') return true;
  const isField = kind === 'value' || !!element.closest(FIELD_TEXT);
  if (!isField || isButton(element)) return false;
  return (
    level === 'medium' || LIGHT_TYPES.has(typeOf(element)) || isCard(element)
  );
}

/** Text of these is what a visitor chose or typed. */
const FIELD_TEXT = 'textarea,select,datalist,optgroup,option';

/** Passwords, card data and one-time codes are masked whatever the rules say. */
function isSecret(element: Element): boolean {
  const autocomplete = element.getAttribute('autocomplete') ?? '';
  return (
    typeOf(element) === 'password' ||
    element.hasAttribute('data-rr-is-password') ||
    isCard(element) ||
    /\bone-time-code\b/i.test(autocomplete)
  );
}

function isCard(element: Element): boolean {
  return /(^|\s)cc-/i.test(element.getAttribute('autocomplete') ?? '');
}

function isButton(element: Element): boolean {
  return element.tagName === 'INPUT' && BUTTON_TYPES.has(typeOf(element));
}

function typeOf(element: Element): string {
  return (element.getAttribute('type') ?? '').toLowerCase();
}

function levelFor(url: string, rules: PrivacyRules): MaskLevel {
  const match = rules.urlMaskLevels.find((rule) => isUrlMatch(url, rule.match));
  return match?.maskLevel ?? rules.defaultMaskLevel;
}

/** Masks a text: its length and its spaces stay. */
export function mask(text: string): string {
  return text.replace(/\S/g, '*');
}

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
  if (isWithin(element, `.${MASK_CLASS}`, true)) return true;
  if (isWithin(element, rules.maskSelector, true)) return true;
  if (isWithin(element, `.${UNMASK_CLASS}`, false)) return false;
  if (isWithin(element, rules.unmaskSelector, false)) return false;
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
  const field = element.closest('select') ?? element;
  return /(^|\s)cc-/i.test(field.getAttribute('autocomplete') ?? '');
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

/**
 * Whether the element or a composed ancestor, through slots and shadow hosts, matches.
 *
 * Why frames only where it hides: a masked frame masks its document, but what a page shows in clear says nothing
 * about the document in a frame.
 */
function isWithin(
  element: Element,
  selector: string,
  acrossFrames: boolean,
): boolean {
  if (!selector) return false;
  if (element.closest(selector)) return true;
  for (let it: Element | null = element; it; it = it.parentElement) {
    const slot = it.assignedSlot;
    if (slot && isWithin(slot, selector, acrossFrames)) return true;
  }
  const outer = outerElement(element.getRootNode(), acrossFrames);
  return !!outer && isWithin(outer, selector, acrossFrames);
}

/** The element that holds a tree: the shadow host, or the frame. */
function outerElement(root: Node, acrossFrames: boolean): Element | null {
  if ('host' in root) return (root as ShadowRoot).host;
  const view = (root as Partial<Document>).defaultView;
  return (acrossFrames && view?.frameElement) || null;
}

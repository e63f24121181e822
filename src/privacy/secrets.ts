/** Fields that are masked whatever the rules say: passwords, card data, one-time codes. */
import { localNameOf } from './dom.js';
import { isButton, typeOf } from './fields.js';

const FIELDS = new Set(['input', 'textarea', 'select']);

/** What such a field says of itself. */
const SECRET_AUTOCOMPLETE = /(^|\s)(cc-|one-time-code|(current|new)-password)/i;
/** What sites call fields of this kind, also while they show them as text. */
const SECRET_NAME = /passw|passcode|^pass$|pwd|cvv|cvc|security.?code/i;

/** Types of which the value is a choice. */
const TICKED = /^(checkbox|radio)$/;

/** Tells whether a field holds a secret. Remembers passwords, so that they stay ones when they are shown as text. */
export type IsSecret = (element: Element) => boolean;

/** Builds the test, for one page. */
export function createIsSecret(): IsSecret {
  const passwords = new WeakSet<Element>();
  /** Names and IDs of passwords: a field may be replaced to show it. */
  const names = new Set<string>();

  const isPassword = (field: Element): boolean => {
    const own = ['name', 'id'].map((it) => field.getAttribute(it) ?? '');
    if (
      typeOf(field) === 'password' ||
      field.hasAttribute('data-rr-is-password')
    ) {
      passwords.add(field);
      for (const name of own) if (name) names.add(name);
    }
    return (
      passwords.has(field) ||
      (!isButton(field) &&
        !TICKED.test(typeOf(field)) &&
        own.some((name) => names.has(name) || SECRET_NAME.test(name)))
    );
  };

  return (element) => {
    const tag = localNameOf(element);
    if (!FIELDS.has(tag)) return false;
    if (tag !== 'select' && isPassword(element)) return true;
    return SECRET_AUTOCOMPLETE.test(element.getAttribute('autocomplete') ?? '');
  };
}

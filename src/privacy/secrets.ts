/** Fields that are masked whatever the rules say: passwords, card data, one-time codes. */
import { localNameOf } from '../dom.js';
import { isButton, typeOf } from './fields.js';

const FIELDS = new Set(['input', 'textarea', 'select']);

/** What such a field says of itself. */
const SECRET_AUTOCOMPLETE = /(^|\s)(cc-|one-time-code|(current|new)-password)/i;
/** What sites call fields of this kind, also while they show them as text. */
const SECRET_NAME = /passw|passcode|^pass$|pwd|cvv|cvc|security.?code/i;

/** Types of which the value is a choice. */
const TICKED = /^(checkbox|radio)$/;

/** Tells whether a field holds a secret. */
export type IsSecret = (element: Element) => boolean;

/** Remembers passwords, so that they stay ones when they are shown as text. */
export interface Secrets {
  isSecret: IsSecret;
  /** The field is, or was, a password. */
  remember: (field: Element) => void;
}

/** Builds the memory of one page. */
export function createSecrets(): Secrets {
  const passwords = new WeakSet<Element>();
  /** Names and IDs of passwords: a field may be replaced to show it. */
  const names = new Set<string>();

  const namesOf = (field: Element): string[] =>
    ['name', 'id'].map((it) => field.getAttribute(it) ?? '');
  const remember = (field: Element): void => {
    passwords.add(field);
    for (const name of namesOf(field)) if (name) names.add(name);
  };
  const isPassword = (field: Element): boolean => {
    if (
      typeOf(field) === 'password' ||
      field.hasAttribute('data-rr-is-password')
    )
      remember(field);
    return (
      passwords.has(field) ||
      (!isButton(field) &&
        !TICKED.test(typeOf(field)) &&
        namesOf(field).some(
          (name) => names.has(name) || SECRET_NAME.test(name),
        ))
    );
  };

  return {
    remember,
    isSecret: (element) => {
      const tag = localNameOf(element);
      if (!FIELDS.has(tag)) return false;
      if (tag !== 'select' && isPassword(element)) return true;
      return SECRET_AUTOCOMPLETE.test(
        element.getAttribute('autocomplete') ?? '',
      );
    },
  };
}

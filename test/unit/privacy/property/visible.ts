/** What the vocabulary lets through of a page, and of the parts of one. */
import type { PrivacyRules } from '../../../../src/privacy/rules.js';
import { tokensIn } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

const STAY = ['class', 'type', 'role', 'contenteditable', 'autocomplete'];
// The last is rrweb's own.
STAY.push('slot', 'name', 'data-state', 'data-rr-is-password');

/** Stars for what is not white. */
export function starred(text: string): string {
  return text.replace(/\S/g, '*');
}

/** A part of a text or attribute that shows is left as it is; what does not show is starred or left out. */
export function visibleAttribute(
  element: Element,
  name: string,
  value: string,
  vocabulary: Vocabulary,
  rules: PrivacyRules,
): string {
  const isMasked = vocabulary.isMaskedPlace(element);
  const isHeld = vocabulary.hidesValue(element);
  if (name === 'srcdoc') return '';
  if (rules.maskAttributes.includes(name) && (isMasked || isHeld))
    return starred(value);
  if (STAY.includes(name)) return value;
  if (name === 'style') return visibleCss(value, isMasked);
  if (name === 'value') return isHeld ? starred(value) : value;
  if (name === 'label' && element.localName.startsWith('opt'))
    return isHeld ? starred(value) : value;
  if (name === 'content')
    return isMasked || element.getAttribute('name') === 'csrf-token'
      ? starred(value)
      : value;
  if (name === 'cite' || (name === 'href' && element.localName === 'a'))
    return isMasked ? starred(value) : visibleAddress(value);
  if (name === 'src' || name === 'href')
    return visibleAddress(isMasked ? value.replace(/[?#].*/, '') : value);
  if (
    element.namespaceURI!.endsWith('svg') &&
    !/^(aria|data|title|on)/.test(name)
  )
    return value;
  return isMasked || isRepeated(element, value, vocabulary)
    ? starred(value)
    : visibleCss(value, false);
}

/** No user, and no value of the one parameter that is a secret. */
function visibleAddress(address: string): string {
  return address.replace(/\/\/.*@/, '//').replace(/token=\w*/, 'token=');
}

/** No secrets of addresses, and in masked places no strings. */
export function visibleCss(css: string, isMasked: boolean): string {
  const redacted = css.replace(/token=\w*/g, 'token=');
  return isMasked ? redacted.replace(/"\w+"/g, starredString) : redacted;
}

function starredString(quoted: string): string {
  return `"${'*'.repeat(quoted.length - 2)}"`;
}

/** Whether a field of a masked value, or an element made up around one, says it again. */
function isRepeated(
  element: Element,
  value: string,
  { hidesValue }: Vocabulary,
): boolean {
  return fieldsIn(element).some((field) => {
    if (!hidesValue(field)) return false;
    const { value: held, defaultValue } = field as HTMLInputElement;
    const attribute = field.getAttribute('value');
    const own = [attribute, defaultValue];
    // What browsers call the value of a box that has none.
    if (attribute !== null || held !== 'on') own.push(held);
    if (!/-/.test(field.localName)) own.push(field.textContent);
    return own.some(
      (it) => it && (value.includes(it.trim()) || it.includes(value.trim())),
    );
  });
}

/** The element, if it is a field, and if a site made it up all fields within. */
function fieldsIn(element: Element): Element[] {
  if (isField(element)) return [element];
  if (!/-/.test(element.localName)) return [];
  return [element, ...allIn(element).filter(isField)];
}

/** All elements within, also in shadow roots. */
function allIn(element: Element): Element[] {
  const { shadowRoot } = element;
  return [...element.children, ...(shadowRoot?.children ?? [])].flatMap(
    (it) => [it, ...allIn(it)],
  );
}

function isField(element: Element): boolean {
  return (
    ['input', 'textarea', 'select', 'option', 'optgroup'].includes(
      element.localName,
    ) ||
    element.hasAttribute('contenteditable') ||
    element.getAttribute('role') === 'textbox'
  );
}

/** All tokens of the page that show, and all that do not, in one place or another. */
export interface Sight {
  shown: Set<string>;
  hidden: Set<string>;
}

/** Looks at the page that is in the document. */
export function look(vocabulary: Vocabulary, rules: PrivacyRules): Sight {
  const sight: Sight = { shown: new Set(), hidden: new Set() };
  const see = (whole: string, visible: string): void => {
    const shown = tokensIn(visible);
    for (const token of tokensIn(whole))
      (shown.has(token) ? sight.shown : sight.hidden).add(token);
  };
  const visit = (node: Node, isBlockedAbove: boolean): void => {
    const isBlocked = isBlockedAbove || isBlockedHere(node, vocabulary);
    if (node.nodeType === Node.TEXT_NODE)
      see(
        node.nodeValue!,
        isBlocked ? '' : visibleText(node as Text, vocabulary),
      );
    const { attributes, value, shadowRoot, contentDocument } =
      node as HTMLInputElement & HTMLIFrameElement;
    for (const { name, value: text } of attributes ?? [])
      see(
        text,
        isBlocked
          ? ''
          : visibleAttribute(node as Element, name, text, vocabulary, rules),
      );
    if (typeof value === 'string')
      see(
        value,
        isBlocked || vocabulary.hidesValue(node as Element) ? '' : value,
      );
    for (const { cssText } of (node as HTMLStyleElement).sheet?.cssRules ?? [])
      see(
        cssText,
        isBlocked ? '' : visibleCss(cssText, vocabulary.isMaskedPlace(node)),
      );
    for (const inner of [...node.childNodes, shadowRoot, contentDocument])
      if (inner) visit(inner, isBlocked);
  };
  visit(document.documentElement, false);
  return sight;
}

function isBlockedHere(node: Node, { isBlocked }: Vocabulary): boolean {
  return node.nodeType <= Node.TEXT_NODE && isBlocked(node);
}

/** What shows of a text. */
export function visibleText(text: Text, vocabulary: Vocabulary): string {
  const { data } = text;
  if (vocabulary.isBlocked(text)) return '';
  if ((text.parentNode as Element).localName === 'style')
    return visibleCss(data, vocabulary.isMaskedPlace(text));
  return vocabulary.hidesText(text) ? starred(data) : data;
}

/** Finds attributes that say again what a masked field holds. */
import type { Decision } from './decision.js';

const FIELDS =
  'input,textarea,select,option,optgroup,[contenteditable],[role=textbox]';

/** Shorter ones are part of nearly every text. */
const MIN_LENGTH = 3;

/** Whether a text of a field, or of an element that a site made up around fields, repeats a masked value. */
export function repeatsValue(
  element: Element,
  text: string,
  decision: Decision,
): boolean {
  return fieldsOf(element).some(
    (field) =>
      decision.isMasked(field, 'value') &&
      valuesOf(field).some((value) => isRepeated(value.trim(), text.trim())),
  );
}

function fieldsOf(element: Element): Element[] {
  if (element.matches(FIELDS)) return [element];
  if (!element.localName.includes('-')) return [];
  return [element, element.shadowRoot, element].flatMap((root, i) =>
    !i ? element : [...(root?.querySelectorAll(FIELDS) ?? [])],
  );
}

/** What fields have of these. */
interface Field extends Element {
  value?: unknown;
  defaultValue?: unknown;
}

function valuesOf(field: Field): string[] {
  const { value, defaultValue } = field;
  const text = field.localName.includes('-') ? '' : field.textContent;
  return [
    // Ticked boxes have the value "on" where they are given none.
    field.hasAttribute('value') || value !== 'on' ? value : '',
    defaultValue,
    text,
    // Of a chosen file, the name.
    String(value).replace(/^.*\\/, ''),
  ].filter((it): it is string => typeof it === 'string');
}

function isRepeated(value: string, text: string): boolean {
  if (value.length < MIN_LENGTH || text.length < MIN_LENGTH)
    return value === text && value !== '';
  return text.includes(value) || value.includes(text);
}

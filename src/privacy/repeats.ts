/** Finds what attributes may say again: the values of masked fields. */
import type { Decision } from './decision.js';
import { matches } from './place.js';

const FIELDS =
  'input,textarea,select,option,optgroup,[contenteditable],[role=textbox]';

/** Shorter ones are part of nearly every text. */
const MIN_LENGTH = 3;

/** The masked values of a field, or of the fields in an element that a site made up around them. */
export function maskedValues(element: Element, decision: Decision): string[] {
  const isMadeUp = element.localName.includes('-');
  const fields = isMadeUp || isField(element) ? [element] : [];
  if (isMadeUp) fields.push(...fieldsIn(element));
  return fields
    .filter((field) => decision.isMasked(field, 'value'))
    .flatMap(valuesOf);
}

/** Whether a text repeats one of the values, or a part of it. */
export function repeats(text: string, values: string[]): boolean {
  const said = text.trim();
  return values.some((value) =>
    value.length < MIN_LENGTH || said.length < MIN_LENGTH
      ? value === said
      : said.includes(value) || value.includes(said),
  );
}

/** The fields of a tree, and of the shadow trees in it. */
function fieldsIn(host: Element): Element[] {
  return [host, host.shadowRoot].flatMap((root) =>
    [...(root?.querySelectorAll('*') ?? [])].flatMap((element) => [
      ...(isField(element) ? [element] : []),
      ...(element.shadowRoot ? fieldsIn(element) : []),
    ]),
  );
}

function isField(element: Element): boolean {
  return matches(element, FIELDS);
}

/** What fields have of these. */
interface Field extends Element {
  value?: unknown;
  defaultValue?: unknown;
}

function valuesOf(field: Field): string[] {
  const own = field.getAttribute('value');
  // Ticked boxes have the value "on" where they are given none.
  const value = own === null && field.value === 'on' ? '' : field.value;
  return [
    value,
    field.defaultValue,
    own,
    field.localName.includes('-') ? '' : field.textContent,
  ].flatMap((it) => {
    const said = typeof it === 'string' ? it.trim() : '';
    // Of a chosen file, the name counts as well.
    return said ? [said, said.replace(/^.*\\/, '')] : [];
  });
}

/** Finds what attributes may say again: the values of masked fields. */
import type { Decision } from './decision.js';
import { localNameOf, matches } from '../dom.js';

const FIELDS =
  'input,textarea,select,option,optgroup,[contenteditable],[role~=textbox i]';

/** Shorter ones are part of nearly every text. */
const MIN_LENGTH = 3;

/** An element that holds more is not made up around a field, but a part of the page. */
const MAX_ELEMENTS = 500;

/** The masked values of a field, or of the fields in an element that a site made up around them. */
export function maskedValues(element: Element, decision: Decision): string[] {
  const isMadeUp = localNameOf(element).includes('-');
  const fields = isMadeUp || matches(element, FIELDS) ? [element] : [];
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
  return [host, host.shadowRoot].flatMap((root) => {
    const all = root?.querySelectorAll('*') ?? [];
    if (all.length > MAX_ELEMENTS) return [];
    return [...all].flatMap((element) => [
      ...(matches(element, FIELDS) ? [element] : []),
      ...(element.shadowRoot ? fieldsIn(element) : []),
    ]);
  });
}

function valuesOf(field: Element): string[] {
  const own = field.getAttribute('value');
  const value = readProperty(field, 'value');
  return [
    // Ticked boxes have the value "on" where they are given none.
    own === null && value === 'on' ? '' : value,
    readProperty(field, 'defaultValue'),
    own,
    localNameOf(field).includes('-') ? '' : field.textContent,
  ].flatMap((it) => {
    const said = typeof it === 'string' ? it.trim() : '';
    // Of a chosen file, the name counts as well.
    return said ? [said, said.replace(/^.*\\/, '')] : [];
  });
}

/** A property of an element that a site made up is the site's code, which may throw. */
function readProperty(field: Element, name: string): unknown {
  try {
    return Reflect.get(field, name);
  } catch {
    return undefined;
  }
}

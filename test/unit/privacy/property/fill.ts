/** Gives elements what their shapes ask for. */
import type { NextToken } from './tokens.js';

const HREF = (next: NextToken): string =>
  `https://${next()}@x.example/${next()}?plain=${next()}&token=${next()}#h-${next()}`;
const STYLE = (next: NextToken): string =>
  `--note: "${next()}"; background-image: url(https://x.example/${next()}?token=${next()}); font-family: ${next()}`;

/** The text of a style sheet. */
export function sheet(next: NextToken): string {
  return `.x::after { content: "${next()}"; background: url(https://x.example/${next()}?token=${next()}); font-family: ${next()}; }`;
}

/** What an attribute of this name is set to. */
const VALUES: Record<
  string,
  [name: string, value: (next: NextToken) => string]
> = {
  href: ['href', HREF],
  src: ['src', HREF],
  cite: ['cite', HREF],
  style: ['style', STYLE],
  'data-state': ['data-state', () => 'open'],
  checked: ['checked', () => ''],
  selected: ['selected', () => ''],
  card: ['autocomplete', () => 'billing cc-number'],
  code: ['autocomplete', () => 'one-time-code'],
  named: ['autocomplete', () => 'name'],
  editable: ['contenteditable', () => 'true'],
  textbox: ['role', () => 'textbox'],
  csrf: ['name', () => 'csrf-token'],
  srcdoc: ['srcdoc', (next) => `<p>${next()}</p>`],
};

/** Sets what `what` names: an attribute, `name=value`, or `repeated` for a title that says what the field holds. */
export function fill(element: Element, what: string, next: NextToken): void {
  if (what === 'repeated')
    return element.setAttribute('title', textOf(element));
  if (what.startsWith('restyled '))
    return restyle(element, what.slice('restyled '.length), next);
  const [literalName, literal] = what.split('=');
  const [name, value] = VALUES[what] ?? [
    literalName ?? what,
    () => literal ?? next(),
  ];
  element.setAttribute(name, value(next));
}

/** Changes a property of the style, of which rrweb tells apart from the rest. */
function restyle(element: Element, property: string, next: NextToken): void {
  const value: Record<string, string> = {
    '--note': `"${next()}"`,
    'background-image': `url(https://x.example/${next()}?token=${next()})`,
    'font-family': next(),
  };
  const { style } = element as Partial<HTMLElement>;
  style?.setProperty(property, value[property] ?? '');
}

/** What an element holds, or the first field in it. */
function textOf(element: Element): string {
  const { value } = element as Partial<HTMLInputElement>;
  const own = value ?? element.getAttribute('value');
  if (typeof own === 'string') return own;
  const inside = element.shadowRoot ?? element;
  const field = inside.querySelector('input,textarea,select,x-card');
  return field ? textOf(field) : (element.textContent ?? '');
}

/** The name of the attribute that `fill` sets. */
export function nameOf(what: string): string {
  if (what === 'repeated') return 'title';
  if (what.startsWith('restyled ')) return 'style';
  return VALUES[what]?.[0] ?? what.replace(/=.*/, '');
}

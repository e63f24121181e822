import {
  element,
  within,
  type Format,
  type Kind,
  type Place,
} from './canary-place.js';

/** Runs in the page. Gives a field a value as a script does, and says so as a browser does. */
export function enter(root: Element, value: string, isHeard = true): void {
  const field = within(root, 'input, textarea, select');
  Reflect.set(field, 'value', value);
  if (!isHeard) return;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** How a field gets its value, by HTML of the field. */
function valuePlaces(
  name: string,
  html: string,
  {
    kind = 'field',
    value = (text) => text,
    format = 'word',
  }: {
    kind?: Kind;
    value?: (text: string) => string;
    format?: Format;
  } = {},
): Place[] {
  const common = { kind, format, make: () => element(html) };
  return [
    {
      ...common,
      name: `value attribute: ${name}`,
      fill: (root, text) => root.setAttribute('value', value(text)),
    },
    {
      ...common,
      name: `value property: ${name}`,
      fill: (root, text) => enter(root, value(text), false),
    },
    {
      ...common,
      name: `value with events: ${name}`,
      isHeard: true,
      fill: (root, text) => enter(root, value(text)),
    },
  ];
}

const digits = { format: 'number' } as const;
const secret = { kind: 'secret' } as const;
const inLight = { kind: 'light-field' } as const;

/** Values of inputs. */
const INPUT_PLACES: Place[] = [
  ...valuePlaces('input', '<input />'),
  ...valuePlaces('text', '<input type="text" />'),
  ...valuePlaces('search', '<input type="search" />'),
  ...valuePlaces('unknown type', '<input type="x-unknown" />'),
  ...valuePlaces('url', '<input type="url" />', {
    value: (text) => `https://${text}.example/`,
  }),
  ...valuePlaces('number', '<input type="number" />', digits),
  ...valuePlaces(
    'range',
    '<input type="range" max="99999999999999" />',
    digits,
  ),
  ...valuePlaces('date', '<input type="date" />', { format: 'date' }),
  ...valuePlaces('color', '<input type="color" />', { format: 'color' }),
  ...valuePlaces('hidden', '<input type="hidden" />', inLight),
  ...valuePlaces('tel', '<input type="tel" />', inLight),
  ...valuePlaces('email', '<input type="email" />', {
    ...inLight,
    value: (text) => `${text}@mail.example`,
  }),
  ...valuePlaces('password', '<input type="password" />', secret),
  ...['cc-number', 'cc-name', 'one-time-code', 'current-password'].flatMap(
    (autocomplete) =>
      valuePlaces(
        autocomplete,
        `<input autocomplete="${autocomplete}" />`,
        secret,
      ),
  ),
  ...valuePlaces(
    'new password as text',
    '<input autocomplete="section-a new-password" />',
    secret,
  ),
];

/** Text of textareas and of what visitors edit in place. */
const AREA_PLACES: Place[] = [
  {
    name: 'children of a textarea',
    kind: 'field',
    make: () => element('<textarea></textarea>'),
    fill: (root, text) => {
      root.textContent = text;
    },
  },
  {
    name: 'value property of a textarea',
    kind: 'field',
    make: () => element('<textarea></textarea>'),
    fill: (root, text) => enter(root, text, false),
  },
  {
    name: 'value of a textarea with events',
    kind: 'field',
    isHeard: true,
    make: () => element('<textarea></textarea>'),
    fill: (root, text) => enter(root, text),
  },
  ...[
    'contenteditable',
    'contenteditable="plaintext-only"',
    'role="textbox"',
  ].map((attribute): Place => ({
    name: `text under ${attribute}`,
    kind: 'field',
    make: () => element(`<div ${attribute}><p><b>public</b></p></div>`),
    fill: (root, text) => {
      within(root, 'b').textContent = text;
    },
  })),
  {
    name: 'value of a custom element',
    kind: 'field',
    make: () => element('<x-field></x-field>'),
    fill: (root, text) => root.setAttribute('value', text),
  },
];

/** Names of chosen files, and values of boxes. */
const BOX_PLACES: Place[] = [
  {
    name: 'name of a chosen file',
    kind: 'field',
    isHeard: true,
    make: () => element('<input type="file" />'),
    fill: (root, text) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File(['public'], `${text}.txt`));
      if (root instanceof HTMLInputElement) root.files = chosen.files;
      root.dispatchEvent(new Event('input', { bubbles: true }));
      root.dispatchEvent(new Event('change', { bubbles: true }));
    },
  },
  ...['checkbox', 'radio'].map((type): Place => ({
    name: `value of a ticked ${type}`,
    kind: 'field',
    isHeard: true,
    make: () => element(`<input type="${type}" />`),
    fill: (root, text) => {
      root.setAttribute('value', text);
      if (root instanceof HTMLInputElement) root.checked = true;
      root.dispatchEvent(new Event('input', { bubbles: true }));
      root.dispatchEvent(new Event('change', { bubbles: true }));
    },
  })),
];

/** Fields by what they are, however they get their values. */
export const FIELD_PLACES: Place[] = [
  ...INPUT_PLACES,
  ...AREA_PLACES,
  ...BOX_PLACES,
];

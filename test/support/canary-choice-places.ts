import { enter } from './canary-field-places.js';
import {
  attributePlace,
  element,
  pause,
  within,
  type Kind,
  type Place,
} from './canary-place.js';

const SELECT = '<select><option></option></select>';
const GROUP = '<select><optgroup><option>One</option></optgroup></select>';
const LIST = '<datalist><option></option></datalist>';

function optionText(name: string, html: string, kind: Kind): Place {
  return {
    name,
    kind,
    make: () => element(html),
    fill: (root, text) => {
      within(root, 'option').textContent = text;
    },
  };
}

/** What visitors choose from. */
const CHOICE_PLACES: Place[] = [
  optionText('text of an option', SELECT, 'field'),
  optionText(
    'text of a card option',
    '<select autocomplete="cc-exp-month"><option></option></select>',
    'secret',
  ),
  optionText('text of a datalist option', LIST, 'field'),
  attributePlace('label of an option', SELECT, 'label', {
    kind: 'field',
    on: 'option',
  }),
  attributePlace('value of an option', SELECT, 'value', {
    kind: 'field',
    on: 'option',
  }),
  attributePlace('label of an optgroup', GROUP, 'label', {
    kind: 'field',
    on: 'optgroup',
  }),
  attributePlace('value of a datalist option', LIST, 'value', {
    kind: 'field',
    on: 'option',
  }),
  attributePlace('label of a datalist option', LIST, 'label', {
    kind: 'field',
    on: 'option',
  }),
  {
    name: 'chosen value of a select',
    kind: 'field',
    isHeard: true,
    make: () => element('<select><option>One</option></select>'),
    fill: (root, text) => {
      root.append(new Option('Two', text));
      enter(root, text);
    },
  },
];

/** An attribute that repeats what stands in the field. */
function mirror(
  attribute: string,
  html = '<input />',
  kind: Kind = 'field',
): Place {
  return {
    name: `${attribute} that repeats the value of ${html}`,
    kind,
    make: () => element(html),
    fill: (root, text) => {
      enter(root, text, false);
      root.setAttribute(attribute, `You wrote ${text}`);
    },
  };
}

const MIRROR_PLACES: Place[] = [
  ...['title', 'aria-label', 'aria-valuetext', 'placeholder', 'data-value'].map(
    (attribute) => mirror(attribute),
  ),
  mirror('data-value', '<textarea></textarea>'),
  mirror('title', '<input type="tel" />', 'light-field'),
  mirror('data-value', '<input type="password" />', 'secret'),
  {
    name: 'attribute of a custom element around the field',
    kind: 'field',
    make: () => element('<x-input><input /></x-input>'),
    fill: (root, text) => {
      enter(root, text, false);
      root.setAttribute('model', text);
    },
  },
  {
    name: 'attribute of a custom element with the field in its shadow',
    kind: 'field',
    make: () => {
      const host = element('<x-input></x-input>');
      host.attachShadow({ mode: 'open' }).append(element('<input />'));
      return host;
    },
    fill: (root, text) => {
      const field = root.shadowRoot?.firstElementChild;
      if (field) enter(field, text, false);
      root.setAttribute('model', text);
    },
  },
];

let passwordCount = 0;

/** Runs in the page. A password with a name of its own. */
const makePassword = (): Element =>
  element(`<input type="password" name="field-${passwordCount++}" />`);

const SHOWN = { kind: 'secret', hasPast: true, make: makePassword } as const;

/** Passwords that a script shows as text. */
const SHOWN_PASSWORD_PLACES: Place[] = [
  {
    name: 'password shown as text in the same task',
    ...SHOWN,
    fill: (root, text) => {
      enter(root, text, false);
      root.setAttribute('type', 'text');
    },
  },
  {
    name: 'password shown as text later',
    ...SHOWN,
    fill: async (root, text) => {
      enter(root, text, false);
      await pause(40);
      root.setAttribute('type', 'text');
    },
  },
  {
    name: 'password typed after it was shown as text',
    ...SHOWN,
    isHeard: true,
    fill: async (root, text) => {
      root.setAttribute('type', 'text');
      await pause(40);
      enter(root, text);
    },
  },
  {
    name: 'password shown as text while detached',
    ...SHOWN,
    needsDocument: true,
    fill: async (root, text) => {
      const parent = root.parentNode;
      root.remove();
      await pause(20);
      root.setAttribute('type', 'text');
      root.setAttribute('value', text);
      await pause(20);
      parent?.append(root);
    },
  },
  {
    name: 'password replaced by a text field',
    kind: 'secret',
    hasPast: true,
    make: () => {
      const root = element('<div></div>');
      root.append(makePassword());
      return root;
    },
    fill: (root, text) => {
      const password = within(root, 'input');
      const shown = element('<input type="text" />');
      shown.setAttribute('name', password.getAttribute('name') ?? '');
      enter(shown, text, false);
      root.replaceChildren(shown);
    },
  },
];

/** What repeats fields, and fields that a script changes. */
export const FIELD_STORY_PLACES: Place[] = [
  ...CHOICE_PLACES,
  ...MIRROR_PLACES,
  ...SHOWN_PASSWORD_PLACES,
];

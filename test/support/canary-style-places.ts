import { element, within, type Place } from './canary-place.js';

/** A rule that shows the text. */
export const rule = (text: string) => `.label::before { content: "${text}" }`;
const picture = (text: string) => `url(/file?token=${text})`;

/** Runs in the page. */
function sheetOf(root: Element): CSSStyleSheet {
  const sheet = root instanceof HTMLStyleElement && root.sheet;
  if (!sheet) throw new Error('A style element without a sheet');
  return sheet;
}

/** Runs in the page. */
function firstStyle(root: Element): CSSStyleDeclaration {
  const first = sheetOf(root).cssRules[0];
  if (first instanceof CSSStyleRule) return first.style;
  throw new Error('A sheet without a rule');
}

/** A place that is done to a style element which has a rule already. */
function sheetPlace(
  name: string,
  fill: (sheet: Element, text: string) => unknown,
  more: Partial<Place> = {},
): Place {
  return {
    name,
    kind: 'text',
    needsDocument: true,
    make: () => element('<style>.other { color: red }</style>'),
    fill,
    ...more,
  };
}

/** Inline styles. */
const INLINE_PLACES: Place[] = [
  {
    name: 'custom property in a style attribute',
    kind: 'text',
    make: () => element('<div></div>'),
    fill: (root, text) => root.setAttribute('style', `--label: "${text}"`),
  },
  {
    name: 'custom property set by script',
    kind: 'text',
    make: () => element('<div style="color: red"></div>'),
    fill: (root, text) => {
      if (root instanceof HTMLElement)
        root.style.setProperty('--label', `"${text}"`);
    },
  },
  {
    name: 'token in a style attribute',
    kind: 'secret',
    make: () => element('<div></div>'),
    fill: (root, text) =>
      root.setAttribute('style', `background-image: ${picture(text)}`),
  },
  {
    name: 'token in an image set of a style attribute',
    kind: 'secret',
    make: () => element('<div></div>'),
    fill: (root, text) =>
      root.setAttribute(
        'style',
        `background-image: image-set("/file?token=${text}" 1x)`,
      ),
  },
];

/** Style elements and their sheets. */
const SHEET_PLACES: Place[] = [
  {
    name: 'text of a style element',
    kind: 'text',
    make: () => element('<style></style>'),
    fill: (root, text) => {
      root.textContent = rule(text);
    },
  },
  {
    name: 'style element in an SVG',
    kind: 'text',
    make: () => element('<svg><style></style></svg>'),
    fill: (root, text) => {
      within(root, 'style').textContent = rule(text);
    },
  },
  {
    name: 'two strings of one property',
    kind: 'text',
    make: () => element('<style></style>'),
    fill: (root, text) => {
      root.textContent = `.label::after { content: 'before ' attr(title) "${text}" / "${text}" }`;
    },
  },
  {
    name: 'text node added to a style element',
    kind: 'text',
    make: () => element('<style>.other { color: red }</style>'),
    fill: (root, text) => root.append(rule(text)),
  },
  {
    name: 'token in a style element',
    kind: 'secret',
    make: () => element('<style></style>'),
    fill: (root, text) => {
      root.textContent = `.label { background: ${picture(text)} }`;
    },
  },
  {
    name: 'token of an imported sheet',
    kind: 'secret',
    make: () => element('<style></style>'),
    fill: (root, text) => {
      root.textContent = `@import ${picture(text)};`;
    },
  },
  {
    name: 'linked style sheet',
    kind: 'text',
    make: () => element('<link rel="stylesheet" />'),
    fill: (root, text) => {
      const file = new Blob([rule(text)], { type: 'text/css' });
      root.setAttribute('href', URL.createObjectURL(file));
    },
  },
  sheetPlace('inserted rule', (root, text) => {
    sheetOf(root).insertRule(rule(text));
  }),
  sheetPlace(
    'rule inserted into a group',
    (root, text) => {
      const group = sheetOf(root).cssRules[0];
      if (group instanceof CSSMediaRule) group.insertRule(rule(text));
    },
    { make: () => element('<style>@media all { a { color: red } }</style>') },
  ),
  sheetPlace('custom property set in a rule', (root, text) =>
    firstStyle(root).setProperty('--label', `"${text}"`),
  ),
  sheetPlace('content set in a rule', (root, text) =>
    firstStyle(root).setProperty('content', `"${text}"`),
  ),
  sheetPlace(
    'token in an inserted rule',
    (root, text) => {
      sheetOf(root).insertRule(`.label { background: ${picture(text)} }`);
    },
    { kind: 'secret' },
  ),
  sheetPlace(
    'token set in a rule',
    (root, text) => firstStyle(root).setProperty('background', picture(text)),
    { kind: 'secret' },
  ),
];

/** Text and addresses in styles. */
export const STYLE_PLACES: Place[] = [...INLINE_PLACES, ...SHEET_PLACES];

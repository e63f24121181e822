import { attributePlace as at, type Place } from './canary-place.js';

/** Attributes that people read, or that hold what a site knows of them. */
export const ATTRIBUTE_PLACES: Place[] = [
  at('title', '<p></p>', 'title'),
  at('alt', '<img />', 'alt'),
  at('aria-label', '<div></div>', 'aria-label'),
  at('aria-description', '<div></div>', 'aria-description'),
  at('aria-valuetext', '<div role="slider"></div>', 'aria-valuetext'),
  at('aria-placeholder', '<div></div>', 'aria-placeholder'),
  at('aria-roledescription', '<div></div>', 'aria-roledescription'),
  at('data attribute', '<div></div>', 'data-customer'),
  at('JSON in a data attribute', '<div></div>', 'data-json', {
    value: (text) => JSON.stringify({ customer: { name: text } }),
  }),
  at('placeholder', '<input type="text" />', 'placeholder'),
  at('placeholder of a textarea', '<textarea></textarea>', 'placeholder'),
  at('title of an e-mail field', '<input type="email" />', 'title'),
  at('label of a track', '<video><track /></video>', 'label', { on: 'track' }),
  at('summary of a table', '<table></table>', 'summary'),
  at('abbr of a header', '<table><tr><th></th></tr></table>', 'abbr', {
    on: 'th',
  }),
  at('download', '<a href="/file">File</a>', 'download'),
  at('value of a button', '<button type="button">Go</button>', 'value'),
  at('value of a data element', '<data>Thing</data>', 'value'),
  at('datetime', '<time>Then</time>', 'datetime'),
  at('pattern', '<input type="text" />', 'pattern'),
  at('content of a meta element', '<meta name="author" />', 'content'),
  at('content of microdata', '<meta itemprop="name" />', 'content'),
  at('csrf token', '<meta name="csrf-token" />', 'content', {
    kind: 'secret',
  }),
  at('handler', '<button type="button">Go</button>', 'onclick', {
    kind: 'optional',
    value: (text) => `void '${text}'`,
  }),
  at('reflected binding', '<div></div>', 'ng-reflect-model'),
  at('unknown attribute', '<div></div>', 'x-customer'),
  at('attribute of a custom element', '<x-card></x-card>', 'customer'),
  at('title of an SVG link', '<svg><a></a></svg>', 'title', { on: 'a' }),
  at('xlink:title', '<svg><a></a></svg>', 'xlink:title', { on: 'a' }),
  at('value of a box', '<input type="checkbox" />', 'value', { kind: 'field' }),
  at('aria-label of an SVG', '<svg></svg>', 'aria-label'),
  at('attribute of maskAttributes', '<p></p>', 'data-note'),
  at('attribute of maskAttributes on a field', '<input />', 'data-note', {
    kind: 'field',
  }),
  at(
    'attribute of maskAttributes on a password',
    '<input type="password" />',
    'data-note',
    { kind: 'secret' },
  ),
  at('caption of a button', '<input type="button" />', 'value'),
  at('caption of a submit button', '<input type="submit" />', 'value'),
  at('caption of a reset button', '<input type="reset" />', 'value'),
  at('alt of an image button', '<input type="image" />', 'alt'),
];

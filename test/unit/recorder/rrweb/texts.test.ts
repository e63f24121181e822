import { record } from '@rrweb/record';
import { expect, it } from 'vitest';
import type { RrwebRecord } from '../../../../src/recorder/rrweb/parts.js';

const { transformAttribute, stringifyStylesheet } = (record as RrwebRecord)
  .parts;

const A = `${location.origin}/a.png`;
const B = `${location.origin}/b,c.png`;

it.each([
  ['a.png', A],
  ['a.png 1x, /b,c.png 2x', `${A} 1x, ${B} 2x`],
  [' ,a.png,\n/b,c.png  2x ,', `${A}, ${B}  2x`],
  ['a.png (1,5), a.png (2', `${A} (1,5), ${A} (2`],
  [
    'data:image/png;base64,AA== 1x,a.png',
    `data:image/png;base64,AA== 1x, ${A}`,
  ],
  [' ', ''],
])('tells the addresses of the images "%s" in full', (value, told) => {
  expect(transformAttribute(document, 'img', 'srcset', value)).toBe(told);
});

it.each([
  ['img', 'src', 'a.png', A],
  ['img', 'src', 'blob:x', 'blob:x'],
  ['img', 'src', ' ', ' '],
  ['img', 'alt', 'a.png', 'a.png'],
  ['a', 'href', 'a.png', A],
  ['use', 'href', '#a', '#a'],
  ['use', 'xlink:href', '#a', '#a'],
  ['use', 'xlink:href', 'a.png', A],
  ['td', 'background', 'a.png', A],
  ['body', 'background', 'a.png', 'a.png'],
  ['object', 'data', 'a.png', A],
  ['p', 'data', 'a.png', 'a.png'],
  ['p', 'style', 'background: url(a.png)', `background: url(${A})`],
])('tells of <%s> the attribute %s="%s" as %s', (tag, name, value, told) => {
  expect(transformAttribute(document, tag, name, value)).toBe(told);
});

it('tells of a style sheet that imports what did not load the other rules', () => {
  const cssRules = [
    {
      cssText: '@import url("/a.css");',
      href: '/a.css',
      styleSheet: null,
      media: {},
    },
    { cssText: 'p { color: red; }' },
  ];
  const sheet = new CSSStyleSheet();
  Object.defineProperty(sheet, 'cssRules', { value: cssRules });
  expect(stringifyStylesheet(sheet)).toBe(
    '@import url("/a.css");p { color: red; }',
  );
});

it('tells in full the address of what is imported and did not load', () => {
  const cssText = '@import url("sub/a.css");';
  const sheet = new CSSStyleSheet();
  Object.defineProperties(sheet, {
    href: { value: 'https://a.example/css/main.css' },
    cssRules: {
      value: [{ cssText, href: 'sub/a.css', styleSheet: null, media: {} }],
    },
  });
  expect(stringifyStylesheet(sheet)).toBe(
    '@import url("https://a.example/css/sub/a.css");',
  );
});

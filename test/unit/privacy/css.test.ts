import { expect, it } from 'vitest';
import { createMaskCss } from '../../../src/privacy/css.js';
import { createIsSecretName } from '../../../src/privacy/redact.js';

const maskCss = createMaskCss(createIsSecretName(['token']));

it.each([
  ['a::before{content:"Ann Lee"}', 'a::before{content:"*******"}'],
  ["a::after { content : 'x' 'Ann' }", `a::after { content : 'x' "***" }`],
  ['a{content:"a\\"b;c}";color:red}', 'a{content:"*******";color:red}'],
  ['a{--name:"Ann";--x: 1px}', 'a{--name:"***";--x: 1px}'],
  ['ol{list-style:"Ann"}', 'ol{list-style:"***"}'],
  ['q{quotes:"Ann" "Lee"}', 'q{quotes:"***" "***"}'],
  ['@counter-style a{symbols:"Ann"}', '@counter-style a{symbols:"***"}'],
  ['content: "Ann" !important', 'content: "***" !important'],
  ['a{background:url(/a?name=Ann)}', 'a{background:url(/a)}'],
  [`a{background:URL('/a?name=Ann#b')}`, `a{background:URL('/a')}`],
  ['a{content:url("a;b") "Ann"}', 'a{content:url("a;b") "***"}'],
])('%s in a masked place is recorded as %s', (css, expected) => {
  expect(maskCss(css, true)).toBe(expected);
});

it.each([
  'a::before{content:""}',
  'a::before{content:"•"}',
  'a::before{content:"\\f101"}',
  `a::before{content:'"'}`,
  'a{font-family:"Open Sans";background:url("a.png")}',
  'a[data-content="Ann"]{color:red}',
  'a{align-content:center}',
  'a{content:counter(c)}',
  'a{filter:url(#a);background:url("data:image/png;base64,AA#?")}',
])('%s stays as it is', (css) => {
  expect(maskCss(css, true)).toBe(css);
  expect(maskCss(css, false)).toBe(css);
});

it('what the page shows in clear stays', () => {
  const css = 'a::before{content:"Ann Lee"}';
  expect(maskCss(css, false)).toBe(css);
});

it.each([
  ['URL(a?token=s)', 'URL(a?token=)'],
  ['url("a)b?token=s")', 'url("a)b?token=")'],
])('%s is redacted as %s', (address, expected) => {
  const css = (it: string) => `a{background:${it};color:red}`;
  expect(maskCss(css(address), false)).toBe(css(expected));
});

it('addresses lose their secrets', () => {
  const css = (value: string) =>
    `@import "b.css?token=${value}";a{background:url(a.png?x=1&token=${value}),image-set('a?token=${value}' 2x)}`;
  expect(maskCss(css('s'), false)).toBe(css(''));
  expect(maskCss(css('s'), true)).not.toContain('=s');
});

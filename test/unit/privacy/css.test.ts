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
])('%s stays as it is', (css) => {
  expect(maskCss(css, true)).toBe(css);
  expect(maskCss(css, false)).toBe(css);
});

it('what the page shows in clear stays', () => {
  const css = 'a::before{content:"Ann Lee"}';
  expect(maskCss(css, false)).toBe(css);
});

it.each([true, false])(
  'addresses lose their secrets, masked: %s',
  (isMasked) => {
    const css = (value: string) =>
      `@import "b.css?token=${value}";a{background:url(a.png?x=1&token=${value}),image-set('a?token=${value}' 2x)}`;
    expect(maskCss(css('s'), isMasked)).toBe(css(''));
  },
);

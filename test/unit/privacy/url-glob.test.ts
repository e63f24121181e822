import { expect, it } from 'vitest';
import { isUrlMatch } from '../../../src/privacy/url-glob.js';

const SHOP = 'https://shop.example';

it.each<[glob: string, url: string, isMatch: boolean]>([
  // The whole URL, and nothing less.
  [`${SHOP}/cart`, `${SHOP}/cart`, true],
  [`${SHOP}/cart`, `${SHOP}/cart/1`, false],
  [`${SHOP}/cart`, `${SHOP}/cart?step=1`, false],
  [`${SHOP}/cart`, `${SHOP}/cart#step`, false],
  ['/cart', `${SHOP}/cart`, false],
  ['', SHOP, false],

  // `*` is any characters.
  ['*', `${SHOP}/a/b?c=d#e`, true],
  [`${SHOP}/*`, `${SHOP}/`, true],
  [`${SHOP}/*`, `${SHOP}/a/b?c=d#e`, true],
  [`${SHOP}/*`, SHOP, false],
  ['*/cart', `${SHOP}/a/cart`, true],
  ['*/cart', `${SHOP}/a/cartoon`, false],
  ['*token=*', `${SHOP}/?token=1`, true],
  ['*#/account*', `${SHOP}/#/account/1`, true],
  [`*.example/*`, 'https://shop.example/', true],
  [`${SHOP}/*/edit`, `${SHOP}/a/edit`, true],
  [`${SHOP}/*/edit`, `${SHOP}/edit`, false],
  ['*', 'https://shop.example/line\nbreak', true],

  // `?` is one character.
  [`${SHOP}/v?/cart`, `${SHOP}/v2/cart`, true],
  [`${SHOP}/v?/cart`, `${SHOP}/v/cart`, false],
  [`${SHOP}/v?/cart`, `${SHOP}/v10/cart`, false],
  [`${SHOP}/cart?`, `${SHOP}/cart`, false],

  // A trailing `/**` is the path with or without anything below it.
  [`${SHOP}/cart/**`, `${SHOP}/cart`, true],
  [`${SHOP}/cart/**`, `${SHOP}/cart/`, true],
  [`${SHOP}/cart/**`, `${SHOP}/cart/1/2`, true],
  [`${SHOP}/cart/**`, `${SHOP}/cart?step=1`, true],
  [`${SHOP}/cart/**`, `${SHOP}/cart#step`, true],
  [`${SHOP}/cart/**`, `${SHOP}/cart/1?step=1#a`, true],
  [`${SHOP}/cart/**`, `${SHOP}/cartoon`, false],
  [`${SHOP}/**`, SHOP, true],
  [`${SHOP}/**`, 'https://shop.example.evil.test/', false],

  // `/**/` is zero or more segments.
  [`${SHOP}/**/edit`, `${SHOP}/edit`, true],
  [`${SHOP}/**/edit`, `${SHOP}/a/edit`, true],
  [`${SHOP}/**/edit`, `${SHOP}/a/b/edit`, true],
  [`${SHOP}/**/edit`, `${SHOP}/credit`, false],
  [`${SHOP}/a/**/b/**/c`, `${SHOP}/a/b/c`, true],
  [`${SHOP}/a/**/b/**/c`, `${SHOP}/a/x/b/y/z/c`, true],
  [`${SHOP}/a/**/b/**/c`, `${SHOP}/a/x/c`, false],
  [`${SHOP}/**/edit/**`, `${SHOP}/a/edit/1`, true],
  [`${SHOP}/**/edit/**`, `${SHOP}/a/edit`, true],

  // Everything else stands for itself.
  [`${SHOP}/a.b`, `${SHOP}/axb`, false],
  [`${SHOP}/a+b`, `${SHOP}/aab`, false],
  [`${SHOP}/(a|b)`, `${SHOP}/a`, false],
  [`${SHOP}/(a|b)`, `${SHOP}/(a|b)`, true],
  [`${SHOP}/[ab]{1}^$\\`, `${SHOP}/[ab]{1}^$\\`, true],
])('%s on %s: %s', (glob, url, isMatch) => {
  expect(isUrlMatch(url, glob)).toBe(isMatch);
});

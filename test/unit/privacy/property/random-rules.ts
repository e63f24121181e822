/** Random rules of a site. */
import * as fc from 'fast-check';
import type { PrivacyRules } from '../../../../src/privacy/rules.js';
import { sampleRules } from '../sample-rules.js';

const level = fc.constantFrom<PrivacyRules['defaultMaskLevel']>(
  'light',
  'medium',
  'medium',
  'conservative',
);

/** Addresses of the page; the rules name the first two. */
export const URLS = [
  'https://shop.example/a',
  'https://shop.example/b?q=1',
  'https://shop.example/',
];

export const randomRules: fc.Arbitrary<PrivacyRules> = fc
  .record({
    blockSelector: fc.constantFrom(null, '.b'),
    maskSelector: fc.constantFrom('', '.m', '.m,[data-state]'),
    unmaskSelector: fc.constantFrom('', '.u', '.u,p'),
    maskAttributes: fc.subarray(['title', 'data-x', 'href', 'style', 'class']),
    defaultMaskLevel: level,
    urlMaskLevels: fc.tuple(level, level).chain(([a, b]) =>
      fc.subarray([
        { match: '*/a', maskLevel: a },
        { match: '*/b*', maskLevel: b },
      ]),
    ),
  })
  .map((rules) => sampleRules(rules));

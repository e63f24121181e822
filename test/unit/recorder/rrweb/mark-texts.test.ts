import { afterEach, expect, it, vi } from 'vitest';
import { markTexts } from '../../../../src/recorder/rrweb/mark-texts.js';
import type { RrwebParts } from '../../../../src/recorder/rrweb/parts.js';

const RULE = /[^{}]+\{[^{}]*\}/g;

const rulesIn = (css: string) =>
  (css.match(RULE) ?? []).map((cssText) => ({ cssText: cssText.trim() }));

/** jsdom cannot make sheets. */
class Sheet {
  cssRules: { cssText: string }[] = [];
  replaceSync(css: string) {
    this.cssRules = rulesIn(css);
  }
}

function mark(texts: string[], css = texts.join('')): string {
  const style = document.createElement('style');
  style.append(...texts);
  Object.defineProperty(style, 'sheet', { value: { cssRules: rulesIn(css) } });
  const parts = { stringifyRule: ({ cssText }) => cssText } as Pick<
    RrwebParts,
    'stringifyRule'
  > as RrwebParts;
  const whole = rulesIn(css).map(({ cssText }) => cssText);
  return markTexts(whole.join(''), style, parts);
}

afterEach(() => vi.unstubAllGlobals());

it('marks where the rules of each text end', () => {
  vi.stubGlobal('CSSStyleSheet', Sheet);
  expect(mark(['a {b: c} ', 'd {}e {}', '', 'f {}'])).toBe(
    'a {b: c}/* rr_split */d {}e {}/* rr_split *//* rr_split */f {}',
  );
});

it.each([
  ['more', 'a {}b {}c {}'],
  ['fewer', 'a {}'],
])('marks nothing where there are %s than in the texts', (_, css) => {
  vi.stubGlobal('CSSStyleSheet', Sheet);
  expect(mark(['a {}', 'b {}'], css)).toBe(css);
});

it('marks nothing where sheets cannot be made', () => {
  vi.stubGlobal('CSSStyleSheet', undefined);
  expect(mark(['a {}', 'b {}'])).toBe('a {}b {}');
});

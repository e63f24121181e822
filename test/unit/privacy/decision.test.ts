import { afterEach, describe, expect, it } from 'vitest';
import type { MaskLevel } from '../../../src/config/options.js';
import { createDecisions, type Kind } from '../../../src/privacy/decision.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { sampleRules } from './sample-rules.js';

const URL = 'https://shop.example/';

/** What the rules say of an element on a page at this address. */
function isMasked(
  element: Element,
  kind: Kind,
  rules: PrivacyRules,
  url: string,
): boolean {
  return createDecisions(
    rules,
    createSecrets().isSecret,
  )(url).isMasked(element, kind);
}

/** Puts the markup on the page and returns the element with the ID `it`. */
function put(html: string): Element {
  document.body.innerHTML = html;
  const element = document.querySelector('#it');
  if (!element) throw new Error('no element with the ID "it"');
  return element;
}

/** Gives the element a shadow root with this markup. */
function shadow(host: Element, html: string): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = html;
  return root;
}

afterEach(() => {
  document.body.innerHTML = '';
});

describe('by level', () => {
  /** Light, medium, conservative. */
  type Expected = [boolean, boolean, boolean];
  const ALWAYS: Expected = [true, true, true];
  const FROM_MEDIUM: Expected = [false, true, true];
  const ONLY_CONSERVATIVE: Expected = [false, false, true];

  it.each<[string, 'text' | 'value', Expected]>([
    ['<input id=it type=password>', 'value', ALWAYS],
    ['<input id=it type=PassWord>', 'value', ALWAYS],
    ['<input id=it type=text data-rr-is-password=true>', 'value', ALWAYS],
    ['<input id=it type=hidden>', 'value', ALWAYS],
    ['<input id=it type=email>', 'value', ALWAYS],
    ['<input id=it type=tel>', 'value', ALWAYS],
    ['<input id=it autocomplete=cc-number>', 'value', ALWAYS],
    ['<input id=it type=text autocomplete=CC-CSC>', 'value', ALWAYS],
    ['<input id=it autocomplete=one-time-code>', 'value', ALWAYS],
    ['<select id=it autocomplete=cc-exp-month></select>', 'value', ALWAYS],
    [
      '<select autocomplete=cc-exp-month><option id=it>May</select>',
      'text',
      ALWAYS,
    ],
    [
      '<select autocomplete=cc-exp-month><option id=it value=5></select>',
      'value',
      ALWAYS,
    ],
    ['<p id=it role="none Textbox">A</p>', 'text', FROM_MEDIUM],
    ['<input id=it>', 'value', FROM_MEDIUM],
    ['<input id=it type=text>', 'value', FROM_MEDIUM],
    ['<input id=it type=search>', 'value', FROM_MEDIUM],
    ['<input id=it type=number>', 'value', FROM_MEDIUM],
    ['<input id=it type=date>', 'value', FROM_MEDIUM],
    ['<input id=it type=file>', 'value', FROM_MEDIUM],
    ['<input id=it type=unheard-of>', 'value', FROM_MEDIUM],
    ['<input id=it autocomplete=name>', 'value', FROM_MEDIUM],
    ['<input id=it type=checkbox>', 'value', FROM_MEDIUM],
    ['<input id=it type=radio>', 'value', FROM_MEDIUM],
    ['<textarea id=it></textarea>', 'value', FROM_MEDIUM],
    ['<textarea id=it></textarea>', 'text', FROM_MEDIUM],
    ['<select id=it></select>', 'value', FROM_MEDIUM],
    ['<select><option id=it>A</select>', 'text', FROM_MEDIUM],
    ['<select><option id=it value=a>A</select>', 'value', FROM_MEDIUM],
    ['<select><optgroup id=it label=a></select>', 'value', FROM_MEDIUM],
    ['<datalist><option id=it value=a></datalist>', 'value', FROM_MEDIUM],
    ['<datalist><option id=it>A</datalist>', 'text', FROM_MEDIUM],
    ['<input id=it type=submit>', 'value', ONLY_CONSERVATIVE],
    ['<input id=it type=button>', 'value', ONLY_CONSERVATIVE],
    ['<input id=it type=reset>', 'value', ONLY_CONSERVATIVE],
    ['<button id=it>Buy</button>', 'text', ONLY_CONSERVATIVE],
    ['<p id=it>Hello</p>', 'text', ONLY_CONSERVATIVE],
    ['<label><b id=it>Name</b><input></label>', 'text', ONLY_CONSERVATIVE],
  ])('%s (%s)', (html, kind, expected) => {
    const element = put(html);
    const levels: MaskLevel[] = ['light', 'medium', 'conservative'];
    const masked = levels.map((defaultMaskLevel) =>
      isMasked(element, kind, sampleRules({ defaultMaskLevel }), URL),
    );
    expect(masked).toEqual(expected);
  });
});

it('what is in an option is a part of its field', () => {
  const option = put('<select autocomplete=cc-exp><option id=it></select>');
  const text = option.appendChild(document.createElement('b'));
  const rules = sampleRules({ defaultMaskLevel: 'light' });
  expect(isMasked(text, 'text', rules, URL)).toBe(true);
});

describe('by class and selector, first match wins', () => {
  const SELECTORS = { maskSelector: '.m,.n', unmaskSelector: '.u,.v' };

  it.each<[string, string, MaskLevel, boolean]>([
    ['amp-mask', '<p id=it class=amp-mask>', 'light', true],
    ['an amp-mask ancestor', '<p class=amp-mask><b id=it>', 'light', true],
    [
      'amp-mask before amp-unmask',
      '<p id=it class="amp-unmask amp-mask">',
      'light',
      true,
    ],
    [
      'an amp-mask ancestor before a nearer amp-unmask',
      '<p class=amp-mask><b id=it class=amp-unmask>',
      'light',
      true,
    ],
    [
      'amp-mask before unmaskSelector',
      '<p class="amp-mask u"><b id=it class=u>',
      'light',
      true,
    ],
    ['maskSelector', '<p id=it class=m>', 'light', true],
    [
      'maskSelector of an ancestor',
      '<p class=n><b><i id=it></b>',
      'light',
      true,
    ],
    [
      'maskSelector before amp-unmask',
      '<p class="m amp-unmask"><b id=it class=amp-unmask>',
      'light',
      true,
    ],
    [
      'maskSelector before unmaskSelector',
      '<p id=it class="u m">',
      'light',
      true,
    ],
    [
      'amp-unmask before the level',
      '<p id=it class=amp-unmask>',
      'conservative',
      false,
    ],
    [
      'an amp-unmask ancestor before the level',
      '<p class=amp-unmask><input id=it type=email>',
      'conservative',
      false,
    ],
    [
      'unmaskSelector before the level',
      '<p id=it class=u>',
      'conservative',
      false,
    ],
    [
      'unmaskSelector of an ancestor before the level',
      '<p class=v><input id=it>',
      'medium',
      false,
    ],
    ['the level', '<p id=it class=x>', 'conservative', true],
    ['the level', '<p id=it class=x>', 'medium', false],
  ])('%s: %s', (_, html, defaultMaskLevel, expected) => {
    const element = put(html);
    const rules = sampleRules({ ...SELECTORS, defaultMaskLevel });
    const kind = element.tagName === 'INPUT' ? 'value' : 'text';
    expect(isMasked(element, kind, rules, URL)).toBe(expected);
  });

  it.each([
    '<p class=amp-unmask><input id=it type=password>',
    '<input id=it type=password class=amp-unmask>',
    '<input id=it type=password class=u>',
    '<input id=it type=text data-rr-is-password=true class=amp-unmask>',
  ])('passwords stay masked: %s', (html) => {
    const rules = sampleRules({ ...SELECTORS, defaultMaskLevel: 'light' });
    expect(isMasked(put(html), 'value', rules, URL)).toBe(true);
  });
});

describe('an ancestor is a composed one', () => {
  const decide = (element: Element | null | undefined, level: MaskLevel) => {
    if (!element) throw new Error('no element');
    const rules = sampleRules({ maskSelector: '.m', defaultMaskLevel: level });
    return isMasked(element, 'text', rules, URL);
  };

  it.each(['amp-mask', 'm'])('a shadow host with the class %s', (name) => {
    const root = shadow(put(`<div id=it class=${name}></div>`), '<p>A</p>');
    expect(decide(root.querySelector('p'), 'light')).toBe(true);
  });

  it('a host two shadow roots up', () => {
    const outer = shadow(
      put('<div id=it class=amp-mask></div>'),
      '<div></div>',
    );
    const host = outer.querySelector('div');
    const inner = host && shadow(host, '<p>A</p>');
    expect(decide(inner?.querySelector('p'), 'light')).toBe(true);
  });

  it('a host that is unmasked', () => {
    const host = put('<div id=it class=amp-unmask></div>');
    const root = shadow(host, '<p>A</p>');
    expect(decide(root.querySelector('p'), 'conservative')).toBe(false);
  });

  it('an element around the slot', () => {
    const host = put('<div id=it><p>A</p></div>');
    shadow(host, '<section class=amp-mask><slot></slot></section>');
    expect(decide(host.querySelector('p'), 'light')).toBe(true);
  });

  it('a masked frame', () => {
    const frame = put('<div class=amp-mask><iframe id=it></iframe></div>');
    const inside = (frame as HTMLIFrameElement).contentDocument;
    const paragraph = inside?.body.appendChild(inside.createElement('p'));
    expect(decide(paragraph, 'light')).toBe(true);
  });
});

describe('a document in a frame without an address', () => {
  const decideInFrame = (html: string, pageUrl: string) => {
    const inside = (put(html) as HTMLIFrameElement).contentDocument;
    if (!inside) throw new Error('no document');
    const rules = sampleRules({
      defaultMaskLevel: 'light',
      urlMaskLevels: [{ match: '*/strict', maskLevel: 'conservative' }],
    });
    return isMasked(inside.body, 'text', rules, pageUrl);
  };
  const FRAME = '<iframe id=it></iframe>';

  it('has the level of the page', () => {
    expect(decideInFrame(FRAME, URL)).toBe(false);
    expect(decideInFrame(FRAME, `${URL}strict`)).toBe(true);
  });

  it('is not shown because the page around it is', () => {
    const html = `<p class=amp-unmask>${FRAME}</p>`;
    expect(decideInFrame(html, `${URL}strict`)).toBe(true);
  });
});

describe('what is blocked', () => {
  const isBlocked = (node: Node | null | undefined): boolean => {
    if (!node) throw new Error('no node');
    const rules = sampleRules({ blockSelector: '.b' });
    return createDecisions(
      rules,
      createSecrets().isSecret,
    )(URL).isBlocked(node);
  };

  it.each([
    ['<p id=it class=amp-block>', true],
    ['<p id=it class=b>', true],
    ['<p class=amp-block><b id=it>', true],
    ['<p class="amp-block amp-unmask"><b id=it class=amp-unmask>', true],
    ['<p class=amp-mask><b id=it>', false],
  ])('%s: %s', (html, expected) => {
    expect(isBlocked(put(html))).toBe(expected);
  });

  it('is so through shadow roots, slots and frames', () => {
    const host = put('<div id=it class=b><p>A</p>text</div>');
    const root = shadow(host, '<i>A</i>');
    expect(isBlocked(root.querySelector('i')?.firstChild)).toBe(true);
    const open = put('<div id=it><p>A</p>text</div>');
    shadow(open, '<section class=b><slot></slot></section>');
    expect(isBlocked(open.querySelector('p'))).toBe(true);
    expect(isBlocked(open.lastChild)).toBe(true);
    const frame = put('<div class=b><iframe id=it></iframe></div>');
    expect(isBlocked((frame as HTMLIFrameElement).contentDocument)).toBe(true);
  });

  it('a form whose fields are called like what is asked for does not matter', () => {
    const form = put(
      '<form id=it class=b><input name=matches><input name=host></form>',
    );
    expect(isBlocked(form)).toBe(true);
  });
});

describe('by the address of the page', () => {
  const rules = sampleRules({
    defaultMaskLevel: 'medium',
    urlMaskLevels: [
      { match: '*/account/**', maskLevel: 'conservative' },
      { match: '*/account/public', maskLevel: 'light' },
      { match: '*/blog/**', maskLevel: 'light' },
    ],
  });

  it.each([
    ['/account/public', 'the first match', true, true],
    ['/blog/1', 'its match', false, false],
    ['/cart', 'the default level', false, true],
  ])('%s has %s', (path, _, text, value) => {
    const url = `https://shop.example${path}`;
    const paragraph = put('<p id=it>A</p>');
    expect(isMasked(paragraph, 'text', rules, url)).toBe(text);
    expect(isMasked(put('<input id=it>'), 'value', rules, url)).toBe(value);
  });
});

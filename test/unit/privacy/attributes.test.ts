import { afterEach, describe, expect, it } from 'vitest';
import {
  createMaskAttributes,
  type Attributes,
} from '../../../src/privacy/attributes.js';
import { createMaskCss } from '../../../src/privacy/css.js';
import { createDecisions } from '../../../src/privacy/decision.js';
import {
  createIsSecretName,
  SECRET_PARAMETERS,
} from '../../../src/privacy/redact.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { sampleRules } from './sample-rules.js';

afterEach(() => {
  document.body.innerHTML = '';
});

const isSecretName = createIsSecretName(SECRET_PARAMETERS);

/** What is recorded of these attributes of the element with the ID `it`. */
function recorded(
  html: string,
  attributes: Attributes,
  rules: Partial<PrivacyRules> = {},
): Attributes {
  document.body.innerHTML = html;
  const element = document.querySelector('#it');
  if (!element) throw new Error('no element with the ID "it"');
  const isSecret = createIsSecretName(
    rules.secretUrlParameters ?? SECRET_PARAMETERS,
  );
  const maskAttributes = createMaskAttributes({
    always: rules.maskAttributes ?? [],
    maskCss: createMaskCss(isSecret),
    isSecretName: isSecret,
  });
  const decide = createDecisions(sampleRules(rules), createSecrets().isSecret);
  const result = { ...attributes };
  maskAttributes(element, result, decide('https://shop.example/'));
  return result;
}

const MASKED = '<p class=amp-mask><b id=it></b></p>';
const PUBLIC = '<b id=it></b>';

describe('in a masked place', () => {
  it.each([
    'title',
    'alt',
    'placeholder',
    'aria-label',
    'aria-description',
    'aria-valuetext',
    'label',
    'summary',
    'abbr',
    'content',
    'data-name',
    'onclick',
    'value',
    'ng-reflect-model',
    'x-unheard-of',
    'href',
    'action',
    'cite',
  ])('%s is masked', (name) => {
    const html = name === 'href' ? '<a class="amp-mask" id=it>' : MASKED;
    expect(recorded(html, { [name]: 'Ann Lee' })).toEqual({
      [name]: '*** ***',
    });
    expect(
      recorded(html.replace('amp-mask', ''), { [name]: 'Ann Lee' }),
    ).toEqual({ [name]: 'Ann Lee' });
  });

  it.each<[string, unknown]>([
    ['class', 'a b'],
    ['id', 'a'],
    ['type', 'text'],
    ['role', 'button'],
    ['width', '10'],
    ['rr_scrollTop', 5],
    ['rr_width', '10px'],
    ['data-state', 'open'],
    ['aria-expanded', 'true'],
    ['frameborder', '0'],
    ['disabled', ''],
    ['title', null],
  ])('%s stays', (name, value) => {
    expect(recorded(MASKED, { [name]: value })).toEqual({ [name]: value });
  });

  it('a drawing keeps its shape', () => {
    const html = '<svg class=amp-mask><path id=it /></svg>';
    expect(
      recorded(html, { d: 'M0 0L5 5', fill: 'red', 'aria-label': 'Ann' }),
    ).toEqual({ d: 'M0 0L5 5', fill: 'red', 'aria-label': '***' });
  });

  it.each([
    ['src', '/a.png?x=1#b', '/a.png'],
    ['src', 'https://u:p@h.example/a.png', 'https://h.example/a.png'],
    ['srcset', 'a.png?x=1 1x, b.png?y 2x', 'a.png 1x, b.png 2x'],
    ['srcset', 'a.png?x=1,b.png?y', 'a.png'],
    ['src', 'https://h.example/a?name=Lee,Ann', 'https://h.example/a'],
    ['poster', '?name=Ann', ''],
    ['src', 'data:image/png;base64,AA==', 'data:image/png;base64,AA=='],
    ['src', 'data:image/svg+xml,Ann', '*'.repeat(22)],
    ['rr_src', 'data:text/html,Ann', '*'.repeat(18)],
    ['xlink:href', '#icon', '#icon'],
    ['href', '/a.css?v=1', '/a.css'],
  ])('%s %s is recorded as %s', (name, value, expected) => {
    expect(recorded(MASKED, { [name]: value })).toEqual({ [name]: expected });
  });

  it('texts of a style are masked, its look stays', () => {
    expect(recorded(MASKED, { style: '--name:"Ann";color:red' })).toEqual({
      style: '--name:"***";color:red',
    });
    const parts = {
      '--name': '"Ann"',
      color: ['red', 'important'],
      top: false,
    };
    expect(recorded(MASKED, { style: parts })).toEqual({
      style: { ...parts, '--name': '"***"' },
    });
  });

  it('which box is ticked does not show', () => {
    expect(
      recorded(MASKED, { 'aria-checked': 'true', 'data-state': 'checked' }),
    ).toEqual({ 'aria-checked': '****', 'data-state': '*******' });
    const box = '<input id=it type=checkbox class=amp-mask>';
    expect(recorded(box, { checked: true, value: 'a' })).toEqual({
      value: '*',
    });
    expect(recorded('<input id=it type=checkbox>', { checked: true })).toEqual({
      checked: true,
    });
  });
});

describe('elsewhere', () => {
  it('no frame carries its document as an attribute', () => {
    expect(recorded('<iframe id=it>', { srcdoc: '<p>Ann' })).toEqual({});
  });

  it.each([
    ['href', '/a?token=s&x=1', '/a?token=&x=1'],
    ['src', 'https://u:p@h.example/a', 'https://h.example/a'],
    ['action', '/a?code=s', '/a?code='],
    ['style', 'background:url(a?token=s)', 'background:url(a?token=)'],
    ['data-src', '/a?token=s', '/a?token='],
    ['title', '/a?token=s', '/a?token='],
    ['srcset', 'a?sig=s 1x, b?sig=t&x=1 2x', 'a?sig= 1x, b?sig=&x=1 2x'],
    ['action', "/a?email=o'brien, x&y=1", '/a?email=&y=1'],
  ])('%s %s is recorded as %s', (name, value, expected) => {
    expect(recorded(PUBLIC, { [name]: value })).toEqual({ [name]: expected });
  });

  it.each<[string, string]>([
    ['<meta id=it name=csrf-token>', '***'],
    ['<meta id=it name=description>', 'Ann'],
    ['<meta id=it class=amp-mask name=description>', '***'],
    ['<meta id=it class=amp-mask name=viewport>', 'Ann'],
    ['<meta id=it class=amp-mask http-equiv=refresh>', 'Ann'],
    ['<meta id=it class=amp-mask property=og:title>', '***'],
  ])('%s has the content %s', (html, content) => {
    expect(recorded(html, { content: 'Ann' })).toEqual({ content });
  });

  // The words are those of addresses: a site that changes them has not thought of its forms.
  it.each([{ words: [] }, { words: ['gclid'] }])(
    'a token is masked whatever is a secret in addresses: $words',
    ({ words }) => {
      const html = '<meta id=it name=csrf-token>';
      const rules = { secretUrlParameters: words };
      expect(recorded(html, { content: 'Ann' }, rules)).toEqual({
        content: '***',
      });
    },
  );

  it.each<[string, Attributes]>([
    ['<select><option id=it>A</select>', {}],
    ['<select class=amp-unmask><option id=it>A</select>', { selected: true }],
  ])('%s shows as much of the choice: %o', (html, expected) => {
    expect(recorded(html, { selected: true })).toEqual(expected);
  });
});

describe('what repeats the value of a masked field is masked', () => {
  it.each([
    ['<input id=it value="Ann Lee">', 'Ann Lee', true],
    ['<input id=it value="Ann Lee">', 'for Ann Lee!', true],
    ['<input id=it value="Ann Lee">', 'Ann', true],
    ['<input id=it value="Ann Lee">', 'your name', false],
    ['<input id=it value=A>', 'A', true],
    ['<input id=it value=A>', 'An A', false],
    ['<input id=it>', 'your name', false],
    ['<input id=it type=checkbox>', 'switch it on', false],
    ['<input id=it class=amp-unmask value="Ann Lee">', 'Ann Lee', false],
    ['<textarea id=it>Ann Lee</textarea>', 'Ann Lee', true],
    ['<select id=it><option>Ann Lee</select>', 'Ann Lee', true],
    ['<div id=it contenteditable>Ann Lee</div>', 'Ann Lee', true],
    ['<x-field id=it><input value="Ann Lee"></x-field>', 'Ann Lee', true],
    ['<x-field id=it><input value="Ann Lee"></x-field>', 'name', false],
    ['<div id=it><input value="Ann Lee"></div>', 'Ann Lee', false],
    ['<x-field id=it>', 'fine', false],
    ['<div id=it contenteditable></div>', 'null', false],
    ['<input id=it type=file>', 'file', false],
    ['<x-field id=it value="Ann Lee">', 'Ann Lee', true],
  ])('%s with the title %j: %s', (html, title, isMasked) => {
    expect(recorded(html, { title })).toEqual({
      title: isMasked ? title.replace(/\S/g, '*') : title,
    });
  });

  it('unless an element holds so much that it is a part of the page', () => {
    const field = '<input value="Ann Lee">';
    const html = (count: number) =>
      `<x-page id=it>${field}${'<p></p>'.repeat(count)}</x-page>`;
    expect(recorded(html(499), { text: 'Ann Lee' })).toEqual({
      text: '*** ***',
    });
    expect(recorded(html(500), { text: 'Ann Lee' })).toEqual({
      text: 'Ann Lee',
    });
  });

  it('also where the property of an element that a site made up throws', () => {
    customElements.define(
      'x-throws',
      class extends HTMLElement {
        get value(): string {
          throw new Error('not ready');
        }
      },
    );
    expect(recorded('<x-throws id=it>', { text: 'Ann' })).toEqual({
      text: 'Ann',
    });
  });

  it('also where the field is in the shadow tree of an element that shows it', () => {
    const define = customElements.get('x-shadow');
    if (!define)
      customElements.define(
        'x-shadow',
        class extends HTMLElement {
          constructor() {
            super();
            this.attachShadow({ mode: 'open' }).innerHTML =
              '<input value="Ann Lee">';
          }
        },
      );
    expect(recorded('<x-shadow id=it>', { text: 'Ann Lee' })).toEqual({
      text: '*** ***',
    });
  });
});

it('a password that is empty, or in a masked place, is remembered', () => {
  const isSecret = createSecrets().isSecret;
  const decide = createDecisions(sampleRules(), isSecret);
  const maskAttributes = createMaskAttributes({
    always: [],
    maskCss: createMaskCss(isSecretName),
    isSecretName,
  });
  for (const name of ['', 'amp-mask']) {
    document.body.innerHTML = `<input type=password class="${name}">`;
    const field = document.querySelector('input');
    if (!field) throw new Error('no field');
    maskAttributes(
      field,
      { type: 'password' },
      decide('https://shop.example/'),
    );
    field.type = 'text';
    field.className = 'amp-unmask';
    const attributes = { value: 'Ann' };
    maskAttributes(field, attributes, decide('https://shop.example/'));
    expect(attributes).toEqual({ value: '***' });
  }
});

describe('maskAttributes', () => {
  const rules = { maskAttributes: ['id', 'data-kind', 'href'] };
  const attributes = { id: 'ann', 'data-kind': 'open', href: '/a' };

  it.each([
    ['a masked place', MASKED],
    ['a masked field', '<input id=it>'],
  ])('are masked in %s', (_, html) => {
    expect(recorded(html, attributes, rules)).toEqual({
      id: '***',
      'data-kind': '****',
      href: '**',
    });
  });

  it('are known by their names in any case, and as what rrweb calls them', () => {
    const ofSvg = { viewBox: '0 0 5 5', rr_src: '/a' };
    expect(
      recorded(MASKED, ofSvg, { maskAttributes: ['viewbox', 'src'] }),
    ).toEqual({ viewBox: '* * * *', rr_src: '**' });
  });

  it('are shown where nothing is masked', () => {
    expect(recorded(PUBLIC, attributes, rules)).toEqual(attributes);
  });
});

it('at level conservative every place is masked that nothing shows', () => {
  const rules = { defaultMaskLevel: 'conservative' } as const;
  expect(recorded(PUBLIC, { title: 'Ann' }, rules)).toEqual({ title: '***' });
  expect(
    recorded('<b id=it class=amp-unmask>', { title: 'Ann' }, rules),
  ).toEqual({ title: 'Ann' });
});

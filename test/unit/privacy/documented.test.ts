/** Each row of the README's table of what is masked, recorded with rrweb. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { MaskLevel } from '../../../src/config/options.js';
import { recordPage } from '../recorder/record-page.js';

/** Occurs nowhere but where a row puts it. */
const S = 'Zx7Qw9';
/** The value of a parameter that looks like a secret. */
const TOKEN = 'Yy8Rr2';

afterEach(() => {
  document.body.innerHTML = '';
  document.head.innerHTML = '';
});

/** Markup with the secret, for each row. */
const EXAMPLES: Record<string, string[]> = {
  'passwords, card data, one-time codes, also under `amp-unmask`': [
    `<p class=amp-unmask><input type=password value=${S}></p>`,
    `<input class=amp-unmask autocomplete=cc-number value=${S}>`,
    `<input class=amp-unmask autocomplete=one-time-code value=${S}>`,
    `<input class=amp-unmask autocomplete=current-password value=${S}>`,
    `<select class=amp-unmask autocomplete=cc-exp><option value=${S}></select>`,
    `<textarea class=amp-unmask autocomplete=cc-number>${S}</textarea>`,
  ],
  'fields of type hidden, e-mail and telephone': [
    `<input type=hidden value=${S}>`,
    `<input type=email value=${S}>`,
    `<input type=tel value=${S}>`,
  ],
  'other fields and text areas; names of chosen files': [
    `<input value=${S}>`,
    `<input type=search value=${S}>`,
    `<input type=unheard-of value=${S}>`,
    `<input type=checkbox value=${S}>`,
    `<input type=radio value=${S}>`,
    `<textarea>${S}</textarea>`,
  ],
  'choices: options, their groups and values, suggestions': [
    `<select><option>${S}</select>`,
    `<select><option value=${S}>A</select>`,
    `<select><option label=${S}>A</select>`,
    `<select><optgroup label=${S}></select>`,
    `<datalist><option value=${S}></datalist>`,
  ],
  'text that can be edited in place, or has the role `textbox`': [
    `<div contenteditable><b>${S}</b></div>`,
    `<div role=textbox>${S}</div>`,
  ],
  '`value` of custom elements': [`<x-field value=${S}></x-field>`],
  'which box is ticked': [
    '<input type=checkbox checked>',
    '<input type=radio checked>',
  ],
  'text, the title of the page, text of drawings': [
    `<p>${S}</p>`,
    `<title>${S}</title>`,
    `<svg><text>${S}</text><title>${S}</title></svg>`,
    `<noscript>${S}</noscript>`,
  ],
  'captions of buttons': [
    `<button>${S}</button>`,
    `<input type=submit value=${S}>`,
    `<input type=reset value=${S}>`,
    `<input type=button value=${S}>`,
  ],
  'attributes for people: `title`, `alt`, `aria-label`, `data-…`': [
    'title',
    'alt',
    'aria-label',
    'aria-description',
    'data-a',
    'label',
    'summary',
    'abbr',
    'onclick',
  ].map((name) => `<p ${name}=${S}></p>`),
  'attributes that repeat the value of a field': [
    'title',
    'placeholder',
    'aria-label',
    'data-value',
  ].map((name) => `<input class=own value=${S} ${name}="is ${S}!">`),
  'attributes of custom elements that repeat a field inside them': [
    `<x-field text=${S}><input class=own value=${S}></x-field>`,
  ],
  'attributes named in `maskAttributes`, on fields': [
    `<input name=${S}>`,
    `<textarea name=${S}></textarea>`,
  ],
  'content of `meta` elements': [`<meta name=description content=${S}>`],
  'text that style sheets show': [
    `<style>p::before { content: "${S}"; }</style>`,
    `<p style="--a: '${S}'"></p>`,
  ],
  'addresses of links and forms': [
    `<a href="/${S}?token=${TOKEN}">A</a>`,
    `<form action="/${S}?token=${TOKEN}"></form>`,
    `<button formaction="/${S}?token=${TOKEN}"></button>`,
    `<q cite="/${S}?token=${TOKEN}"></q>`,
  ],
  'addresses of images and of whatever else is drawn': [
    `<img src="/a.png?x=${S}&token=${TOKEN}#${S}">`,
    `<img srcset="/a.png?x=${S}&token=${TOKEN} 2x">`,
    `<video poster="/a.png?x=${S}&token=${TOKEN}"></video>`,
    `<svg><use href="/a.svg?token=${TOKEN}&x=${S}" /></svg>`,
  ],
  '`srcdoc` of frames; their documents are recorded by the rules': [
    `<iframe srcdoc="<p>${S}"></iframe>`,
  ],
  'scripts, comments, templates, markup in `noscript`': [
    `<script type=text/plain>${S}</script>`,
    `<!-- ${S} -->`,
    `<template>${S}</template>`,
  ],
};

/** Everything that is recorded of a page with this markup. */
function recorded(html: string, defaultMaskLevel: MaskLevel): string {
  if (/^<(title|meta)/.test(html)) document.head.innerHTML = html;
  else document.body.innerHTML = html;
  const {
    recorder,
    events,
    recorded: text,
  } = recordPage({
    defaultMaskLevel,
    maskAttributes: ['name'],
  });
  recorder.stop();
  expect(events.map(({ type }) => type)).toEqual([4, 2]);
  return text();
}

/** Puts the class on what holds the secret; where that has one already, on what is around it. */
function masked(html: string): string {
  if (/^<(title|meta)/.test(html))
    return html.replace(/>|\s/, ' class=amp-mask$&');
  return `<section class=amp-mask>${html}</section>`;
}

const readme = readFileSync('README.md', 'utf8');
const rows = (readme.split('<!-- table: masking -->')[1] ?? '')
  .trim()
  .split('\n\n')[0]
  ?.split('\n')
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

it('the table has the rows that are tested', () => {
  expect(rows?.map(([what]) => what)).toEqual(Object.keys(EXAMPLES));
});

describe.each(rows ?? [])('%s', (what, light, medium, conservative, mask) => {
  const examples = EXAMPLES[what ?? ''] ?? [];

  it.each(examples)('%s', (html) => {
    const columns: [string | undefined, string][] = [
      [light, recorded(html, 'light')],
      [medium, recorded(html, 'medium')],
      [conservative, recorded(html, 'conservative')],
      [mask, recorded(masked(html), 'light')],
    ];
    const shown = html.includes('checked') ? '"checked":true' : S;
    for (const [word, text] of columns) {
      const found = [text.includes(shown), text.includes('*'.repeat(S.length))];
      const isShown = word === 'clear' || word === 'redacted';
      expect([word, ...found]).toEqual([word, isShown, word === 'masked']);
      expect(text).not.toContain(TOKEN);
    }
  });
});

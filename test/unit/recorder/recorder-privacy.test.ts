import type { eventWithTime } from '@rrweb/types';
import { afterEach, describe, expect, it } from 'vitest';
import type { MaskLevel } from '../../../src/config/options.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { settle } from '../../support/fake-timers.js';
import { sampleRules } from '../privacy/sample-rules.js';
import { recordPage } from './record-page.js';

/** Occurs nowhere but where a test puts it. */
const SECRET = 'Zx7Qw9';

let stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  document.body.innerHTML = '';
});

/** Records the page until the test ends. */
function start(rules: Partial<PrivacyRules> = {}) {
  const recording = recordPage(rules);
  stops.push(recording.recorder.stop);
  return recording;
}

const find = (selector: string) => {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
};

/** Form fields that carry the secret, each in a place of its own. */
const FIELDS = [
  `<input value="${SECRET}">`,
  `<input type=unheard-of value="${SECRET}">`,
  `<input type=search value="${SECRET}">`,
  `<input type=hidden value="${SECRET}">`,
  `<input type=checkbox value="${SECRET}">`,
  `<input type=radio value="${SECRET}" checked>`,
  `<textarea>${SECRET}</textarea>`,
  `<select><option>${SECRET}</select>`,
  `<select><option value="${SECRET}">A</select>`,
  `<select><option label="${SECRET}">A</select>`,
  `<select><optgroup label="${SECRET}"><option>A</select>`,
  `<datalist><option value="${SECRET}"></datalist>`,
];

describe('at level medium', () => {
  it.each(FIELDS)('the snapshot does not show %s', (html) => {
    document.body.innerHTML = html;
    const { events, recorded } = start();
    expect(events.map(({ type }) => type)).toEqual([4, 2]);
    expect(recorded()).not.toContain(SECRET);
  });

  it.each(FIELDS)('a mutation does not show %s', async (html) => {
    const { events, recorded } = start();
    document.body.innerHTML = `<section>${html}</section>`;
    await settle();
    expect(events.length).toBeGreaterThan(2);
    expect(recorded()).toContain('section');
    expect(recorded()).not.toContain(SECRET);
  });

  it('the default value of a field that was cleared does not show', () => {
    document.body.innerHTML = `<input value="${SECRET}">`;
    (find('input') as HTMLInputElement).value = '';
    expect(start().recorded()).not.toContain(SECRET);
  });

  it('what is typed is masked', () => {
    document.body.innerHTML = '<input><textarea></textarea>';
    const { events, recorded } = start();
    for (const selector of ['input', 'textarea']) {
      const field = find(selector) as HTMLInputElement;
      field.value = SECRET;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    expect(events).toHaveLength(4);
    expect(recorded()).not.toContain(SECRET);
    expect(recorded()).toContain('*'.repeat(SECRET.length));
  });

  it.each(['checkbox', 'radio'])(
    'the value of a ticked %s is masked',
    (type) => {
      document.body.innerHTML = `<input type=${type} value="${SECRET}">`;
      const { events, recorded } = start();
      find('input').click();
      expect(events.length).toBeGreaterThan(2);
      expect(recorded()).not.toContain(SECRET);
    },
  );

  it('a password stays masked when it is shown, also under amp-unmask', async () => {
    document.body.innerHTML = `<p class=amp-unmask><input type=password value="${SECRET}"></p>`;
    const { recorded } = start();
    const field = find('input') as HTMLInputElement;
    field.type = 'text';
    await settle();
    field.value = `${SECRET}!`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    expect(recorded()).toContain('*'.repeat(SECRET.length));
    expect(recorded()).not.toContain(SECRET);
  });

  it.each([
    ['light', '<input type=password>'],
    ['light', '<p class=amp-mask><input type=password></p>'],
    ['medium', '<p class=amp-unmask><input type=password></p>'],
  ] as const)(
    'at level %s a password that is shown and filled in one task stays masked: %s',
    (defaultMaskLevel, html) => {
      document.body.innerHTML = html;
      const { recorded } = start({ defaultMaskLevel });
      document.querySelector('p')?.classList.remove('amp-mask');
      const field = find('input') as HTMLInputElement;
      field.type = 'text';
      field.value = SECRET;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      expect(recorded()).toContain('*'.repeat(SECRET.length));
      expect(recorded()).not.toContain(SECRET);
    },
  );

  it('a field that became a password stays one', async () => {
    document.body.innerHTML = '<input class=amp-unmask>';
    const { recorded } = start();
    const field = find('input') as HTMLInputElement;
    field.type = 'password';
    await settle();
    field.type = 'text';
    field.value = SECRET;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    expect(recorded()).toContain('*'.repeat(SECRET.length));
    expect(recorded()).not.toContain(SECRET);
  });

  it('a style that is to be masked is also where it changes in one property', async () => {
    document.body.innerHTML = `<input style="color: red; --note: '${SECRET}'; font-family: serif">`;
    const { events, recorded } = start({ maskAttributes: ['style'] });
    find('input').style.setProperty('--note', `"${SECRET}"`);
    await settle();
    expect(events).toHaveLength(3);
    expect(recorded()).not.toContain(SECRET);
  });

  it('attributes of a made-up field do not say its value again', () => {
    document.body.innerHTML = `<x-field value="${SECRET}" title="${SECRET}">`;
    expect(start().recorded()).not.toContain(SECRET);
  });

  it.each([
    `<p>${SECRET}</p>`,
    `<button>${SECRET}</button>`,
    `<input type=submit value="${SECRET}">`,
    `<input class=amp-unmask value="${SECRET}">`,
  ])('%s is shown', (html) => {
    document.body.innerHTML = html;
    expect(start().recorded()).toContain(SECRET);
  });
});

describe('text', () => {
  const TEXTS = [
    `<p class=amp-mask>${SECRET}</p>`,
    `<p class=amp-mask><b>${SECRET}</b></p>`,
    `<p class=m><b class=amp-unmask>${SECRET}</b></p>`,
  ];

  it.each(TEXTS)('that is masked is nowhere: %s', async (html) => {
    document.body.innerHTML = html;
    const { recorded } = start({ maskSelector: '.m' });
    document.body.innerHTML = `<section>${html}</section>`;
    await settle();
    expect(recorded()).toContain('section');
    expect(recorded()).not.toContain(SECRET);
  });

  it('that changes stays masked', async () => {
    document.body.innerHTML = '<p class=amp-mask>before</p>';
    const { events, recorded } = start();
    const text = find('p').firstChild;
    if (text) text.nodeValue = SECRET;
    await settle();
    expect(events.length).toBeGreaterThan(2);
    expect(recorded()).not.toContain(SECRET);
  });

  it.each<[MaskLevel, boolean]>([
    ['light', true],
    ['medium', true],
    ['conservative', false],
  ])('at level %s is shown: %s', (defaultMaskLevel, isShown) => {
    document.body.innerHTML = `<p>${SECRET}</p>`;
    expect(start({ defaultMaskLevel }).recorded().includes(SECRET)).toBe(
      isShown,
    );
  });

  it('captions of buttons are text', () => {
    document.body.innerHTML = `<input type=submit value="${SECRET}">`;
    const { recorded } = start({ defaultMaskLevel: 'conservative' });
    expect(recorded()).not.toContain(SECRET);
  });

  it('follows the address of the moment, and new rules from a new start on', async () => {
    const { page, recorder, recorded } = start({
      urlMaskLevels: [{ match: '*/account', maskLevel: 'conservative' }],
    });
    page.url = 'https://shop.example/account';
    document.body.innerHTML = `<p>${SECRET}-1</p>`;
    await settle();
    document.body.innerHTML = '';
    page.url = 'https://shop.example/';
    page.rules = sampleRules({ maskSelector: '.late' });
    recorder.stop();
    recorder.restart();
    document.body.innerHTML = `<p class=late>${SECRET}-2</p>`;
    await settle();
    document.body.innerHTML = `<p>in the clear</p>`;
    await settle();
    expect(recorded()).not.toContain(SECRET);
    expect(recorded()).toContain('in the clear');
  });
});

describe('blocked elements', () => {
  it.each([
    ['by class', `<p class=amp-block title="${SECRET}"><b>${SECRET}</b></p>`],
    ['by selector', `<p class=own data-a="${SECRET}"><b>${SECRET}</b></p>`],
  ])('%s leave a placeholder and nothing of their content', (_, html) => {
    document.body.innerHTML = html;
    const { recorded } = start({ blockSelector: '.own' });
    expect(recorded()).toContain('rr_width');
    expect(recorded()).not.toContain(SECRET);
  });
});

describe('a fresh snapshot', () => {
  const ACCOUNT = 'https://shop.example/account';
  const urlMaskLevels: PrivacyRules['urlMaskLevels'] = [
    { match: ACCOUNT, maskLevel: 'conservative' },
  ];
  const types = (events: eventWithTime[]) => events.map(({ type }) => type);

  it('is taken where the address asks for more masking, once', async () => {
    document.body.innerHTML = `<p>${SECRET}</p>`;
    const { page, events } = start({ urlMaskLevels });
    page.url = ACCOUNT;
    for (const name of ['a', 'b']) {
      find('p').className = name;
      await settle();
    }
    expect(types(events)).toEqual([4, 2, 3, 4, 2, 3]);
    expect(JSON.stringify(events.slice(2))).not.toContain(SECRET);
  });

  it('is not taken where the address asks for less, or the same', async () => {
    document.body.innerHTML = '<p></p>';
    const { page, events } = start({ urlMaskLevels });
    for (const url of ['/b', '/account?x', '/c']) {
      page.url = `https://shop.example${url}`;
      find('p').className = url;
      await settle();
    }
    expect(types(events)).toEqual([4, 2, 3, 3, 3]);
  });

  it('is not taken by a recorder that was stopped meanwhile', async () => {
    document.body.innerHTML = '<p></p>';
    const { page, recorder, events } = start({ urlMaskLevels });
    page.url = ACCOUNT;
    find('p').className = 'a';
    // After rrweb has told of the change, and before the snapshot.
    await Promise.resolve();
    recorder.stop();
    await settle();
    expect(types(events)).toEqual([4, 2, 3]);
  });
});

describe('what no replay needs', () => {
  it.each([`<script>"${SECRET}"</script>`, `<!-- ${SECRET} -->`])(
    '%s is left out',
    (html) => {
      document.body.innerHTML = html;
      expect(start().recorded()).not.toContain(SECRET);
    },
  );
});

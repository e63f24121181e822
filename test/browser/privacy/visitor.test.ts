import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findTexts } from '../../support/canary-search.js';
import { openCanarySite } from '../../support/canary-site.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const SECRET = 'canary000001z';
const PUBLIC = 'canary000002z';

const FIELDS = `
  <input class="field" />
  <input class="field" type="password" />
  <input class="field" autocomplete="one-time-code" />
  <textarea class="field"></textarea>
  <div class="field" contenteditable>public</div>
  <div class="field" role="textbox" contenteditable>public</div>
  <input class="file" type="file" />`;

const AREAS: [string, Record<string, unknown>, string][] = [
  ['amp-mask', { defaultMaskLevel: 'light' }, 'amp-mask'],
  ['amp-block', { defaultMaskLevel: 'light' }, 'amp-block'],
  ['the level', { defaultMaskLevel: 'medium' }, ''],
];

/** What the events hold after `visit` of a page on which everything is in a covered area. */
async function recordVisit(
  test: Parameters<typeof openCanarySite>[1],
  [, privacyConfig, className]: (typeof AREAS)[number],
  html: string,
  visit: (page: Page) => Promise<void>,
) {
  const { page, start, collect } = await openCanarySite(getBrowser(), test, {
    privacyConfig,
    body: `<main class="${className}">${html}</main><p id="public"></p>`,
  });
  await start();
  await visit(page);
  await page.evaluate(
    `document.querySelector('#public').textContent = ${JSON.stringify(PUBLIC)}`,
  );
  const traces = await collect();
  const leaks = traces.filter(({ text }) =>
    findTexts(text).some((found) => found.text === SECRET),
  );
  const recording = traces.filter(({ isRecording }) => isRecording);
  return {
    leaks: leaks.map(({ where, text }) => `${where}: ${text}`),
    isPublicShown: recording.some(({ text }) => text.includes(PUBLIC)),
    recording: recording.map(({ text }) => text).join('\n'),
  };
}

const NO_LEAKS = { leaks: [], isPublicShown: true };

it.concurrent.for(AREAS)(
  'hides what a visitor types, pastes and chooses under %s',
  async (area, test) => {
    const visited = await recordVisit(test, area, FIELDS, async (page) => {
      for (const field of await page.locator('.field').all()) {
        await field.click();
        await page.keyboard.type(SECRET);
        await page.keyboard.press('Control+A');
        await page.keyboard.press('Control+C');
        await page.keyboard.press('Control+V');
        await page.keyboard.press('Control+V');
      }
      await page.setInputFiles('.file', {
        name: `${SECRET}.txt`,
        mimeType: 'text/plain',
        buffer: Buffer.from('public'),
      });
    });
    expect(visited).toMatchObject(NO_LEAKS);
  },
);

it.concurrent(
  'hides a password that a visitor types while it is shown',
  async (test) => {
    const html = `<input type="password" /><button>Show</button>
    <script>
      const field = document.querySelector('input');
      document.querySelector('button').onclick = () => {
        field.type = field.type === 'text' ? 'password' : 'text';
      };
    </script>`;
    const area: (typeof AREAS)[number] = [
      'amp-unmask',
      { defaultMaskLevel: 'light' },
      'amp-unmask',
    ];
    const visited = await recordVisit(test, area, html, async (page) => {
      await page.click('button');
      await page.locator('input').pressSequentially(SECRET);
      await page.click('button');
      await page.locator('input').pressSequentially(SECRET);
      await page.click('button');
    });
    expect(visited).toMatchObject(NO_LEAKS);
  },
);

it.concurrent.for(AREAS.slice(0, 2))(
  'hides what a visitor selects, copies and drags under %s',
  async (area, test) => {
    const html = `<p id="from" draggable="true">${SECRET}</p><div id="to" style="height: 9em">Here</div>`;
    const visited = await recordVisit(test, area, html, async (page) => {
      await page.locator('#from').selectText();
      await page.keyboard.press('Control+C');
      await page.dragAndDrop('#from', '#to');
    });
    expect(visited).toMatchObject(NO_LEAKS);
  },
);

it.concurrent(
  'records nothing of the console, the clipboard and what is dragged',
  async (test) => {
    const area: (typeof AREAS)[number] = [
      'no rule',
      { defaultMaskLevel: 'light' },
      '',
    ];
    const visited = await recordVisit(test, area, '<p>Here</p>', (page) =>
      page.evaluate((text) => {
        const { log, error } = console;
        log(text);
        error(new Error(text));
        setTimeout(() => {
          throw new Error(text);
        });
        void Promise.reject(new Error(text));
        const data = new DataTransfer();
        data.setData('text/plain', text);
        const target = document.body;
        for (const type of ['copy', 'cut', 'paste'])
          target.dispatchEvent(
            new ClipboardEvent(type, { clipboardData: data, bubbles: true }),
          );
        for (const type of ['dragstart', 'dragover', 'drop'])
          target.dispatchEvent(
            new DragEvent(type, { dataTransfer: data, bubbles: true }),
          );
        target.dispatchEvent(new CustomEvent('note', { detail: text }));
      }, SECRET),
    );
    expect(visited).toMatchObject(NO_LEAKS);
  },
);

it.concurrent(
  'hides which boxes are ticked and which option is chosen',
  async (test) => {
    const html = `<input type="checkbox" checked /><input type="radio" checked />
    <input id="later" type="checkbox" />
    <select><option>One</option><option selected>Two</option></select>`;
    const { recording } = await recordVisit(
      test,
      AREAS[0]!,
      html,
      async (page) => {
        await page.check('#later');
        await page.selectOption('select', { index: 0 });
      },
    );
    expect(recording).not.toMatch(/"(isChecked|checked|selected)":(true|"")/);
  },
);

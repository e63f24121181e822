/** What ordinary pages do, and a replay has to show. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeDom } from '../../support/dom-tree.js';
import { inOrder } from '../../support/played.js';
import { openRecordedPage } from '../../support/recorded-page.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

const { getBrowser, closeLater } = useBrowser();

const TICKED = '<input id="box" type="checkbox" checked>';
const FILLED =
  '<input id="field" value="default"><textarea id="area">default</textarea>';
const RADIOS =
  '<input id="first" type="radio" name="r" checked><input id="second" type="radio" name="r">';

/** Records a page that a visitor uses. Resolves to what it looks like then, and what its replay does. */
async function visit(
  body: string,
  use: (page: Page) => Promise<unknown>,
  sessionId = 1,
) {
  const { page, intake, replayer, complaints } = await openRecordedPage(
    getBrowser(),
    closeLater,
    `<style>p { color: red }</style><p n="1">Text</p>${body}`,
  );
  await use(page);
  // Some of it is told in a task of its own.
  await page.waitForTimeout(100);
  const dom = await page.evaluate<string[]>(
    `(${describeDom.toString()})(document)`,
  );
  await page.evaluate('sessionReplay.flush()');
  const events = await waitUntil('what followed', () => {
    const ordered = inOrder(intake.eventsOf(sessionId));
    return ordered.length > 2 || sessionId > 1 ? ordered : undefined;
  });
  const [shown] = await replayer.showAt(events, [events.length]);
  expect(complaints).toEqual([]);
  expect(shown?.warnings).toEqual([]);
  return { dom, shown, events };
}

describe('fields', () => {
  it.each([
    ['unticked', TICKED, (page: Page) => page.uncheck('#box')],
    [
      'emptied',
      FILLED,
      async (page: Page) => {
        await page.fill('#field', '');
        await page.fill('#area', '');
      },
    ],
    [
      'chosen instead of another',
      RADIOS,
      (page: Page) => page.check('#second'),
    ],
  ])(
    '%s by the visitor stay so when a session begins, and when they are moved',
    async (_, fields, change) => {
      const body = `<div id="from">${fields}</div><div id="to"></div>`;
      const begun = await visit(
        body,
        async (page) => {
          await change(page);
          await page.waitForTimeout(200);
          await page.evaluate('sessionReplay.setSessionId(2).promise');
        },
        2,
      );
      expect(begun.shown?.dom).toEqual(begun.dom);
      const moved = await visit(body, async (page) => {
        await change(page);
        await page.waitForTimeout(200);
        await page.evaluate('to.append(...from.children)');
      });
      expect(moved.shown?.dom).toEqual(moved.dom);
    },
  );

  it('that are reset have their first values again', async () => {
    const { dom, shown } = await visit(
      `<form id="form">${FILLED}${TICKED}${RADIOS}<input name="elements"></form>`,
      async (page) => {
        await page.fill('#field', 'other');
        await page.fill('#area', 'other');
        await page.uncheck('#box');
        await page.check('#second');
        await page.waitForTimeout(200);
        await page.evaluate('form.reset()');
      },
    );
    expect(dom.join('\n')).toContain('value:*******');
    expect(shown?.dom).toEqual(dom);
  });

  it('whose form is reset, and that have not changed, are not told', async () => {
    const { events } = await visit(
      `<form id="form">${FILLED}${TICKED}<input type="submit"><input type="reset"></form>`,
      async (page) => {
        await page.fill('#field', 'other');
        await page.waitForTimeout(200);
        await page.evaluate('form.reset()');
      },
    );
    const inputs = events.filter((event) =>
      JSON.stringify(event).includes('"source":5'),
    );
    // What the visitor wrote, and what stands there again.
    expect(inputs).toHaveLength(2);
  });

  it('of one name in two forms are chosen apart from each other', async () => {
    const { dom, shown } = await visit(
      `<form>${RADIOS}</form><form>${RADIOS.replaceAll('id=', 'class=')}</form>`,
      (page) => page.check('#second'),
    );
    expect(dom.filter((line) => line.includes('checked:true'))).toHaveLength(2);
    expect(shown?.dom).toEqual(dom);
  });
});

it.each([
  ['d.close(); d.showModal()', '<dialog id="d" open>Text</dialog>'],
  ['d.close(); d.show()', '<dialog id="d">Text</dialog>'],
])('a dialog is open as it is after %s', async (script, body) => {
  const { dom, shown } = await visit(body, async (page) => {
    if (script.endsWith('d.show()')) {
      await page.evaluate('d.showModal()');
      await page.waitForTimeout(300);
    }
    await page.evaluate(script);
  });
  expect(shown?.dom).toEqual(dom);
});

it.each([
  ['an old attribute', 'xlink:href=#b', `set('xlink:href', '#b')`],
  ['one without a prefix', 'href=#b', `set('href', '#b')`],
  [
    'another attribute than before',
    'xlink:href=#c',
    `icon.setAttribute('href', '#b'); icon.removeAttribute('href'); set('xlink:href', '#c')`,
  ],
])('an icon that is named by %s changes with it', async (_, named, script) => {
  const { shown } = await visit(
    `<svg id="drawing"><use id="icon"></use></svg><script>
      const set = (name, value) => icon.setAttributeNS('http://www.w3.org/1999/xlink', name, value);
      set('${named.startsWith('x') ? 'xlink:' : ''}href', '#a');
    </script>`,
    (page) => page.evaluate(script),
  );
  const icon = shown?.dom.find((line) => line.includes('<use'));
  expect(icon?.match(/ \S*href=\S+(?=[ >])/g)).toEqual([` ${named}`]);
});

it('nothing is told of what is opened where it is open already', async () => {
  const { events } = await visit(
    '<details id="more" open><summary>More</summary></details>',
    async (page) => {
      await page.evaluate(`more.setAttribute('open', '')`);
      await page.waitForTimeout(300);
      await page.evaluate(`document.body.append('after')`);
    },
  );
  const told = events.slice(2).map((event) => JSON.stringify(event));
  expect(told).toEqual([expect.stringContaining('after')]);
});

it('wrappers that a frame has put around functions stay when it has loaded', async () => {
  let calls: unknown;
  const { shown } = await visit(
    '<iframe id="frame" n="2" srcdoc="<p>Inner</p>"></iframe>',
    async (page) => {
      await page.waitForTimeout(300);
      calls = await page.evaluate(`(async () => {
        const { Element, document: inner } = frame.contentWindow;
        const { attachShadow } = Element.prototype;
        let calls = 0;
        Element.prototype.attachShadow = function (...given) {
          calls += 1;
          return attachShadow.apply(this, given);
        };
        frame.dispatchEvent(new Event('load'));
        await new Promise((resolve) => setTimeout(resolve, 200));
        inner.body.append(inner.createElement('div'));
        inner.body.lastChild.attachShadow({ mode: 'open' });
        inner.body.append('after');
        return calls;
      })()`);
    },
  );
  expect(calls).toBe(1);
  expect(shown?.looks[1]).toMatch(/ Innerafter$/);
});

it.each([
  ['put to the list of the document', 'rgb(0, 0, 255)', ''],
  [
    'taken out of it again',
    'rgb(255, 0, 0)',
    'document.adoptedStyleSheets.pop()',
  ],
])('a sheet is %s', async (_, color, then) => {
  const { shown } = await visit('', async (page) => {
    await page.evaluate(`{
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('p { color: blue }');
      document.adoptedStyleSheets.push(sheet);
      document.body.append('after');
    }`);
    await page.waitForTimeout(300);
    await page.evaluate(`${then}; document.body.append('later')`);
    await page.waitForTimeout(300);
  });
  expect(shown?.looks[0]).toContain(color);
});

it('a frame that is written anew is told, with what is done in it', async () => {
  const write = (text: string) => `{
    const { contentDocument: written } = document.querySelector('iframe');
    written.open();
    written.write('<p>${text}</p><input><button>Go</button>');
    written.close();
  }`;
  const { shown, events } = await visit(
    '<iframe n="2"></iframe>',
    async (page) => {
      for (const text of ['First', 'Second']) {
        await page.evaluate(write(text));
        await page.waitForTimeout(300);
      }
      const frame = page.frameLocator('iframe');
      await frame.locator('input').fill('abc');
      await frame.locator('button').click();
      await page.evaluate(
        `document.querySelector('iframe').contentDocument.body.append('late')`,
      );
    },
  );
  const json = events.map((event) => JSON.stringify(event));
  const count = (pattern: RegExp) =>
    json.filter((text) => pattern.test(text)).length;
  // An input, and a click.
  expect(count(/"source":5,"text":"\*\*\*"/)).toBe(1);
  expect(count(/"source":2,"type":2,/)).toBe(1);
  expect(shown?.looks[1]).toMatch(/ SecondGolate$/);
});

it('the page gets from old functions what it gets without a recording', async () => {
  let answers: unknown;
  const { shown } = await visit('<style id="style"></style>', async (page) => {
    answers = await page.evaluate(`[
      style.sheet.addRule('p', 'color: lime'),
      style.sheet.addRule('p', 'color: blue'),
      style.sheet.addRule('b', 'color: red', 0),
      style.sheet.removeRule(0),
      style.sheet.removeRule(1),
      style.sheet.cssRules.length,
      /native code/.test(style.sheet.addRule),
    ]`);
    await page.evaluate(`document.body.append('after')`);
  });
  expect(answers).toEqual([-1, -1, -1, undefined, undefined, 1, true]);
  expect(shown?.looks[0]).toContain('rgb(0, 255, 0)');
});

import { EventType } from '@rrweb/types';
import { expect, it } from 'vitest';
import { startIntake } from '../../support/intake-server.js';
import { startPages } from '../../support/page-server.js';
import { inOrder } from '../../support/played.js';
import { replayToEnd } from '../../support/replayer.js';
import { standaloneOptions } from '../../support/standalone-options.js';
import { waitUntil } from '../../support/wait-until.js';
import { openWatchedPage } from '../../support/watched-page.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

/** So many rules are read in several steps. */
const LARGE = 30_000;

it.each([
  ['gets one', `sheet.insertRule('b { top: 1px }', 29_000)`],
  ['loses one', 'sheet.deleteRule(29_000)'],
  [
    'gets one in a group',
    `sheet.cssRules[30_000].insertRule('b { top: 2px }')`,
  ],
])(
  'shows each rule once where a large sheet %s while it is being read',
  async (_, change) => {
    const { page, open, intake, replayed } =
      await visit(`<style>p { color: red }</style><style>
      ${Array.from({ length: LARGE }, (_, i) => `.r${i} { top: 0px }`).join('')}
      @media all { i { margin: 0px } }
    </style>`);
    await page.evaluate(countReading);
    void page.evaluate(open);
    const readBefore = await page.evaluate<number>(`changeWhenReading(() => {
      const [small, sheet] = document.styleSheets;
      small.insertRule('b { top: 3px }');
      ${change};
    })`);
    expect(readBefore).toBeLessThan(LARGE);
    const rules = await page.evaluate(rulesOfSheets);
    expect((await replayed()).slice(-2)).toEqual(rules);
    const types = intake.eventsOf(1).map(({ type }) => type);
    expect(types.indexOf(EventType.FullSnapshot)).toBe(1);
  },
);

it('shows the rules that a page puts into its sheets and takes out, whatever happens between', async () => {
  const { page, open, intake, replayed } = await visit(`
    <style id="first">p { color: red }</style>
    <style id="second">p { color: blue } @media all { i { margin: 0px } }</style>`);
  await page.evaluate(open);
  await waitUntil('a snapshot', () => intake.eventsOf(1)[1]);
  await page.evaluate(changeSheets, 400);
  const rules = await page.evaluate(rulesOfSheets);
  expect((await replayed()).slice(-rules.length)).toEqual(rules);
});

/** Opens a page with these styles. */
async function visit(styles: string) {
  const intake = await startIntake();
  const pages = await startPages({
    '/': `<!doctype html>${styles}<p>Text</p><script src="/dist/session-replay.min.js"></script>`,
  });
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  return {
    intake,
    page,
    /** What starts recording. */
    open: `sessionReplay.init('key', ${standaloneOptions(intake)}).promise`,
    /** The rules of each sheet at the end of the replay; the first ones are the replayer's own. */
    replayed: async () => {
      await page.evaluate('sessionReplay.flush()');
      const events = inOrder(intake.eventsOf(1));
      const { rules, warnings } = await replayToEnd(getBrowser(), events);
      expect(warnings).toEqual([]);
      expect(complaints).toEqual([]);
      return rules;
    },
  };
}

/** Runs in the page. Says how many rules were read before a change that is made as soon as some are. */
function countReading(): void {
  const read = { count: 0 };
  const original = Object.getOwnPropertyDescriptor(
    CSSRule.prototype,
    'cssText',
  );
  Object.defineProperty(CSSRule.prototype, 'cssText', {
    get() {
      read.count += 1;
      return original?.get?.call(this) as string;
    },
  });
  Object.assign(window, {
    changeWhenReading: async (change: () => void): Promise<number> => {
      while (read.count === 0)
        await new Promise((resolve) => {
          setTimeout(resolve, 0);
        });
      const before = read.count;
      change();
      return before;
    },
  });
}

/** Runs in the page. */
async function changeSheets(count: number): Promise<void> {
  let seed = 7;
  const random = (below: number): number =>
    (seed = (seed * 48_271) % 2_147_483_647) % below;
  const task = () => new Promise((resolve) => setTimeout(resolve, random(80)));
  const styles = [...document.querySelectorAll('style')];
  for (let step = 0; step < count; step += 1) {
    const style = styles[random(styles.length)] as HTMLStyleElement;
    const sheet = style.sheet as CSSStyleSheet;
    const { length } = sheet.cssRules;
    const kind = random(20);
    if (kind < 9)
      sheet.insertRule(`.r${step} { top: ${step}px }`, random(length + 1));
    else if (kind < 14 && length > 0) sheet.deleteRule(random(length));
    else if (kind === 14) sheet.insertRule('@media all { b { top: 0px } }');
    else if (kind === 15) {
      const group = [...sheet.cssRules].find(
        (it) => it instanceof CSSMediaRule,
      );
      group?.insertRule(`.n${step} { top: ${step}px }`);
    } else if (kind === 16) document.querySelector('p')?.click();
    else if (kind === 17) style.textContent = `.t${step} { top: ${step}px }`;
    else if (kind === 18) document.head.append(style);
    else await task();
  }
}

/** Runs in the page. The rules of each sheet. */
function rulesOfSheets(): string[] {
  return [...document.styleSheets].map((sheet) =>
    [...sheet.cssRules].map(({ cssText }) => cssText).join('\n'),
  );
}

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

it('shows the rules that a page puts into its sheets and takes out, whatever happens between', async () => {
  const intake = await startIntake();
  const pages = await startPages({
    '/': `<!doctype html>
      <style id="first">p { color: red }</style>
      <style id="second">p { color: blue } @media all { i { margin: 0px } }</style>
      <p>Text</p>
      <script src="/dist/session-replay.min.js"></script>`,
  });
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  await page.evaluate(
    `sessionReplay.init('key', ${standaloneOptions(intake)}).promise`,
  );
  await waitUntil('a snapshot', () => intake.eventsOf(1)[1]);
  const rules = await page.evaluate(changeSheets, 400);
  await page.evaluate('sessionReplay.flush()');

  const events = inOrder(intake.eventsOf(1));
  const replayed = await replayToEnd(getBrowser(), events);
  expect(replayed.rules.slice(-rules.length)).toEqual(rules);
  expect(replayed.warnings).toEqual([]);
  expect(complaints).toEqual([]);
});

/** Runs in the page. Returns the rules of each sheet at the end. */
async function changeSheets(count: number): Promise<string[]> {
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
  return [...document.styleSheets].map((sheet) =>
    [...sheet.cssRules].map(({ cssText }) => cssText).join('\n'),
  );
}

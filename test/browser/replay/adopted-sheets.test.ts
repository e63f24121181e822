import { expect, it } from 'vitest';
import { inOrder } from '../../support/played.js';
import { openRecordedPage } from '../../support/recorded-page.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

it('shows a sheet in shadow trees and in the document after the first that had it is gone', async () => {
  const { page, intake, replayer, complaints } = await openRecordedPage(
    getBrowser(),
    closeLater,
    '<p n="0">Text</p><main></main>',
  );
  await page.evaluate(shareSheet);
  await page.evaluate('sessionReplay.flush()');

  const events = inOrder(intake.eventsOf(1));
  const [shown] = await replayer.showAt(events, [events.length]);
  expect(shown?.looks).toEqual([
    '0 rgb(0, 0, 255) rgba(0, 0, 0, 0) ',
    '2 rgb(255, 0, 0) rgba(0, 0, 0, 0) ',
    '3 rgb(255, 0, 0) rgba(0, 0, 0, 0) ',
  ]);
  expect(shown?.warnings).toEqual([]);
  expect(complaints).toEqual([]);
});

/** Runs in the page. */
async function shareSheet(): Promise<void> {
  const sheetOf = (css: string): CSSStyleSheet => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  };
  const told = () => new Promise((resolve) => setTimeout(resolve, 300));
  const sheet = sheetOf('b { color: red }');
  const host = (n: number): Element => {
    const element = document.createElement('div');
    const root = element.attachShadow({ mode: 'open' });
    root.innerHTML = `<b n="${n}">Text</b>`;
    root.adoptedStyleSheets = [sheet];
    document.querySelector('main')?.append(element);
    return element;
  };
  document.adoptedStyleSheets = [sheetOf('p { color: blue }')];
  const first = host(1);
  await told();
  host(2);
  await told();
  first.remove();
  await told();
  host(3);
  await told();
}

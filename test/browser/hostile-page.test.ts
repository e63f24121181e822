import { expect, it } from 'vitest';
import { SITES } from '../support/hosts.js';
import { startIntake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import { giveListsJson } from '../support/prototype-js.js';
import { inputsOf, mentions } from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();
/** What an application is bundled with may have faults of its own. */
const [, ...SCRIPT_TAGS] = SITES;
const [scriptTag] = SCRIPT_TAGS;

async function visit(body: string, site = scriptTag, before = '') {
  const intake = await startIntake();
  const pages = await startPages(await site?.pages({ intake, body }));
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.addInitScript(before);
  await page.goto(pages.url);
  await page.evaluate('started');
  await waitUntil('a recording', () => intake.replays()[0]);
  const events = () => intake.replays().flatMap((replay) => replay.events);
  return { page, complaints, events };
}

it('records choices whose name has quotes', async () => {
  const { page, complaints, events } = await visit(
    `<input type="radio" name='a"] b' id="one" /><input type="radio" name='a"] b' id="two" />`,
  );
  await page.click('#one');
  await page.click('#two');
  await waitUntil('both', () => inputsOf(events()).length >= 4);
  expect(inputsOf(events())).toHaveLength(4);
  expect(complaints).toEqual([]);
});

it.each(SCRIPT_TAGS)(
  'records where every object has a property of the page, with $name',
  async (site) => {
    const { page, complaints, events } = await visit(
      '<input id="field" /><p>Text</p><iframe srcdoc="In the frame"></iframe>',
      site,
      `Object.prototype.foo = 'bar'; Array.prototype.baz = () => {};`,
    );
    await page.fill('#field', 'typed');
    await page.evaluate(`document.querySelector('p').className = 'new-class'`);
    await waitUntil('the change', () => mentions(events(), 'new-class'));
    expect(inputsOf(events()).length).toBeGreaterThan(0);
    expect(mentions(events(), 'In the frame')).toBe(true);
    expect(complaints).toEqual([]);
  },
);

it('records where lists have a JSON of their own', async () => {
  const { page, complaints, events } = await visit(
    '<input id="field" /><p>Text</p>',
    scriptTag,
    `(${String(giveListsJson)})()`,
  );
  await page.fill('#field', 'typed');
  await page.evaluate(`document.querySelector('p').className = 'new-class'`);
  await page.goto('about:blank');
  await waitUntil('the change', () => mentions(events(), 'new-class'));
  expect(inputsOf(events()).length).toBeGreaterThan(0);
  const [, snapshot] = events();
  expect(snapshot).toMatchObject({
    type: 2,
    data: { node: { childNodes: [{ type: 1 }, { type: 2 }] } },
  });
  // The Browser SDK cannot send its events from such a page.
  expect(complaints.filter((it) => it.includes('Session Replay'))).toEqual([]);
});

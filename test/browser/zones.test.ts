import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { FRAMES_BODY, FRAMES_PAGES } from '../support/frames-page.js';
import { SITES_WITH_ZONES } from '../support/hosts.js';
import { startIntake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import { mentions } from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const ZONE_JS = new URL(
  '../../node_modules/zone.js/bundles/zone.umd.min.js',
  import.meta.url,
);

/** A zone as Angular's: after each of its tasks, Angular would check the whole page for changes. */
const ZONE_SCRIPT = `<script src="/zone.js"></script>
  <script>
    let tasks = [];
    const note = (verb, { type, source }) => tasks.push(verb + ' ' + type + ' ' + source);
    const zone = Zone.root.fork({
      name: 'angular',
      onScheduleTask: (parent, current, target, task) => {
        note('scheduled', task);
        return parent.scheduleTask(target, task);
      },
      onInvokeTask: (parent, current, target, task, ...given) => {
        note('ran', task);
        return parent.invokeTask(target, task, ...given);
      },
    });
  </script>`;

const { getBrowser, closeLater } = useBrowser();

it.each(SITES_WITH_ZONES)(
  'gives Angular nothing to do, with $name',
  async (site) => {
    const intake = await startIntake();
    const pages = await startPages({
      ...(await site.pages({
        intake,
        addPlugin: 'never',
        body: ZONE_SCRIPT + FRAMES_BODY,
      })),
      ...FRAMES_PAGES,
      '/zone.js': {
        contentType: 'text/javascript',
        body: await readFile(ZONE_JS, 'utf8'),
      },
    });
    const { page, context, complaints } = await openWatchedPage(getBrowser());
    closeLater(() => context.close(), pages.close, intake.close);
    await page.goto(pages.url);
    await page.evaluate('started');
    const id = await page.evaluate<number>('amplitude.getSessionId()');
    const recorded = (text: string) =>
      waitUntil(text, () => mentions(intake.eventsOf(id), text));
    await page.evaluate('zone.run(() => amplitude.add(replay).promise)');
    await recorded('Deep');

    // Of the host's promises, which pass on what `setup` resolves to, there are some.
    expect(
      await page.evaluate(
        `tasks.filter((task) => !task.endsWith('microTask Promise.then'))`,
      ),
    ).toEqual([]);
    expect(await page.evaluate('tasks.length')).toBeLessThan(40);

    await page.evaluate('tasks = []');
    await page.mouse.move(10, 10);
    await page.mouse.move(50, 50, { steps: 20 });
    await page.mouse.wheel(0, 10);
    await page.locator('#field').pressSequentially('abc');
    await page.frameLocator('iframe').locator('button').click();
    // What the application does in its zone wakes what the recorder has wrapped.
    await page.evaluate(`zone.run(() => {
    document.querySelector('#field').value = 'set';
    document.head.appendChild(document.createElement('style')).sheet.insertRule('p { margin: 0 }');
    const host = document.createElement('div');
    document.querySelector('#place').append(host, document.createElement('iframe'));
    host.attachShadow({ mode: 'open' }).innerHTML = '<p>Late shadow</p>';
    sheet.insertRule('p { margin: 0 }');
  })`);
    await recorded('Late shadow');
    await page.evaluate(
      `zone.run(() => { sheet.insertRule('h1 { margin: 0 }'); })`,
    );
    await page.evaluate(`document.querySelector('h1').textContent = 'The end'`);
    await recorded('The end');
    expect(await page.evaluate('tasks')).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

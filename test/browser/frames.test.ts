import {
  EventType,
  IncrementalSource,
  MouseInteractions,
  type eventWithTime,
  type incrementalData,
} from '@rrweb/types';
import { expect, it } from 'vitest';
import { openFramesPage } from '../support/frames-page.js';
import {
  countSnapshots,
  inputsOf,
  mentions,
} from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { useBrowser } from '../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

/** Functions and accessors that are wrapped while a page is recorded, of a window. */
const WRAPPED = `(scope) => {
  const own = (object, name) => Object.getOwnPropertyDescriptor(object, name);
  const methods = {
    CSSStyleSheet: ['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replace', 'replaceSync'],
    CSSGroupingRule: ['insertRule', 'deleteRule'],
    CSSStyleDeclaration: ['setProperty', 'removeProperty'],
    Element: ['attachShadow'],
    CustomElementRegistry: ['define'],
    HTMLInputElement: ['value', 'checked'],
    HTMLSelectElement: ['value', 'selectedIndex'],
    HTMLTextAreaElement: ['value'],
    HTMLOptionElement: ['selected'],
  };
  const found = [scope.customElements.define];
  for (const [owner, names] of Object.entries(methods))
    for (const name of names) {
      const { value, set } = own(scope[owner].prototype, name);
      found.push(value ?? set);
    }
  const { document } = scope;
  for (const root of [document, document.querySelector('#host').shadowRoot])
    found.push(own(root, 'adoptedStyleSheets')?.set);
  return found;
}`;

async function visit() {
  const { intake, page, complaints } = await openFramesPage(
    getBrowser(),
    closeLater,
  );
  const sessionId = () => page.evaluate<number>('amplitude.getSessionId()');
  const events = async () => intake.eventsOf(await sessionId());
  /** Until the session is recorded, with what is in the frame. */
  const waitForFrame = () =>
    waitUntil('the frame', async () => mentions(await events(), 'Deep'));
  return { page, complaints, events, waitForFrame };
}

function dataOf<S extends IncrementalSource>(
  events: readonly eventWithTime[],
  source: S,
): Extract<incrementalData, { source: S }>[] {
  return events.flatMap((event) =>
    event.type === EventType.IncrementalSnapshot && event.data.source === source
      ? [event.data as Extract<incrementalData, { source: S }>]
      : [],
  );
}

it('records what happens in a frame once, however often the session has changed', async () => {
  const { page, complaints, events, waitForFrame } = await visit();
  await waitForFrame();
  for (const sessionId of [1, 2, 3]) {
    await page.evaluate(`amplitude.setSessionId(${sessionId})`);
    await waitForFrame();
  }
  const frame = page.frameLocator('iframe');
  await frame.locator('button').click();
  await frame.locator('input').pressSequentially('ab');
  await frame
    .locator('body > p')
    .evaluate((element) => element.append(' is new'));
  await page.evaluate('scrollTo(0, 1)');
  await waitUntil('the change', async () => mentions(await events(), 'is new'));

  const recorded = await events();
  expect(countSnapshots(recorded)).toBe(1);
  expect(inputsOf(recorded)).toHaveLength(2);
  expect(
    dataOf(recorded, IncrementalSource.MouseInteraction).filter(
      ({ type }) => type === MouseInteractions.Click,
    ),
  ).toHaveLength(1);
  expect(
    dataOf(recorded, IncrementalSource.Mutation).filter(({ adds }) =>
      JSON.stringify(adds).includes('is new'),
    ),
  ).toHaveLength(1);
  expect(complaints).toEqual([]);
});

it('follows a frame from page to page', async () => {
  const { page, complaints, events, waitForFrame } = await visit();
  await waitForFrame();
  const frame = page.frameLocator('iframe');
  for (const name of ['first', 'second']) {
    await page.evaluate(
      `document.querySelector('iframe').src = '/frame?${name}'`,
    );
    await page.waitForFunction(
      `frames[0].location.search === '?${name}' && frames[0].document.readyState === 'complete'`,
    );
    await page.evaluate('wait(20)');
    await frame.locator('input').fill(name);
    await frame.locator('body > p').evaluate((element, text) => {
      element.textContent = text;
    }, `Text of the ${name}`);
    await waitUntil(name, async () =>
      mentions(await events(), `Text of the ${name}`),
    );
  }
  expect(inputsOf(await events())).toHaveLength(2);
  expect(complaints).toEqual([]);
});

it('leaves nothing wrapped when it is removed, neither of the page nor of its frames', async () => {
  const { page, complaints, waitForFrame } = await visit();
  await waitForFrame();
  expect(
    await page.evaluate(`(async () => {
      const wrapped = ${WRAPPED};
      const scopes = [window, frames[0]];
      await amplitude.remove(replay.name).promise;
      const before = scopes.map(wrapped);
      await amplitude.add(replay).promise;
      while (replay.getStatus().state !== 'recording') await wait(1);
      await wait(100);
      const during = scopes.map(wrapped);
      await amplitude.remove(replay.name).promise;
      const after = scopes.map(wrapped);
      const isNative = (it) => !it || String(it).endsWith('{ [native code] }');
      const differences = (now) => now.map((all, scope) =>
        all.filter((it, index) => it !== before[scope][index]).length);
      return {
        areNative: after.flat().every(isNative),
        during: differences(during),
        after: differences(after),
      };
    })()`),
  ).toEqual({ areNative: true, during: [19, 19], after: [0, 0] });
  expect(complaints).toEqual([]);
});

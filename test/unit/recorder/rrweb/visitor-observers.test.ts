import { record as ours } from '@rrweb/record';
import { EventType, IncrementalSource, type eventWithTime } from '@rrweb/types';
import { record as rrweb } from 'rrweb';
import { afterEach, expect, it, vi } from 'vitest';
import { rrwebOptions } from '../../../../src/recorder/rrweb-options.js';
import type { RrwebRecord } from '../../../../src/recorder/rrweb/parts.js';
import { createSerialise } from '../../../../src/recorder/rrweb/serialise.js';
import { settle } from '../../../support/fake-timers.js';
import { NO_CHANGES } from './no-changes.js';

const options = rrwebOptions({ blockSelector: null, inlineStylesheets: true });

const PAGE = `<p>Text</p><video></video><div class="amp-block"><b>Hidden</b><input></div><input name="text">
  <input type="checkbox"><input type="radio" name="a" value="1" checked><input type="radio" name="a" value="2">
  <select><option>1<option>2</select><textarea></textarea><input class="rr-ignore">`;

// jsdom has none, and rrweb watches other events then.
vi.stubGlobal('PointerEvent', MouseEvent);

const stops: ((() => void) | undefined)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop?.();
});

/** What of a visit a recorder tells, with nodes for their IDs. */
function start(record: typeof rrweb): unknown[] {
  const told: unknown[] = [];
  const nodeOf = (key: string, value: unknown): unknown => {
    if (key === 'timeOffset') return typeof value;
    if (!['id', 'start', 'end'].includes(key)) return value;
    const node = record.mirror.getNode(Number(value));
    return node instanceof Element ? node.outerHTML : node?.nodeName;
  };
  const emit = ({ type, data }: eventWithTime): void => {
    if (type === EventType.IncrementalSnapshot)
      if (data.source !== IncrementalSource.Mutation)
        told.push(JSON.parse(JSON.stringify(data, nodeOf)));
  };
  stops.push(record({ ...options, recordAfter: 'DOMContentLoaded', emit }));
  return told;
}

/** What both tell of it. */
async function tellings(visit: () => void): Promise<[unknown[], unknown[]]> {
  document.body.innerHTML = PAGE;
  const record = ours as RrwebRecord;
  Object.assign(record, {
    serialise: createSerialise(record, '.amp-block'),
    changes: NO_CHANGES,
  });
  const theirTelling = start(rrweb);
  const ourTelling = start(ours);
  visit();
  await settle();
  return [ourTelling, theirTelling];
}

const find = (selector: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(selector);
  if (!found) throw new Error(`there is no ${selector}`);
  return found;
};

const fire = (selector: string, event: Event, more: object = {}): void => {
  Object.assign(event, more);
  find(selector).dispatchEvent(event);
};

const pointer = (selector: string, type: string, pointerType?: string): void =>
  fire(
    selector,
    new MouseEvent(type, { bubbles: true, clientX: 3, clientY: 4 }),
    pointerType === undefined ? {} : { pointerType },
  );

const VISITS: [name: string, count: number, visit: () => void][] = [
  ...['mouse', 'touch', 'pen', ''].map((kind): (typeof VISITS)[number] => [
    `a press with "${kind}"`,
    5,
    () => {
      for (const type of ['pointerdown', 'pointerup', 'dblclick'])
        pointer('p', type, kind);
      // Browsers say of a click what it was made with, or do not.
      for (const given of [undefined, kind]) pointer('p', 'click', given);
    },
  ]),
  [
    'touches that come to nothing, or have none',
    1,
    () => {
      const event = (): Event => new Event('touchcancel', { bubbles: true });
      const touch = { clientX: 5, clientY: 6 };
      fire('p', event(), { changedTouches: [touch] });
      fire('p', event(), { changedTouches: [] });
    },
  ],
  [
    'the focus and the menu',
    3,
    () => {
      for (const type of ['focus', 'blur'])
        fire('[name=text]', new Event(type));
      pointer('p', 'contextmenu', 'mouse');
    },
  ],
  ['a move', 1, () => pointer('p', 'mousemove')],
  ['nothing in what is blocked', 0, () => pointer('b', 'pointerdown', 'pen')],
  [
    'scrolling',
    1,
    () => {
      find('p').scrollTop = 7;
      fire('p', new Event('scroll'));
    },
  ],
  [
    'scrolling of the page',
    1,
    () => document.dispatchEvent(new Event('scroll')),
  ],
  ['another size', 1, () => window.dispatchEvent(new Event('resize'))],
  ...['play', 'pause', 'seeked', 'volumechange', 'ratechange'].map(
    (type): (typeof VISITS)[number] => [
      type,
      1,
      () => fire('video', new Event(type)),
    ],
  ),
  [
    'a selection',
    1,
    () => {
      document.getSelection()?.selectAllChildren(find('p'));
      document.dispatchEvent(new Event('selectionchange'));
    },
  ],
  [
    'what is written',
    4,
    () => {
      for (const selector of [
        '[name=text]',
        'textarea',
        'select',
        'div input',
      ]) {
        find(selector).value = '2';
        fire(selector, new Event('input', { bubbles: true }));
        fire(selector, new Event('change', { bubbles: true }));
      }
      fire('[type=checkbox]', new Event('change', { bubbles: true }));
      fire('.rr-ignore', new Event('change', { bubbles: true }));
      fire('p', new Event('input', { bubbles: true }));
    },
  ],
  ['one of several that is chosen', 2, () => find('[value="2"]').click()],
];

it.each(VISITS)('tells %s as rrweb does', async (_, count, visit) => {
  const [ourTelling, theirTelling] = await tellings(visit);
  expect(ourTelling).toEqual(theirTelling);
  expect(ourTelling.length).toBeGreaterThanOrEqual(count);
});

it('tells what a script writes, as rrweb does', async () => {
  const [ourTelling, theirTelling] = await tellings(() => {
    find('[name=text]').value = 'a';
    find('textarea').value = 'b';
    find('[type=checkbox]').checked = true;
    find('select').value = '2';
  });
  await new Promise((done) => setTimeout(done, 20));
  expect(ourTelling).toEqual(theirTelling);
  expect(ourTelling).toHaveLength(4);
});

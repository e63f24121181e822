import { EventType, type eventWithTime } from '@rrweb/types';
import { describe, expect, it, vi } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import {
  endWithTests,
  start,
  startSlowly as startOnSlowClock,
  type Circumstances,
} from './gathering-setup.js';
import { find, mutationsOf } from './rrweb/mutations-setup.js';

endWithTests();

const {
  Meta: meta,
  FullSnapshot: fullSnapshot,
  IncrementalSnapshot: incremental,
} = EventType;

const PARAGRAPHS = Array.from({ length: 400 }, (_, i) => `text ${i}`);
const PAGE = `<main>${PARAGRAPHS.map((it) => `<p>${it}</p>`).join('')}</main>`;

function startSlowly(html = PAGE, circumstances: Circumstances = {}) {
  const it = startOnSlowClock(html, circumstances);
  return {
    ...it,
    texts: () => textsOf(it.events.find(({ type }) => type === fullSnapshot)),
  };
}

/** All texts of a snapshot but those between elements. */
function textsOf(event: eventWithTime | undefined): string[] {
  const texts: string[] = [];
  JSON.stringify(event, (key, value: unknown) => {
    if (key === 'textContent' && String(value).trim())
      texts.push(String(value));
    return value;
  });
  return texts;
}

const moveMouse = (): unknown =>
  find('main').dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));

describe('the first snapshot of a large page', () => {
  it('is read in steps, and told as one', async () => {
    const { environment, types, texts } = startSlowly();
    expect(types()).toEqual([meta]);
    await environment.advance(5);
    expect(types()).toEqual([meta]);
    await environment.advance(1_000);
    expect(types()).toEqual([meta, fullSnapshot]);
    expect(texts()).toEqual(PARAGRAPHS);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('comes first where the page is still loading as recording starts', () => {
    const readyState = vi.spyOn(document, 'readyState', 'get');
    readyState.mockReturnValue('loading');
    const { events } = start('<p>text</p>');
    readyState.mockRestore();
    expect(events).toEqual([]);
    document.dispatchEvent(new Event('DOMContentLoaded'));
    window.dispatchEvent(new Event('load'));
    expect(events.map(({ type }) => type)).toEqual([
      meta,
      fullSnapshot,
      EventType.Load,
    ]);
  });

  it('is the same as one that is read at once', async () => {
    const slow = startSlowly(`<ul><li>One<li>Two</ul>${PAGE}<i>End</i>`);
    await slow.environment.advance(1_000);
    const slowly = JSON.stringify(slow.events.at(-1)?.data);
    slow.recorder.abandon();
    const { events } = start(document.body.innerHTML);
    expect(slowly).toBe(JSON.stringify(events.at(-1)?.data));
  });

  it('is read at once where the page is hidden', () => {
    const { types, texts } = startSlowly(PAGE, {
      prepare: (environment) => {
        environment.isHidden = () => true;
      },
    });
    expect(types()).toEqual([meta, fullSnapshot]);
    expect(texts()).toEqual(PARAGRAPHS);
  });

  it.each([
    ['a click', () => find('p').click()],
    [
      'another size of the window',
      () => window.dispatchEvent(new Event('resize')),
    ],
  ])('is read at once before %s', (_, act) => {
    const { types, texts } = startSlowly();
    act();
    expect(types()).toEqual([meta, fullSnapshot, incremental]);
    expect(texts()).toEqual(PARAGRAPHS);
  });

  it('has what can be read of it in a moment where that may be the last one', async () => {
    const { environment, recorder, types, texts, events } = startSlowly();
    recorder.flush(false);
    expect(types()).toEqual([meta]);
    find('main').append('new');
    find('p:last-child').append('left out');
    recorder.flush(true);
    expect(types()).toEqual([meta, fullSnapshot, incremental]);
    expect(texts().length).toBeGreaterThan(100);
    expect(texts().length).toBeLessThan(300);
    expect(texts()).toEqual(PARAGRAPHS.slice(0, texts().length));
    expect(mutationsOf(events)).toMatchObject([
      { adds: [{ node: { textContent: 'new' }, nextId: null }], texts: [] },
    ]);
    // The page lives on.
    await environment.advance(1);
    expect(types().slice(3)).toEqual([meta, fullSnapshot]);
    expect(textsOf(events.at(-1))).toEqual([...PARAGRAPHS, 'left out', 'new']);
  });

  it('leaves nothing out for good', async () => {
    const { environment, recorder, events } = startSlowly();
    recorder.flush(true);
    await environment.advance(1);
    const last = find('p:last-child');
    last.remove();
    await settle();
    await environment.advance(1_000);
    find('main').prepend(last);
    await settle();
    await environment.advance(1_000);
    expect(mutationsOf(events).map(({ adds }) => adds.length)).toEqual([0, 2]);
  });

  it('comes before another one', () => {
    const { recorder, types, texts } = startSlowly();
    recorder.restart();
    expect(types()).toEqual([meta, fullSnapshot, meta, fullSnapshot]);
    expect(texts()).toEqual(PARAGRAPHS);
  });

  it('comes before moves of the mouse, which keep their time', async () => {
    const { environment, types, events } = startSlowly();
    await environment.advance(5);
    moveMouse();
    expect(types()).toEqual([meta]);
    await environment.advance(1_000);
    expect(types()).toEqual([meta, fullSnapshot, incremental]);
    expect(events[2]?.data).toMatchObject({ source: 1 });
    const times = events.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('ends with what was read before, where the page is being changed as it is stopped', async () => {
    const { environment, recorder, types, texts } = startSlowly();
    await environment.advance(5);
    find('p:last-child').textContent = 'restricted';
    find('main').append('restricted');
    recorder.stop();
    expect(types()).toEqual([meta, fullSnapshot]);
    expect(texts().length).toBeGreaterThan(100);
    expect(texts()).toEqual(PARAGRAPHS.slice(0, texts().length));
  });

  it('ends with all of the page where it is stopped otherwise', () => {
    const { recorder, types, texts } = startSlowly();
    recorder.stop();
    expect(types()).toEqual([meta, fullSnapshot]);
    expect(texts()).toEqual(PARAGRAPHS);
  });

  it('is dropped with the rest where recording is given up', async () => {
    const { environment, recorder, types } = startSlowly();
    recorder.abandon();
    expect(environment.leftovers().timers).toBe(0);
    await environment.advance(1_000);
    expect(types()).toEqual([meta]);
  });

  it('is masked in all its parts', async () => {
    const { environment, texts } = startSlowly(
      PAGE.replace('<main>', '<main class="amp-mask">'),
    );
    await environment.advance(1_000);
    expect(texts()).toHaveLength(PARAGRAPHS.length);
    for (const text of texts()) expect(text).toMatch(/^[*\s]+$/);
  });

  it('is masked as each part is where it is read', async () => {
    const { environment, texts } = startSlowly();
    await environment.advance(5);
    find('main').classList.add('amp-mask');
    await environment.advance(1_000);
    const shown = texts().filter((text) => text.startsWith('text'));
    expect(shown).toEqual(PARAGRAPHS.slice(0, shown.length));
    expect(shown.length).toBeLessThan(PARAGRAPHS.length);
  });

  it('is given up where it cannot be masked', async () => {
    let isBroken = false;
    const { environment, types, onFailed } = startSlowly(PAGE, {
      pageUrl: () => {
        if (isBroken) throw new Error('broken by the page');
        return 'https://shop.example/';
      },
    });
    isBroken = true;
    await environment.advance(1_000);
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(types()).toEqual([meta]);
    expect(environment.leftovers().timers).toBe(0);
  });
});

it('knows a field for a password that was none any more when it was read', async () => {
  const { environment, events } = startSlowly(
    `${PAGE}<input type="password" value="hunter2">`,
  );
  await environment.advance(5);
  find('input').setAttribute('type', 'text');
  await settle();
  await environment.advance(1_000);
  expect(JSON.stringify(events)).toContain('"type":"text"');
  expect(JSON.stringify(events)).not.toContain('hunter2');
});

describe('what changes while the first snapshot is read', () => {
  const told = ({ events }: { events: eventWithTime[] }) =>
    mutationsOf(events).map(({ removes, adds, texts, attributes }) => ({
      removes: removes.length,
      adds: adds.flatMap(({ node }) =>
        'textContent' in node ? [node.textContent] : [],
      ),
      texts: texts.map(({ value }) => value),
      attributes: attributes.map((it) => it.attributes),
    }));
  const nothing = { removes: 0, adds: [], texts: [], attributes: [] };

  it.each([
    [
      'a text that was read comes after it',
      () => void (find('p').firstChild!.nodeValue = 'new'),
      PARAGRAPHS,
      [{ ...nothing, texts: ['new'] }],
    ],
    [
      'a text that was not read is told as it is then',
      () => void (find('p:last-child').firstChild!.nodeValue = 'new'),
      [...PARAGRAPHS.slice(0, -1), 'new'],
      [],
    ],
    [
      'what was read and has gone goes after it',
      () => find('p').remove(),
      PARAGRAPHS,
      [{ ...nothing, removes: 1 }],
    ],
    [
      'what was not read and has gone is not in it',
      () => find('p:last-child').remove(),
      PARAGRAPHS.slice(0, -1),
      [],
    ],
    [
      'what is new comes after it',
      () => find('p:last-child').before('new'),
      PARAGRAPHS,
      [{ ...nothing, adds: ['new'] }],
    ],
    [
      'what moves from where it was read is told once more',
      () => find('p:last-child').append(find('p')),
      PARAGRAPHS,
      [{ ...nothing, removes: 1, adds: ['text 0'] }],
    ],
    [
      'what moves from where it was not read is told after it',
      () => find('p').append(find('p:last-child')),
      PARAGRAPHS.slice(0, -1),
      [{ ...nothing, adds: ['text 399'] }],
    ],
    [
      'what is not read goes with what was',
      () => find('main').remove(),
      undefined,
      [{ ...nothing, removes: 1 }],
    ],
  ])('%s', async (_, change, texts, mutations) => {
    const slow = startSlowly();
    await slow.environment.advance(5);
    change();
    await settle();
    await slow.environment.advance(2_000);
    expect(slow.types().slice(0, 2)).toEqual([meta, fullSnapshot]);
    expect(slow.texts()).toEqual(
      texts ?? PARAGRAPHS.slice(0, slow.texts().length),
    );
    expect(told(slow)).toEqual(mutations);
  });
});

import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { endWithTests, start } from './gathering-setup.js';
import { find, mutationsOf } from './rrweb/mutations-setup.js';

endWithTests();

/** Records this page, with a clock on which each look takes 3 ms. */
function startSlowly(html: string) {
  const it = start(html);
  const { now } = it.environment;
  let looksMs = 0;
  it.environment.elapsed = () => now() + (looksMs += 3);
  /** The texts of the new nodes, event by event. */
  const toldTexts = () =>
    mutationsOf(it.events).map(({ adds }) =>
      adds.flatMap(({ node }) =>
        'textContent' in node ? [node.textContent] : [],
      ),
    );
  return { ...it, toldTexts };
}

const TEXTS = Array.from({ length: 100 }, (_, index) => String(index));
const ROWS = TEXTS.map((text) => `<b>${text}</b>`).join('');

describe('many new nodes are told of in parts', () => {
  it('each in a task of its own, until all are told', async () => {
    const { environment, count, toldTexts } = startSlowly('<div></div>');
    find('div').innerHTML = ROWS;
    await settle();
    await environment.advance(50);
    expect(count()).toBe(1);
    await environment.advance(5);
    expect(count()).toBe(2);
    await environment.advance(1_000);
    expect(count()).toBeGreaterThan(5);
    expect(toldTexts().flat()).toEqual(TEXTS);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('in larger ones the longer a busy page keeps them waiting', async () => {
    const { environment, events } = startSlowly('<div></div>');
    const counts = () => mutationsOf(events).map(({ adds }) => adds.length);
    find('div').innerHTML = ROWS.repeat(10);
    await settle();
    await environment.advance(50);
    const { elapsed } = environment;
    for (const waitedMs of [0, 200, 400, 5_000, 60_000]) {
      environment.elapsed = () => elapsed() + waitedMs;
      await environment.advance(5);
    }
    const [first, second, third = 0, fourth = 0, fifth = 0, last] = counts();
    expect(second).toBe(first);
    expect(third).toBeGreaterThan(10);
    expect(fourth).toBeGreaterThan(third);
    expect(fifth).toBeGreaterThan(fourth);
    expect(last).toBe(fifth);
  });

  it('all that is left at once before a click', async () => {
    const { environment, events, toldTexts } = startSlowly('<div></div>');
    find('div').innerHTML = ROWS;
    await settle();
    await environment.advance(50);
    expect(toldTexts().flat()).not.toEqual(TEXTS);
    find('div').click();
    expect(toldTexts().flat()).toEqual(TEXTS);
    expect(events.at(-1)?.data).toMatchObject({ source: 2 });
  });

  it('without those that have gone meanwhile, and with what was moved', async () => {
    const { environment, toldTexts } = startSlowly('<i>moved</i><div></div>');
    find('div').innerHTML = ROWS;
    await settle();
    await environment.advance(50);
    for (const row of Array.from(find('div').children).slice(50)) row.remove();
    find('div').append(find('i'));
    await settle();
    await environment.advance(30);
    expect(toldTexts().flat()).toEqual([...TEXTS.slice(0, 50), 'moved']);
  });

  it('before those that came later, which are gathered', async () => {
    const { environment, toldTexts } = startSlowly('<p></p><div></div>');
    find('div').innerHTML = ROWS;
    await settle();
    await environment.advance(50);
    find('p').innerHTML = '<u>later</u>';
    await settle();
    await environment.advance(49);
    expect(toldTexts().flat()).toEqual(TEXTS);
    await environment.advance(1_000);
    expect(toldTexts().flat()).toEqual([...TEXTS, 'later']);
  });
});

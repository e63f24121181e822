import { record } from '@rrweb/record';
import { EventType, type eventWithTime } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import { endWithTests, startSlowly } from './gathering-setup.js';
import { find } from './rrweb/mutations-setup.js';

endWithTests();

const { Meta: meta, FullSnapshot: fullSnapshot } = EventType;

const RULES = Array.from({ length: 6_000 }, (_, i) => `.r${i} {top: ${i}px;}`);
const PAGE = `<style id="small">i {top: 0px;}</style><style id="large">${RULES.join('')}</style><p>text</p>`;

/** The rules of the last sheet in the first snapshot. */
function rulesIn(events: eventWithTime[]): string[] {
  const texts = cssTextsIn(events.find(({ type }) => type === fullSnapshot));
  return (texts.at(-1) ?? '').split(/(?<=\})/);
}

function cssTextsIn(event: eventWithTime | undefined): string[] {
  const texts: string[] = [];
  JSON.stringify(event, (key, value: unknown) => {
    if (key === '_cssText') texts.push(String(value));
    return value;
  });
  return texts;
}

/** Goes on until the first snapshot is told. */
async function untilTold({
  environment,
  types,
}: Pick<ReturnType<typeof startSlowly>, 'environment' | 'types'>) {
  let steps = 0;
  for (; !types().includes(fullSnapshot); steps += 1)
    await environment.advance(5);
  return steps;
}

describe('a large style sheet', () => {
  it('is read in steps, and told as one', async () => {
    const slow = startSlowly(PAGE);
    expect(slow.types()).toEqual([meta]);
    expect(await untilTold(slow)).toBeGreaterThan(3);
    expect(rulesIn(slow.events)).toEqual(RULES);
    expect(slow.environment.leftovers().timers).toBe(0);
  });

  // What watches the rules of sheets asks for the ID of its element before they change.
  it('is read at once before its rules change, so that none is told twice or never', () => {
    const { types, events } = startSlowly(PAGE);
    record.mirror.getId(find('#large'));
    expect(types()).toEqual([meta, fullSnapshot]);
    expect(rulesIn(events)).toEqual(RULES);
  });

  it('waits on where another sheet changes', () => {
    const { types } = startSlowly(PAGE);
    record.mirror.getId(find('#small'));
    expect(types()).toEqual([meta]);
  });

  it.each([
    ['goes', () => find('#large').remove()],
    ['gets another text', () => void (find('#large').textContent = 'i {}')],
  ])('is told no further where its element %s meanwhile', async (_, change) => {
    const slow = startSlowly(PAGE);
    change();
    await untilTold(slow);
    const rules = rulesIn(slow.events);
    expect(rules.length).toBeLessThan(2_000);
    expect(rules).toEqual(RULES.slice(0, rules.length));
    await slow.environment.advance(1_000);
    expect(slow.events.slice(2)).toMatchObject([{ data: { removes: [{}] } }]);
  });

  it('tells nothing of a masked place that it has gone with', async () => {
    const texts = RULES.map((_, i) => `.a${i}:before {content: "secret${i}";}`);
    const slow = startSlowly(
      `<div class="amp-mask"><p><style>${texts.join('')}</style></p></div>`,
    );
    find('p').remove();
    await untilTold(slow);
    expect(rulesIn(slow.events).length).toBeGreaterThan(300);
    expect(JSON.stringify(slow.events)).not.toContain('secret');
  });

  it('is given up where its rules cannot be read any more', async () => {
    const slow = startSlowly(PAGE);
    const [, large] = document.styleSheets;
    Object.defineProperty(large, 'cssRules', {
      get: () => {
        throw new Error('broken by the page');
      },
    });
    await untilTold(slow);
    expect(rulesIn(slow.events).length).toBeLessThan(2_000);
    expect(slow.environment.leftovers().timers).toBe(0);
  });

  it('is masked in all its parts', async () => {
    const addresses = RULES.map(
      (_, i) => `.a${i} {background: url("/${i}.png?token=secret${i}");}`,
    );
    const slow = startSlowly(`<style>${addresses.join('')}</style>`);
    await untilTold(slow);
    expect(rulesIn(slow.events)).toHaveLength(addresses.length);
    const [css] = cssTextsIn(slow.events[1]);
    expect(css).toContain('/5999.png?token=');
    expect(css).not.toContain('secret');
  });

  it('is told no further where it is blocked meanwhile', async () => {
    const slow = startSlowly(PAGE);
    find('#large').className = 'amp-block';
    await untilTold(slow);
    const { length } = rulesIn(slow.events);
    expect(length).toBeLessThan(2_000);
    expect(JSON.stringify(slow.events)).not.toContain(RULES.at(-1));
  });

  it('lacks what there is no time for, until a fresh snapshot', async () => {
    const slow = startSlowly(PAGE);
    slow.recorder.flush(true);
    expect(slow.types()).toEqual([meta, fullSnapshot]);
    const told = rulesIn(slow.events);
    expect(told.length).toBeLessThan(5_000);
    expect(told).toEqual(RULES.slice(0, told.length));
    await slow.environment.advance(1);
    expect(slow.types().slice(2)).toEqual([meta, fullSnapshot]);
    expect(cssTextsIn(slow.events[3]).at(-1)).toBe(RULES.join(''));
  });
});

it('reads a small style sheet in one step, however slow the page is', () => {
  const few = RULES.slice(0, 90);
  const { recorder, events } = startSlowly(
    `${'<i></i>'.repeat(150)}<style>${few.join('')}</style>`,
  );
  recorder.flush(true);
  expect(rulesIn(events)).toEqual(few);
});

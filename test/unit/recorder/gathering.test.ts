import { record } from '@rrweb/record';
import { EventType, type eventWithTime } from '@rrweb/types';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { createRecorder } from '../../../src/recorder/recorder.js';
import type { RrwebRecord } from '../../../src/recorder/rrweb/parts.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { sampleRules } from '../privacy/sample-rules.js';
import { find, mutationsOf } from './rrweb/mutations-setup.js';

let stop: (() => void) | undefined;

afterEach(() => {
  stop?.();
  document.body.innerHTML = '';
});

/** Records this page, with timers that the test moves. */
function start(html: string) {
  document.body.innerHTML = html;
  const environment = fakeEnvironment();
  const events: eventWithTime[] = [];
  const secrets = createSecrets();
  const logger = fakeLogger();
  const onChange = vi.fn<() => void>();
  const recorder = createRecorder({
    environment,
    record: record as RrwebRecord,
    secrets,
    rules: () => sampleRules({ defaultMaskLevel: 'light' }),
    pageUrl: () => 'https://shop.example/',
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(logger, () => {}),
    onChange,
    onEvent: (event) => events.push(event),
    onFailed: () => {},
  });
  recorder.restart();
  stop = recorder.abandon;
  return {
    environment,
    events,
    recorder,
    secrets,
    logger,
    onChange,
    count: () => mutationsOf(events).length,
  };
}

const write = async (text: string): Promise<void> => {
  find('p').textContent = text;
  await settle();
};

describe('changes are gathered', () => {
  it('for 50 ms at first', async () => {
    const { environment, count, onChange } = start('<p></p>');
    await write('1');
    expect(onChange).toHaveBeenCalledTimes(1);
    await environment.advance(49);
    expect(count()).toBe(0);
    await environment.advance(1);
    expect(count()).toBe(1);
    expect(environment.leftovers().timers).toBe(0);
  });

  it.each([
    [10, 50],
    [120, 120],
    [1_000, 200],
  ])('after %i changes for %i ms', async (changeCount, windowMs) => {
    const { environment, count } = start('<p></p>');
    for (let index = 0; index < changeCount; index += 1)
      find('p').title = String(index);
    await settle();
    await environment.advance(50);
    expect(count()).toBe(1);
    await write('1');
    await environment.advance(windowMs - 1);
    expect(count()).toBe(1);
    await environment.advance(1);
    expect(count()).toBe(2);
  });

  it.each([
    [1_000, 100],
    [3_000, 300],
    [11_000, 1_000],
  ])('after %i new nodes for %i ms', async (nodeCount, windowMs) => {
    const { environment, count } = start('<p></p><div></div>');
    find('div').innerHTML = '<br>'.repeat(nodeCount);
    await settle();
    await environment.advance(50);
    expect(count()).toBe(1);
    await write('1');
    await environment.advance(windowMs - 1);
    expect(count()).toBe(1);
    await environment.advance(1);
    expect(count()).toBe(2);
  });

  it('after thousands of new nodes half as long each time', async () => {
    const { environment, count } = start('<p></p><div></div>');
    find('div').innerHTML = '<br>'.repeat(11_000);
    await settle();
    await environment.advance(50);
    const waits: number[] = [];
    for (let told = 1; told <= 6; told += 1) {
      await write(String(told));
      const fromMs = environment.now();
      while (count() === told) await environment.advance(1);
      waits.push(environment.now() - fromMs);
    }
    expect(waits).toEqual([1_000, 500, 250, 125, 63, 50]);
  });

  it.each([
    [2_000, 'with the other events that wait', 2],
    [3_000, 'longer than those', 1],
  ])('after %i new nodes %s', async (nodeCount, _, told) => {
    const { environment, recorder, count } = start('<p></p><div></div>');
    find('div').innerHTML = '<br>'.repeat(nodeCount);
    await settle();
    await environment.advance(50);
    await write('1');
    recorder.flush(false);
    expect(count()).toBe(told);
    recorder.flush(true);
    expect(count()).toBe(2);
  });

  it('until they are asked for', async () => {
    const { environment, recorder, count } = start('<p></p>');
    await write('1');
    recorder.flush(true);
    expect(count()).toBe(1);
    expect(environment.leftovers().timers).toBe(0);
    recorder.flush(true);
    expect(count()).toBe(1);
  });

  it('and told with those of the same task where there may be no other chance', () => {
    const { recorder, count } = start('<p></p>');
    find('p').textContent = '1';
    recorder.flush(true);
    expect(count()).toBe(1);
  });
});

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
    for (const waitedMs of [0, 300, 600, 5_000, 60_000]) {
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

describe('what is gathered is told before', () => {
  it.each<[string, () => void]>([
    ['a click', () => find('p').click()],
    [
      'an input',
      () => find('input').dispatchEvent(new Event('input', { bubbles: true })),
    ],
  ])('%s', async (_, act) => {
    const { events } = start('<p></p><input>');
    await write('1');
    act();
    const [, , ...told] = events.map(({ data }) => data);
    expect(told).toMatchObject([{ source: 0 }, { source: expect.any(Number) }]);
  });

  it('an event of a node that was moved, which has its new ID', async () => {
    const { events } = start('<p></p><div></div>');
    await settle();
    find('div').append(find('p'));
    await settle();
    find('p').click();
    const [moved] = mutationsOf(events);
    expect(events.at(-1)?.data).toMatchObject({
      id: moved?.adds[0]?.node.id,
    });
  });

  it('a snapshot, which then has it, with what the browser has not told yet', () => {
    const { events, recorder } = start('<p></p>');
    find('p').append('told');
    recorder.restart();
    expect(events.slice(2).map(({ type }) => type)).toEqual([
      EventType.IncrementalSnapshot,
      EventType.Meta,
      EventType.FullSnapshot,
    ]);
  });
});

describe('when the recording ends', () => {
  it('what is gathered is told', async () => {
    const { environment, recorder, count } = start('<p></p>');
    await write('1');
    recorder.stop();
    expect(count()).toBe(1);
    expect(environment.leftovers().timers).toBe(0);
  });

  it('what is gathered is dropped where the page has changed since', async () => {
    const { recorder, count } = start('<p></p>');
    await write('1');
    find('p').textContent = 'what it ends before';
    recorder.stop();
    expect(count()).toBe(0);
  });

  it('what is gathered is dropped where it is to be', async () => {
    const { environment, recorder, count } = start('<p></p>');
    await write('1');
    recorder.abandon();
    await write('2');
    await environment.advance(1_000);
    expect(count()).toBe(0);
    expect(environment.leftovers().timers).toBe(0);
  });
});

it('remembers a password that is shown before anybody has typed', async () => {
  const { secrets } = start('<input type="password">');
  const field = find('input') as HTMLInputElement;
  field.type = 'text';
  await settle();
  expect(secrets.isSecret(field)).toBe(true);
});

it('begins afresh where changes cannot be told', async () => {
  const { environment, events, logger } = start('<p></p>');
  await settle();
  const item = document.createElement('b');
  Object.defineProperty(item, 'attributes', {
    configurable: true,
    get: () => {
      Reflect.deleteProperty(item, 'attributes');
      throw new Error('no attributes');
    },
  });
  find('p').append(item);
  await settle();
  await environment.advance(200);
  await settle();
  expect(logger.texts()).toEqual([expect.stringContaining('no attributes')]);
  expect(events.slice(2).map(({ type }) => type)).toEqual([
    EventType.Meta,
    EventType.FullSnapshot,
  ]);
  expect(JSON.stringify(events.at(-1))).toContain('"tagName":"b"');
});

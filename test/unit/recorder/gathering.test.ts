import { EventType } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import { endWithTests, start, write } from './gathering-setup.js';
import { find, mutationsOf } from './rrweb/mutations-setup.js';

endWithTests();

/** How often was told: after a window, and a ms before and at the end of another that is as long as this. */
async function countsAround(
  windowMs: number,
  { environment, count }: ReturnType<typeof start>,
): Promise<number[]> {
  await settle();
  await environment.advance(50);
  const counts = [count()];
  await write('1');
  await environment.advance(windowMs - 1);
  counts.push(count());
  await environment.advance(1);
  return [...counts, count()];
}

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
    const recording = start('<p></p>');
    for (let index = 0; index < changeCount; index += 1)
      find('p').title = String(index);
    expect(await countsAround(windowMs, recording)).toEqual([1, 1, 2]);
  });

  it.each([
    [1_000, 100],
    [3_000, 300],
    [11_000, 1_000],
  ])('after %i new nodes for %i ms', async (nodeCount, windowMs) => {
    const recording = start('<p></p><div></div>');
    find('div').innerHTML = '<br>'.repeat(nodeCount);
    expect(await countsAround(windowMs, recording)).toEqual([1, 1, 2]);
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

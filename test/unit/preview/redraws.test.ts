import { afterEach, expect, it } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { startRedraws } from '../../../src/preview/redraws.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.innerHTML = '';
});

/** `drawingMs`: how long each drawing takes. */
function setup({ drawingMs = 0, fails = false } = {}) {
  let addedMs = 0;
  const environment = fakeEnvironment();
  const { elapsed } = environment;
  const logger = fakeLogger();
  const own = document.createElement('i');
  document.body.append(own);
  let count = 0;
  let scrollCount = 0;
  const stop = startRedraws({
    environment: { ...environment, elapsed: () => elapsed() + addedMs },
    scope: globalThis,
    guard: createGuard(logger, () => {}),
    isOwn: (node) => node === own,
    onScroll: () => {
      scrollCount += 1;
    },
    draw: () => {
      count += 1;
      addedMs += drawingMs;
      if (fails) throw new Error('broken');
      return [document];
    },
  });
  stops.push(stop);
  return {
    environment,
    logger,
    own,
    stop,
    count: () => count,
    scrollCount: () => scrollCount,
  };
}

/** Lets observers see what has changed. */
const settle = () => Promise.resolve();

it('draws at once, and every second although nothing happens', async () => {
  const { environment, count } = setup();
  expect(count()).toBe(1);
  await environment.advance(999);
  expect(count()).toBe(1);
  await environment.advance(1);
  expect(count()).toBe(2);
});

it('draws a change at most 250 ms after it, and many changes once', async () => {
  const { environment, count } = setup();
  document.body.append('one');
  await settle();
  document.body.className = 'two';
  await settle();
  await environment.advance(249);
  expect(count()).toBe(1);
  await environment.advance(1);
  expect(count()).toBe(2);
  document.body.className = '';
  await environment.advance(250);
  expect(count()).toBe(3);
});

it('draws a change at once when the last drawing is long ago', async () => {
  const { environment, count } = setup();
  await environment.advance(600);
  document.body.append('change');
  await settle();
  await environment.advance(0);
  expect(count()).toBe(2);
});

it('rests four times as long as a drawing takes', async () => {
  const { environment, count } = setup({ drawingMs: 100 });
  document.body.append('change');
  await settle();
  await environment.advance(399);
  expect(count()).toBe(1);
  await environment.advance(1);
  expect(count()).toBe(2);
});

it('takes no notice of changes of its own', async () => {
  const { environment, own, count } = setup();
  own.className = 'changed';
  await settle();
  await environment.advance(900);
  expect(count()).toBe(1);
});

it.each(['scroll', 'load', 'toggle', 'transitionend', 'animationend'])(
  'draws after %s of an element',
  async (type) => {
    const { environment, count } = setup();
    document.body.dispatchEvent(new Event(type));
    await environment.advance(250);
    expect(count()).toBe(2);
  },
);

it.each(['resize', 'popstate', 'hashchange', 'pageshow'])(
  'draws after %s of the page',
  async (type) => {
    const { environment, count } = setup();
    environment.fire('window', type);
    await environment.advance(250);
    expect(count()).toBe(2);
  },
);

it('tells of scrolling at once', () => {
  const { environment, scrollCount } = setup();
  environment.fire('window', 'scroll');
  expect(scrollCount()).toBe(1);
});

it('goes on after a drawing that failed', async () => {
  const { environment, logger, count } = setup({ fails: true });
  await environment.advance(1000);
  expect(count()).toBe(2);
  expect(logger.texts()).toEqual([
    'failed in drawing the privacy preview: Error: broken',
  ]);
});

it('leaves no timer and no listener when it is stopped', async () => {
  const { environment, stop, count } = setup();
  stop();
  document.body.append('change');
  document.body.dispatchEvent(new Event('scroll'));
  await settle();
  await environment.advance(5000);
  expect(count()).toBe(1);
  expect(environment.leftovers()).toEqual({
    timers: 0,
    idleTasks: 0,
    listeners: 0,
  });
});

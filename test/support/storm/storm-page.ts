/** Records a page in a storm of random changes. Runs in the browser, as a bundle of its own. */
import type { eventWithTime } from '@rrweb/types';
import { createEnvironment } from '../../../src/environment.js';
import { createGuard } from '../../../src/guard.js';
import { joinRules } from '../../../src/privacy/rules.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { createRecorder } from '../../../src/recorder/recorder.js';
import { record } from '../../../src/recorder/rrweb/record.js';
import { describeDom } from '../dom-tree.js';
import { fakeLogger } from '../fake-logger.js';
import { describeLooks } from '../looks.js';
import { OPERATIONS } from './operations.js';
import { CALM, createWorld, type World } from './world.js';

/** What the page was when a click was recorded. */
export interface Mark {
  /** How many events there were, with that of the click. */
  eventCount: number;
  /** The page as `describeDom` describes it. */
  dom: string[];
}

/** A storm that is over. */
export interface Storm {
  events: eventWithTime[];
  marks: Mark[];
  /** At the last mark, the page as `describeLooks` describes it. */
  looks: string[];
  /** What went wrong in the recorder, or was warned about. */
  complaints: string[];
  /** The operations, in their order. */
  log: string[];
}

/** How many operations there are before the recording starts, so that it has something to read. */
const STEPS_BEFORE = 60;

/** How many operations there are from one click to the next. */
const CLICK_EVERY = 25;

/** Longer than changes are gathered, and than a frame of the site needs. Unit: ms. */
const SETTLE_MS = 400;

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

Object.assign(window, { storm });

async function storm(
  seed: number,
  stepCount: number,
  names = Object.keys(OPERATIONS),
): Promise<Storm> {
  document.body.innerHTML = CALM;
  const logger = fakeLogger();
  const events: eventWithTime[] = [];
  const marks: Mark[] = [];
  const log: string[] = [];
  const mark = (): void => {
    marks.push({ eventCount: events.length, dom: describeDom(document) });
  };
  /** A box is ticked before the click is told, and that is told after it. */
  const markClick = (event: Event): void => {
    const [target] = event.composedPath();
    if (!(target as Element).matches('[type=checkbox]')) mark();
  };
  const world = createWorld(seed);
  const change = async (): Promise<void> => {
    const name = world.pick(names);
    log.push(name);
    OPERATIONS[name]?.(world);
    await pause(world);
  };
  for (let step = 0; step < STEPS_BEFORE; step += 1) await change();
  // With every other seed the page is read, and what is new is told, in many small parts.
  const recorder = startRecorder(logger, events, seed % 2 === 0);
  // After rrweb's, and before what the click does to the page.
  document.addEventListener('click', markClick, true);
  for (let step = 1; step <= stepCount; step += 1) {
    await change();
    if (step % CLICK_EVERY > 0) continue;
    // Values that scripts have set are told in a task of their own.
    await sleep(0);
    world
      .pick(world.elements())
      .dispatchEvent(
        new MouseEvent('click', { bubbles: true, composed: true }),
      );
  }
  await sleep(SETTLE_MS);
  document.removeEventListener('click', markClick, true);
  recorder.flush(true);
  mark();
  recorder.stop();
  const looks = describeLooks(document);
  return { events, marks, looks, complaints: logger.texts(), log };
}

async function pause({ below }: World): Promise<void> {
  const choice = below(9);
  if (choice === 0) await sleep(3);
  else if (choice === 1) await sleep(60);
  else if (choice < 5) await Promise.resolve();
}

/**
 * A clock that jumps to and fro by more than the recorder gives itself at a time. In the end it has taken no time, so
 * that it does not rest.
 */
function hastyClock(): () => number {
  let reads = 0;
  return () => performance.now() + 10 * (reads++ % 2);
}

function startRecorder(
  logger: ReturnType<typeof fakeLogger>,
  events: eventWithTime[],
  isHasty: boolean,
) {
  const environment = createEnvironment();
  if (isHasty) environment.elapsed = hastyClock();
  const rules = joinRules(
    { defaultMaskLevel: 'light' },
    undefined,
    () => true,
    logger,
  );
  const recorder = createRecorder({
    environment,
    record,
    secrets: createSecrets(),
    rules: () => rules,
    pageUrl: () => location.href,
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(logger, () => {}),
    onChange: () => {},
    // Later changes of the same objects are none of what was told.
    onEvent: (event) => events.push(structuredClone(event)),
    onFailed: () => logger.error('failed'),
  });
  recorder.restart();
  return recorder;
}

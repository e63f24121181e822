import { EventType } from '@rrweb/types';
import type { CommonOptions } from '../../src/config/options.js';
import { readSettings } from '../../src/config/settings.js';
import { createDrops } from '../../src/drops.js';
import { createGuard } from '../../src/guard.js';
import { createPipeline, type Pipeline } from '../../src/pipeline.js';
import type { CaptureContext } from '../../src/store/session-store.js';
import {
  fakeEnvironment,
  type FakeEnvironment,
} from '../support/fake-environment.js';
import { fakeLocks } from '../support/fake-locks.js';
import { fakeLogger } from '../support/fake-logger.js';
import { settle } from '../support/fake-timers.js';
import { readSentBatches } from '../support/sent-batches.js';
import { recordedEvent } from './recorder/sample-events.js';
import { sampleContext } from './store/sample-rows.js';

/** How long it takes at most until an event is in the journal. Unit: ms. */
export const JOURNALLED_MS = 250;

/** The two sessions of most tests. */
export const first = sampleContext({ sessionId: 'first' });
export const second = sampleContext({ sessionId: 'second' });

/** How long after a page the next one is opened. Unit: ms. */
const NEXT_PAGE_MS = 3_600_000;

let projectCount = 0;
let pageCount = 0;
let locks: LockManager;

/** Begins a project of its own, for each test. */
export function newProject(): void {
  projectCount += 1;
  pageCount = 0;
  locks = fakeLocks();
}

/** A crash: nothing of the pages runs any more, and the browser frees their locks. */
export function crashPages(): void {
  locks = fakeLocks();
}

/** Names of the locks that pages hold. */
export async function heldLocks(): Promise<(string | undefined)[]> {
  const { held = [] } = await locks.query();
  return held.map(({ name }) => name);
}

/** What a page can do from its first moment on. */
export interface Page {
  environment: FakeEnvironment;
  pipeline: Pipeline;
  push: (text: string, context?: CaptureContext) => void;
}

/** A page of this test's project: all of them share the browser's storage and locks. */
export async function openPage({
  isServerUp = true,
  options = {},
  atStart = () => {},
  current,
}: {
  isServerUp?: boolean;
  options?: CommonOptions;
  /** What is being recorded. */
  current?: CaptureContext;
  /** Runs before the storage is open. */
  atStart?: (page: Page) => void;
} = {}) {
  const environment = fakeEnvironment({
    locks,
    uniqueId: () => `page-${Math.random()}`,
  });
  await environment.advance(NEXT_PAGE_MS * pageCount);
  pageCount += 1;
  if (!isServerUp)
    environment.respond(() => Promise.reject(new TypeError('Failed to fetch')));
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const apiKey = `key-${projectCount}`;
  const settings = readSettings(options, { apiKey }, logger);
  if (!settings) throw new Error('These options switch everything off');
  const disabled: CaptureContext[] = [];
  /** What became of events: `free`, or the session that lost some. */
  const told: (string | undefined)[] = [];
  const pipeline = createPipeline({
    environment,
    settings,
    guard: createGuard(logger, () => {}),
    logger,
    drops,
    current: () => current,
    collect: () => {},
    pageUrl: () => environment.pageUrl(),
    onOpen: () => {},
    onDisabled: (context) => disabled.push(context),
    onLost: (context) => told.push(context && `lost ${context.sessionId}`),
    onWayFree: () => told.push('free'),
  });
  const push = (text: string, context = first) =>
    pipeline.push(
      recordedEvent(EventType.IncrementalSnapshot, environment.now(), { text }),
      context,
    );
  const opened = pipeline.open().then(() => true);
  atStart({ environment, pipeline, push });
  // Sealing what a dead page left takes idle time.
  for (let isOpen = false; !isOpen;) {
    await environment.advance(200);
    isOpen = await Promise.race([opened, settle().then(() => false)]);
  }
  const { databaseName } = settings;
  return {
    environment,
    pipeline,
    databaseName,
    drops,
    logger,
    disabled,
    told,
    push,
  };
}

/** Session and texts of each batch that was sent. */
export const sentBy = ({ requests }: Pick<FakeEnvironment, 'requests'>) =>
  readSentBatches(requests).map(({ sessionId, events }) => [
    sessionId,
    ...events.map(({ data }): unknown => Reflect.get(Object(data), 'text')),
  ]);

/** Gives the compression the idle time that it waits for. */
export async function inIdleTime(
  environment: FakeEnvironment,
  work: Promise<void>,
): Promise<void> {
  await environment.idle();
  return work;
}

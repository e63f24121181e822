import { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import { afterEach, vi } from 'vitest';
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

/** Call it once, outside of tests. Each recording ends with its test. */
export function endWithTests(): void {
  afterEach(() => {
    stop?.();
    document.body.innerHTML = '';
  });
}

/** What a recording is given that most tests do not care about. */
export interface Circumstances {
  /** May change the environment before. */
  prepare?: (environment: ReturnType<typeof fakeEnvironment>) => void;
  pageUrl?: () => string;
}

/** Records this page, with timers that the test moves. */
export function start(
  html: string,
  { prepare, pageUrl = () => 'https://shop.example/' }: Circumstances = {},
) {
  document.body.innerHTML = html;
  const environment = fakeEnvironment();
  prepare?.(environment);
  const onFailed = vi.fn<() => void>();
  const events: eventWithTime[] = [];
  const secrets = createSecrets();
  const logger = fakeLogger();
  const onChange = vi.fn<() => void>();
  const recorder = createRecorder({
    environment,
    record: record as RrwebRecord,
    secrets,
    rules: () => sampleRules({ defaultMaskLevel: 'light' }),
    pageUrl,
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(logger, () => {}),
    onChange,
    onEvent: (event) => events.push(event),
    onFailed,
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
    onFailed,
    count: () => mutationsOf(events).length,
  };
}

/** The same with a clock on which each look takes 3 ms. */
export function startSlowly(html: string, circumstances: Circumstances = {}) {
  let looksMs = 0;
  const it = start(html, {
    ...circumstances,
    prepare: (environment) => {
      const { now } = environment;
      environment.elapsed = () => now() + (looksMs += 3);
      circumstances.prepare?.(environment);
    },
  });
  return { ...it, types: () => it.events.map(({ type }) => type) };
}

/** Changes the text of the paragraph. */
export const write = async (text: string): Promise<void> => {
  find('p').textContent = text;
  await settle();
};

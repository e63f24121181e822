import { EventType, type eventWithTime } from '@rrweb/types';
import { record } from '@rrweb/record';
import { afterEach, describe, expect, it } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { createRecorder } from '../../../src/recorder/recorder.js';
import type { RrwebRecord } from '../../../src/recorder/rrweb/parts.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleRules } from '../privacy/sample-rules.js';

let stop = (): void => {};

afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

/** Records the page. Each event takes `cost.ms` of its time. */
function setup() {
  const cost = { ms: 0 };
  let spentMs = 0;
  const environment = fakeEnvironment();
  const events: eventWithTime[] = [];
  const recorder = createRecorder({
    environment: {
      ...environment,
      elapsed: () => environment.now() + spentMs,
    },
    record: record as RrwebRecord,
    secrets: createSecrets(),
    rules: sampleRules,
    pageUrl: () => 'https://shop.example/',
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(fakeLogger(), () => {}),
    onChange: () => {},
    onEvent: (event) => {
      events.push(event);
      spentMs += cost.ms;
    },
    onFailed: () => {},
  });
  stop = recorder.stop;
  /** Changes the page so often, with a wait of this length after each. */
  const change = async (times: number, waitMs: number): Promise<void> => {
    for (let i = 0; i < times; i += 1) {
      document.body.append(document.createElement('p'));
      await environment.advance(waitMs);
    }
  };
  const types = () => events.map(({ type }) => type);
  recorder.restart();
  return { environment, recorder, events, types, cost, change };
}

describe('recording that takes too much of the page’s time', () => {
  it('gathers changes for longer', async () => {
    const { events, cost, change } = setup();
    cost.ms = 200;
    await change(4, 60);
    cost.ms = 0;
    const before = events.length;
    await change(20, 50);
    expect(events.length - before).toBe(1);
  });

  it('and goes on doing so, rests, tells of it, and begins afresh', async () => {
    const { environment, recorder, types, cost, change } = setup();
    cost.ms = 300;
    await change(4, 60);
    await change(4, 1_000);
    expect(recorder.isResting()).toBe(true);
    expect(types().at(-1)).toBe(EventType.Custom);
    const before = types().length;
    cost.ms = 0;
    await change(3, 1_000);
    expect(types()).toHaveLength(before);
    await environment.advance(10_000);
    expect(recorder.isResting()).toBe(false);
    expect(types().slice(before)).toEqual([
      EventType.Meta,
      EventType.FullSnapshot,
      EventType.Custom,
    ]);
  });

  it('does not rest any more when it is stopped', async () => {
    const { environment, recorder, types, cost, change } = setup();
    cost.ms = 300;
    await change(4, 60);
    await change(4, 1_000);
    recorder.stop();
    const before = types().length;
    await environment.advance(100_000);
    expect([recorder.isResting(), types().length]).toEqual([false, before]);
  });

  it('is told of in the status only while it rests', async () => {
    const { recorder, change } = setup();
    await change(50, 60);
    expect(recorder.isResting()).toBe(false);
  });
});

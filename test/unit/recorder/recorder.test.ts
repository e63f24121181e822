import { EventType, type eventWithTime } from '@rrweb/types';
import { describe, expect, it, vi } from 'vitest';
import { createSecrets } from '../../../src/privacy/secrets.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { createGuard } from '../../../src/guard.js';
import { createRecorder } from '../../../src/recorder/recorder.js';
import type { RrwebRecord } from '../../../src/recorder/rrweb/parts.js';
import type { RrwebOptions } from '../../../src/recorder/rrweb-options.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { sampleRules } from '../privacy/sample-rules.js';
import { recordedEvent } from './sample-events.js';

/** rrweb without a page: it emits what the test tells it to. */
function fakeRrweb() {
  const runs: { options: RrwebOptions; isRunning: boolean }[] = [];
  let givesUp = false;
  let atStart: (emit: (event: eventWithTime) => void) => void = () => {};
  const record = (options: RrwebOptions = {}) => {
    const run = { options, isRunning: true };
    runs.push(run);
    atStart((event) => options.emit?.(event));
    if (givesUp) return undefined;
    return () => {
      run.isRunning = false;
    };
  };
  const takeFullSnapshot = vi.fn<(isCheckout?: boolean) => void>();
  return {
    record: Object.assign(record, {
      takeFullSnapshot,
      mirror: { getNode: () => document.body },
      parts: {},
    }) as unknown as RrwebRecord,
    takeFullSnapshot,
    runs,
    runningCount: () => runs.filter(({ isRunning }) => isRunning).length,
    /** Emits events of these types, of the latest run unless another is named. */
    emit: (types: EventType[], run = runs.at(-1)) => {
      for (const type of types) run?.options.emit?.(recordedEvent(type));
    },
    /** From now on it fails as it does for errors that it catches itself. */
    giveUp: () => {
      givesUp = true;
    },
    /** What rrweb does while it starts. */
    whileStarting: (task: typeof atStart) => {
      atStart = task;
    },
  };
}

const {
  Meta: meta,
  FullSnapshot: fullSnapshot,
  IncrementalSnapshot: incremental,
} = EventType;

function setup(onEvent: () => void = () => {}) {
  const rrweb = fakeRrweb();
  const logger = fakeLogger();
  const onTooMany = vi.fn();
  const onFailed = vi.fn<() => void>();
  /** Types of the events that came out. */
  const types: EventType[] = [];
  const rules = vi.fn<() => PrivacyRules>(() => sampleRules());
  const recorder = createRecorder({
    environment: fakeEnvironment(),
    record: rrweb.record,
    secrets: createSecrets(),
    rules,
    pageUrl: () => 'https://shop.example/',
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(logger, onTooMany),
    onChange: () => {},
    onEvent: (event) => {
      types.push(event.type);
      onEvent();
    },
    onFailed,
  });
  return { rrweb, logger, onTooMany, onFailed, types, rules, recorder };
}

describe('a recording', () => {
  it('touches nothing before it starts', () => {
    const { rrweb, rules } = setup();
    expect(rrweb.runs).toEqual([]);
    expect(rules).not.toHaveBeenCalled();
  });

  it('begins with its meta event and full snapshot', () => {
    const { rrweb, types, recorder } = setup();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot, incremental]);
    expect(types).toEqual([meta, fullSnapshot, incremental]);
  });

  it('is made under the rules of the moment', () => {
    const { rrweb, rules, recorder } = setup();
    rules.mockReturnValueOnce(sampleRules({ blockSelector: '.first' }));
    recorder.restart();
    recorder.stop();
    rules.mockReturnValueOnce(sampleRules({ blockSelector: '.second' }));
    recorder.restart();
    expect(rrweb.runs.map((run) => run.options.blockSelector)).toEqual([
      '.first',
      '.second',
    ]);
  });
});

describe('restarting', () => {
  it('takes a checkout of the recorder that runs', () => {
    const { rrweb, recorder } = setup();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot]);
    recorder.restart();
    expect(rrweb.takeFullSnapshot.mock.calls).toEqual([[true]]);
    expect(rrweb.runs).toHaveLength(1);
  });

  it('does nothing before the first snapshot', () => {
    const { rrweb, types, recorder } = setup();
    recorder.restart();
    recorder.restart();
    expect(rrweb.takeFullSnapshot).not.toHaveBeenCalled();
    expect(rrweb.runs).toHaveLength(1);
    rrweb.emit([meta, fullSnapshot]);
    expect(types).toEqual([meta, fullSnapshot]);
  });

  it('after stop begins anew', () => {
    const { rrweb, types, recorder } = setup();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot]);
    recorder.stop();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot]);
    expect(types).toEqual([meta, fullSnapshot, meta, fullSnapshot]);
    expect(rrweb.runningCount()).toBe(1);
  });

  it.each([1, 2, 200])('%i times never runs two recorders', (rounds) => {
    const { rrweb, recorder } = setup();
    for (let round = 0; round < rounds; round += 1) {
      recorder.restart();
      rrweb.emit([meta, fullSnapshot]);
      recorder.restart();
      expect(rrweb.runningCount()).toBe(1);
      recorder.stop();
      expect(rrweb.runningCount()).toBe(0);
    }
  });
});

describe('after stop', () => {
  it('rrweb is stopped', () => {
    const { rrweb, recorder } = setup();
    recorder.restart();
    recorder.stop();
    recorder.stop();
    expect(rrweb.runningCount()).toBe(0);
  });

  it('events that rrweb had held back come too late', () => {
    const { rrweb, types, recorder } = setup();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot]);
    recorder.stop();
    rrweb.emit([incremental]);
    expect(types).toEqual([meta, fullSnapshot]);
  });

  it('events held back do not get into the next recording', () => {
    const { rrweb, types, recorder } = setup();
    recorder.restart();
    const [first] = rrweb.runs;
    rrweb.emit([meta, fullSnapshot]);
    recorder.stop();
    recorder.restart();
    rrweb.emit([incremental], first);
    rrweb.emit([meta, fullSnapshot]);
    expect(types.slice(2)).toEqual([meta, fullSnapshot]);
  });

  it('rrweb is stopped, too, where it was still starting', () => {
    const { rrweb, recorder } = setup();
    // The first snapshot can be what makes its receiver end the recording.
    rrweb.whileStarting(() => recorder.stop());
    recorder.restart();
    expect(rrweb.runningCount()).toBe(0);
  });
});

describe('a failure', () => {
  it('of rrweb at its start is caught, and the next start tries again', () => {
    const { rrweb, logger, recorder } = setup();
    rrweb.whileStarting(() => {
      throw new Error('cannot read the page');
    });
    expect(() => recorder.restart()).not.toThrow();
    expect(logger.texts('error')[0]).toContain('cannot read the page');
    rrweb.whileStarting(() => {});
    recorder.restart();
    expect(rrweb.runs).toHaveLength(2);
  });

  it('of rrweb at its start is said, also where rrweb has caught it', () => {
    const { rrweb, logger, recorder } = setup();
    rrweb.giveUp();
    recorder.restart();
    expect(logger.texts('error')).toHaveLength(1);
  });

  it('of rrweb at a checkout is caught', () => {
    const { rrweb, logger, recorder } = setup();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot]);
    rrweb.takeFullSnapshot.mockImplementation(() => {
      throw new Error('please take full snapshot after start recording');
    });
    expect(() => recorder.restart()).not.toThrow();
    expect(logger.texts('error')).toHaveLength(1);
  });

  it('to mask the snapshot ends the recording, and to mask another event does not', () => {
    const { rrweb, onFailed, types, recorder } = setup();
    recorder.restart();
    rrweb.emit([meta, fullSnapshot]);
    const unreadable = (type: EventType) =>
      rrweb.runs[0]?.options.emit?.(recordedEvent(type, 1, { source: 0 }));
    unreadable(incremental);
    expect(onFailed).not.toHaveBeenCalled();
    unreadable(fullSnapshot);
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(types).toEqual([meta, fullSnapshot]);
  });

  it('of the receiver does not reach rrweb, and ends recording at the third', () => {
    const { rrweb, onTooMany, recorder } = setup(() => {
      throw new Error('boom');
    });
    recorder.restart();
    expect(() => rrweb.emit([meta, fullSnapshot])).not.toThrow();
    expect(onTooMany).not.toHaveBeenCalled();
    rrweb.emit([incremental, incremental]);
    expect(onTooMany).toHaveBeenCalledTimes(1);
  });
});

describe('a rule that the page has just put into a sheet', () => {
  const start = () => {
    const all = setup();
    all.recorder.restart();
    all.rrweb.emit([meta, fullSnapshot]);
    const data = { source: 8, id: 1, adds: [{ rule: 'a {}', index: 0 }] };
    all.rrweb.runs[0]?.options.emit?.(recordedEvent(incremental, 1, data));
    return all;
  };

  it.each<[string, (all: ReturnType<typeof start>) => void]>([
    ['what is gathered is asked for', ({ recorder }) => recorder.flush(true)],
    ['recording stops', ({ recorder }) => recorder.stop()],
    ['another event comes', ({ rrweb }) => rrweb.emit([meta])],
  ])('is told when %s', (_, act) => {
    const all = start();
    expect(all.types).toEqual([meta, fullSnapshot]);
    act(all);
    expect(all.types.slice(0, 3)).toEqual([meta, fullSnapshot, incremental]);
  });

  it('is dropped with what is gathered', async () => {
    const { types, recorder } = start();
    recorder.abandon();
    await settle();
    expect(types).toEqual([meta, fullSnapshot]);
  });
});

import { describe, expect, it } from 'vitest';
import { createDrops } from '../../../src/drops.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type {
  BatchEntry,
  CaptureContext,
} from '../../../src/store/session-store.js';
import { createDurationGate } from '../../../src/uploader/duration-gate.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleBatch, sampleContext } from '../store/sample-rows.js';

const MIN_MS = 30_000;
const SESSION_TIMEOUT_MS = 1_800_000;

/** A page that is open at a time at which the session has just begun. */
function setup() {
  const environment = fakeEnvironment();
  const startMs = environment.now();
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const store = createMemoryStore();
  let current: CaptureContext | undefined;
  const gate = createDurationGate({
    environment,
    store,
    drops,
    tabIds: () => ['dead', 'own'],
    current: () => current,
  });
  const gated = (sessionId: string, beganAfterMs = 0) =>
    sampleContext({
      sessionId,
      sendFromMs: startMs + beganAfterMs + MIN_MS,
    });
  let lastSeq = 0;
  return {
    environment,
    drops,
    store,
    gate,
    gated,
    record: (context: CaptureContext | undefined) => {
      current = context;
    },
    /** A batch whose last event was so long after the start. */
    batch: async (
      context: CaptureContext,
      lastEventMs: number,
      tabId = 'own',
    ) => {
      const lastEventAt = startMs + lastEventMs;
      const made = sampleBatch(++lastSeq, { context, lastEventAt, tabId });
      await store.seal(made, []);
      return made;
    },
    sift: async () => (await gate.sift(await store.outbox())).map(seqOf),
    left: async () => (await store.outbox()).map(seqOf),
  };
}

const seqOf = ({ seq }: BatchEntry): number => seq;

describe('what may be sent', () => {
  it('is everything where no duration is asked for', async () => {
    const { batch, gate, sift } = setup();
    const any = await batch(sampleContext(), 0);
    expect(await sift()).toEqual([1]);
    expect(gate.isOpen(any)).toBe(true);
  });

  it('is nothing of the session being recorded until it has lasted that long', async () => {
    const { batch, environment, gate, gated, record, sift, left } = setup();
    record(gated('a'));
    const early = await batch(gated('a'), 100);
    await environment.advance(MIN_MS - 1);
    expect(await sift()).toEqual([]);
    expect(gate.isOpen(early)).toBe(false);
    expect(await left()).toEqual([1]);
    await environment.advance(1);
    expect(gate.isOpen(early)).toBe(true);
    expect(await sift()).toEqual([1]);
  });

  it('is all of an earlier session of which one batch shows that it lasted', async () => {
    const { batch, gated, sift } = setup();
    await batch(gated('a'), 100, 'dead');
    await batch(gated('a'), MIN_MS, 'dead');
    expect(await sift()).toEqual([1, 2]);
  });

  it('counts a session whose ID is no time from the first event that is stored', async () => {
    const { batch, environment, gated, record, sift } = setup();
    await batch(gated('a'), 100, 'dead');
    await environment.advance(20_000);
    // The second page of the session.
    record(gated('a', 20_000));
    await batch(gated('a', 20_000), 20_100);
    expect(await sift()).toEqual([]);
    await environment.advance(10_000);
    expect(await sift()).toEqual([1, 2]);
  });

  it('is what follows in a session that has lasted, too', async () => {
    const { batch, environment, gate, gated, record, sift, store } = setup();
    await batch(gated('a'), 100, 'dead');
    record(gated('a', 20_000));
    await environment.advance(MIN_MS);
    expect(await sift()).toEqual([1]);
    await store.replace(await store.outbox(), []);
    expect(gate.isOpen(await batch(gated('a', 20_000), MIN_MS))).toBe(true);
  });
});

describe('what is left of a session that was too short', () => {
  it('is dropped, and counted, as soon as this page records another one', async () => {
    const { batch, drops, gated, record, sift, left } = setup();
    record(gated('a'));
    await batch(gated('a'), 100);
    await batch(gated('b'), 200);
    record(gated('b'));
    expect(await sift()).toEqual([]);
    expect(await left()).toEqual([2]);
    expect(drops.counts()).toEqual({ 'too-short': 1 });
  });

  it('stays while nothing is recorded: the same session may go on', async () => {
    const { batch, drops, gated, sift, left } = setup();
    await batch(gated('a'), 100);
    expect(await sift()).toEqual([]);
    expect(await left()).toEqual([1]);
    expect(drops.counts()).toEqual({});
  });

  it('stays where a tab that is gone left it, until the session must be over', async () => {
    const { batch, drops, environment, gated, record, sift, left } = setup();
    record(gated('b'));
    await batch(gated('a'), 0, 'dead');
    await environment.advance(SESSION_TIMEOUT_MS);
    await sift();
    expect(await left()).toEqual([1]);
    await environment.advance(1);
    await sift();
    expect(await left()).toEqual([]);
    expect(drops.counts()).toEqual({ 'too-short': 1 });
  });

  it('is sent where the session goes on here', async () => {
    const { batch, environment, gated, record, sift } = setup();
    await batch(gated('a'), 0, 'dead');
    await environment.advance(SESSION_TIMEOUT_MS + 1);
    record(gated('a'));
    expect(await sift()).toEqual([1]);
  });

  it('is not touched where another tab owns it', async () => {
    const { batch, environment, gated, left, sift } = setup();
    await batch(gated('a'), 0, 'living');
    await environment.advance(SESSION_TIMEOUT_MS + 1);
    expect(await sift()).toEqual([]);
    expect(await left()).toEqual([1]);
  });
});

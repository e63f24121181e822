import { describe, expect, it } from 'vitest';
import type { CaptureConfig } from '../../../src/config/remote-config.js';
import type { Identity } from '../../../src/session/replay-id.js';
import {
  explain,
  initialSession,
  next,
  type Phase,
  type Session,
  type Known,
  type StopReason,
} from '../../../src/session/session.js';

/** In the sample at 20 %, not at 10 %. */
const VISIT: Identity = { deviceId: 'device-1', sessionId: 1719847315013 };

const ON: CaptureConfig = {
  captureEnabled: true,
  sampleRate: undefined,
  minDuration: undefined,
  source: 'remote',
  privacy: undefined,
};

type News = Partial<Known>;

const START: News = { started: true, identity: VISIT, optOut: false };
const CONFIG: News = { config: ON };
const LOADED: News = { recorder: 'loaded' };

const after = (session: Session, ...events: News[]) =>
  events.reduce(next, session);

/** The state of a session after these events, at a local rate of 1. */
const sessionOf = (...events: News[]) => after(initialSession(1), ...events);

/** A session that is being recorded. */
const recording = () => sessionOf(START, CONFIG, LOADED);

/** As what the visit is recorded then. */
const RECORDED = { identity: VISIT, sampleRate: 1, minDurationMs: 0 };

const stopped = (reason: StopReason): Phase => ({ kind: 'stopped', reason });

/** What stops a recorded session, the gravest first. */
const CAUSES: [StopReason, News][] = [
  ['not-started', { started: false }],
  ['opted-out', { optOut: true }],
  ['not-alone', { isAlone: false }],
  ['recorder-failed', { recorder: 'failed' }],
  ['no-identity', { identity: undefined }],
  ['disabled-by-server', { disabled: VISIT }],
  ['no-remote-config', { config: 'none' }],
  [
    'switched-off',
    {
      config: { ...ON, captureEnabled: false, sampleRate: 0.1 },
    },
  ],
  ['not-sampled', { config: { ...ON, sampleRate: 0.1 } }],
];

describe('the phase', () => {
  it('is "not started" before anything has happened', () => {
    expect(initialSession(1).phase).toEqual(stopped('not-started'));
  });

  it('waits for the remote configuration', () => {
    expect(sessionOf(START, LOADED).phase).toEqual({ kind: 'idle' });
  });

  it('stays the same where the session is named by a text instead of a number', () => {
    const before = recording();
    const identity = { ...VISIT, sessionId: String(VISIT.sessionId) };
    expect(next(before, { identity }).phase).toBe(before.phase);
  });

  it('is "starting" until the recorder is loaded', () => {
    const starting = sessionOf(START, CONFIG);
    expect(starting.phase).toEqual({ kind: 'starting', ...RECORDED });
    expect(next(starting, LOADED).phase).toEqual({
      kind: 'recording',
      ...RECORDED,
    });
  });

  it.each([
    [[START, CONFIG, LOADED]],
    [[START, LOADED, CONFIG]],
    [[CONFIG, START, LOADED]],
    [[CONFIG, LOADED, START]],
    [[LOADED, START, CONFIG]],
    [[LOADED, CONFIG, START]],
  ])('is "recording" in whatever order this happens: %o', (events) => {
    expect(sessionOf(...events).phase.kind).toBe('recording');
  });
});

describe('a recorded session', () => {
  it.each(CAUSES)('stops as %s', (reason, cause) => {
    expect(next(recording(), cause).phase).toMatchObject(stopped(reason));
  });

  it.each(CAUSES.map(([reason], rank) => [reason, rank] as const))(
    'is stopped as %s whatever of less weight holds, too',
    (reason, rank) => {
      // The gravest comes last, as the latest configuration replaces those before it.
      const session = CAUSES.slice(rank).reduceRight(
        (session, [, cause]) => next(session, cause),
        recording(),
      );
      expect(session.phase).toMatchObject(stopped(reason));
    },
  );

  it('goes on as the same phase when it is told the same', () => {
    const session = recording();
    const again = after(
      session,
      START,
      CONFIG,
      LOADED,
      { optOut: false },
      { identity: { ...VISIT } },
    );
    expect(again.phase).toBe(session.phase);
  });

  it.each<[string, Identity]>([
    ['session', { ...VISIT, sessionId: 1719849650402 }],
    ['device', { ...VISIT, deviceId: 'device-2' }],
  ])('is followed by the one of the next %s', (_, identity) => {
    expect(next(recording(), { identity }).phase).toEqual({
      kind: 'recording',
      identity,
      sampleRate: 1,
      minDurationMs: 0,
    });
  });

  it('carries a rate that changes', () => {
    const config = { ...ON, sampleRate: 0.2 };
    expect(next(recording(), { config }).phase).toEqual({
      kind: 'recording',
      identity: VISIT,
      sampleRate: 0.2,
      minDurationMs: 0,
    });
  });

  it('is not touched by a change of the state it came from', () => {
    const session = recording();
    next(session, { optOut: true });
    expect(session.phase.kind).toBe('recording');
    expect(session.optOut).toBe(false);
  });
});

describe('a stopped session', () => {
  it.each<[StopReason, News, News]>([
    ['not-started', { started: false }, START],
    ['opted-out', { optOut: true }, { optOut: false }],
    ['no-identity', { identity: undefined }, { identity: VISIT }],
    ['no-remote-config', { config: 'none' }, CONFIG],
  ])('is recorded again once "%s" is over', (_, cause, end) => {
    expect(after(recording(), cause, end).phase.kind).toBe('recording');
  });

  it('stays stopped as the same phase while the reason is the same', () => {
    const optOut: News = { optOut: true };
    const session = next(recording(), optOut);
    expect(after(session, optOut, CONFIG, LOADED).phase).toBe(session.phase);
  });

  it('starts opted out where the visitor has opted out before', () => {
    const { phase } = sessionOf({ ...START, optOut: true }, CONFIG, LOADED);
    expect(phase).toEqual(stopped('opted-out'));
  });
});

describe('a session that the server switched off', () => {
  const disabled = () => next(recording(), { disabled: VISIT });
  const NEXT_VISIT = { ...VISIT, sessionId: 1719849650402 };

  it('is the only one that stops', () => {
    const { phase } = next(disabled(), {
      identity: NEXT_VISIT,
    });
    expect(phase).toMatchObject({ kind: 'recording', identity: NEXT_VISIT });
  });

  it('stays off when it comes back', () => {
    const { phase } = after(
      disabled(),
      { identity: NEXT_VISIT },
      { identity: VISIT },
    );
    expect(phase).toEqual(stopped('disabled-by-server'));
  });

  it('does not stop the one that is recorded since', () => {
    const session = next(recording(), {
      identity: NEXT_VISIT,
    });
    const late = next(session, { disabled: VISIT });
    expect(late.phase).toBe(session.phase);
  });
});

describe('the sample', () => {
  it.each([
    ['the local rate', 0.2, undefined, 'recording'],
    ['the local rate', 0.1, undefined, 'stopped'],
    ['the remote rate', 0, 0.2, 'recording'],
    ['the remote rate', 1, 0.1, 'stopped'],
    ['the remote rate', 1, 0, 'stopped'],
  ])(
    'is decided by %s (local %s, remote %s): %s',
    (_, localRate, sampleRate, kind) => {
      const config = { ...ON, sampleRate };
      const { phase } = after(
        initialSession(localRate),
        START,
        { config },
        LOADED,
      );
      expect(phase.kind).toBe(kind);
    },
  );

  it('is drawn anew for the next session', () => {
    const config = { ...ON, sampleRate: 0.1 };
    const session = sessionOf(START, { config }, LOADED);
    expect(session.phase).toMatchObject(stopped('not-sampled'));
    const identity = { ...VISIT, sessionId: 1719849650402 };
    expect(next(session, { identity }).phase).toEqual({
      kind: 'recording',
      identity,
      sampleRate: 0.1,
      minDurationMs: 0,
    });
  });
});

it('every phase is explained in words of its own', () => {
  const phases: Phase[] = [
    { kind: 'idle' },
    { kind: 'starting', ...RECORDED },
    { kind: 'recording', ...RECORDED },
    ...CAUSES.map(([reason]) => stopped(reason)),
  ];
  const texts = phases.map(explain);
  expect(new Set(texts).size).toBe(phases.length);
  for (const text of texts) expect(text).toMatch(/\w{3,}/);
});

import { describe, expect, it } from 'vitest';
import type { CaptureConfig } from '../../../src/config/remote-config.js';
import {
  explain,
  initialSession,
  next,
  type Known,
} from '../../../src/session/session.js';

const VISIT = { deviceId: 'device', sessionId: 1 };
const decision = { flag: 'rules', variant: 'on' };

const CONFIG: CaptureConfig = {
  captureEnabled: true,
  sampleRate: 0,
  minDuration: undefined,
  source: 'remote',
  privacy: undefined,
};

/** A started session of a project with targeting rules, at a sample rate of 0, where this is known besides. */
const withRules = (known: Partial<Known> = {}) =>
  next(initialSession(0), {
    started: true,
    identity: VISIT,
    recorder: 'loaded',
    config: { ...CONFIG, targeting: { key: 'rules' } },
    ...known,
  });

describe('a session of a project with targeting rules', () => {
  it('waits to be chosen', () => {
    const { phase } = withRules();
    expect(phase).toEqual({
      kind: 'stopped',
      reason: 'not-targeted',
      waiting: VISIT,
    });
    expect(explain(phase)).toContain('no targeting rule');
  });

  it('is recorded once it is chosen, in no sample', () => {
    const session = withRules({ targeted: { ...VISIT, decision } });
    expect(session.phase).toEqual({
      kind: 'recording',
      identity: VISIT,
      sampleRate: 1,
      minDurationMs: 0,
    });
  });

  it('is not chosen with another one', () => {
    const targeted = { ...VISIT, sessionId: 2, decision };
    expect(withRules({ targeted }).phase.kind).toBe('stopped');
  });

  it('is never recorded once the rules could not be evaluated', () => {
    const targeted = { ...VISIT, decision };
    const { phase } = withRules({ targeted, targetingFailed: true });
    expect(explain(phase)).toBe('the targeting rules could not be evaluated');
  });

  it.each<[string, Partial<Known>]>([
    ['the visitor has opted out', { optOut: true }],
    [
      'capture is switched off in the project settings',
      { config: { ...CONFIG, captureEnabled: false, targeting: {} } },
    ],
  ])('does not wait while %s', (reason, known) => {
    expect(explain(withRules(known).phase)).toBe(reason);
  });

  it('waits anew, as another phase, when the next one begins', () => {
    const session = withRules();
    const identity = { ...VISIT, sessionId: 2 };
    const { phase } = next(session, { identity });
    expect(phase).toMatchObject({ waiting: identity });
  });
});

it('without rules the sample decides, whatever was chosen before', () => {
  const known = { config: CONFIG, targeted: { ...VISIT, decision } };
  expect(explain(withRules(known).phase)).toContain('the sample rate is 0');
});

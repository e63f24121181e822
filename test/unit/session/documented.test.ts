/** Each row of the README's table of states, put to the state machine: the first row that holds wins. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { CaptureConfig } from '../../../src/config/remote-config.js';
import {
  explain,
  initialSession,
  next,
  type Known,
} from '../../../src/session/session.js';

/** Not in the sample at 10 %. */
const VISIT = { deviceId: 'device-1', sessionId: 1719847315013 };

const ON: CaptureConfig = {
  captureEnabled: true,
  sampleRate: 1,
  minDuration: undefined,
  source: 'remote',
  privacy: undefined,
};

const WITH_RULES: CaptureConfig = { ...ON, sampleRate: 0, targeting: {} };

/** What makes each row hold. */
const CAUSES: Record<string, Partial<Known>> = {
  'not added, not initialised, removed or shut down': { started: false },
  'the visitor has opted out': { optOut: true },
  'another recorder was on the page at the start': { isAlone: false },
  'the recorder cannot be loaded or started, or has failed': {
    recorder: 'failed',
  },
  'the device or the session is not known': { identity: undefined },
  'the server wants nothing more of this session': { disabled: VISIT },
  'no answer yet from the server': { config: undefined },
  'no answer, and no cached settings': { config: 'none' },
  'the project switches capture off': {
    config: { ...ON, captureEnabled: false, sampleRate: 0 },
  },
  "the project's targeting rules cannot be evaluated": {
    config: WITH_RULES,
    targetingFailed: true,
  },
  'the session has met no targeting rule, where there are some': {
    config: WITH_RULES,
  },
  'the sample rate is 0': { config: { ...ON, sampleRate: 0 } },
  'the session is not in the sample': { config: { ...ON, sampleRate: 0.1 } },
  'the recorder is not there yet': { recorder: 'absent' },
  'all is there': {},
};

const [, table = ''] = readFileSync('README.md', 'utf8').split(
  '<!-- table: states -->',
);
const rows = (/(?:\n\|.*)+/.exec(table)?.[0] ?? '')
  .trim()
  .split('\n')
  .slice(2)
  .map((row, rank) => {
    const [, cause = '', state = '', reason = ''] = row.split('|');
    return [cause.trim(), state.trim(), reason.trim(), rank] as const;
  });

it('the table has a row for each cause', () => {
  expect(rows.map(([cause]) => cause)).toEqual(Object.keys(CAUSES));
});

it.each(rows)(
  '%s: the state is %s, because "%s"',
  (cause, state, reason, rank) => {
    const recorded = next(initialSession(0), {
      started: true,
      identity: VISIT,
      config: ON,
      recorder: 'loaded',
    });
    // What is further down in the table holds as well, as far as both can.
    const causes = Object.values(CAUSES).slice(rank);
    const { phase } = causes.reduceRight(next, recorded);
    expect(cause).toBe(Object.keys(CAUSES)[rank]);
    expect(phase.kind).toBe(state.replaceAll('`', ''));
    expect(explain(phase)).toBe(reason);
  },
);

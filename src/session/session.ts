/**
 * The life of a session's recording as a pure state machine. `next` takes in what became known; the phase
 * follows from everything known, so that the order in which it became known does not matter. The README has it as a
 * table.
 */
import type { CaptureConfig } from '../config/remote-config.js';
import { isSampled } from '../config/sampling.js';
import type { TargetingDecision } from '../targeting/decide.js';
import { isSameVisit, type Identity } from './replay-id.js';

/** Why a session is not recorded. `explain` puts it into words. */
export type StopReason =
  | 'not-started'
  | 'not-alone'
  | 'no-identity'
  | 'opted-out'
  | 'no-remote-config'
  | 'switched-off'
  | 'not-sampled'
  | 'not-targeted'
  | 'targeting-failed'
  | 'disabled-by-server'
  | 'recorder-failed';

/** As what a session is recorded. */
interface Recorded {
  identity: Identity;
  sampleRate: number;
  /** How long the session must last to be sent. Unit: ms. */
  minDurationMs: number;
}

/** What the recorder should be doing. */
export type Phase =
  /** Waits for the remote configuration. */
  | { kind: 'idle' }
  /** To be recorded; the recorder is being loaded. */
  | ({ kind: 'starting' } & Recorded)
  | ({ kind: 'recording' } & Recorded)
  | {
      kind: 'stopped';
      reason: StopReason;
      /** The session that targeting rules are asked about. */
      waiting?: Identity;
      /** Of a session that is not in the sample. */
      sampleRate?: number;
      /** Where the visitor has opted out: whose recordings are to be deleted. */
      deviceId?: string | undefined;
    };

/** Everything the phase depends on. */
export interface Known {
  started: boolean;
  /** Whether no other recorder was on the page at the start. */
  isAlone: boolean;
  identity: Identity | undefined;
  /** Also while no session is known. */
  deviceId: string | undefined;
  optOut: boolean;
  localRate: number;
  /** `undefined` before an answer, `'none'` where none can be had. */
  config: CaptureConfig | 'none' | undefined;
  /** How long the project's settings want a session to last. Unit: ms. */
  minDurationMs: number;
  recorder: 'absent' | 'loaded' | 'failed';
  /** The session that targeting rules have chosen, and why. */
  targeted?: Identity & { decision: TargetingDecision };
  /** Whether targeting rules could not be evaluated. */
  targetingFailed?: boolean;
  /** The session that the server switched off. */
  disabled: Identity | undefined;
}

/** What is known, and what follows from it. */
export type Session = Known & { phase: Phase };

/** The state before anything has happened. */
export function initialSession(localRate: number): Session {
  return {
    phase: { kind: 'stopped', reason: 'not-started' },
    started: false,
    isAlone: true,
    identity: undefined,
    deviceId: undefined,
    optOut: false,
    localRate,
    config: undefined,
    minDurationMs: 0,
    recorder: 'absent',
    disabled: undefined,
  };
}

/** The state once `news` has become known. The phase object stays the same one while nothing about it changes. */
export function next(session: Session, news: Partial<Known>): Session {
  const known = { ...session, ...news };
  if (isSameVisit(known.identity, session.identity))
    known.identity = session.identity;
  const phase = phaseOf(known);
  const isSame = JSON.stringify(phase) === JSON.stringify(session.phase);
  return { ...known, phase: isSame ? session.phase : phase };
}

function phaseOf(session: Known): Phase {
  const { identity, config, recorder, minDurationMs } = session;
  const stopped = (reason: StopReason, more?: object): Phase => ({
    kind: 'stopped',
    reason,
    ...more,
  });
  if (!session.started) return stopped('not-started');
  if (session.optOut)
    return stopped('opted-out', { deviceId: session.deviceId });
  if (!session.isAlone) return stopped('not-alone');
  if (recorder === 'failed') return stopped('recorder-failed');
  if (!identity) return stopped('no-identity');
  if (isSameVisit(identity, session.disabled))
    return stopped('disabled-by-server');
  if (!config) return { kind: 'idle' };
  if (config === 'none') return stopped('no-remote-config');
  if (!config.captureEnabled) return stopped('switched-off');
  const { targeting } = config;
  if (targeting && session.targetingFailed) return stopped('targeting-failed');
  if (targeting && !isSameVisit(identity, session.targeted))
    return stopped('not-targeted', { waiting: identity });
  // Targeting rules draw samples of their own, by condition.
  const sampleRate = targeting ? 1 : (config.sampleRate ?? session.localRate);
  if (!isSampled(identity.sessionId, sampleRate))
    return stopped('not-sampled', { sampleRate });
  return {
    kind: recorder === 'loaded' ? 'recording' : 'starting',
    identity,
    sampleRate,
    minDurationMs,
  };
}

/** A phase as a sentence for the site's owner. */
export function explain(phase: Phase): string {
  if (phase.kind === 'idle') return 'waiting for the remote configuration';
  if (phase.kind === 'starting') return 'loading the recorder';
  if (phase.kind === 'recording') return 'recording';
  const { reason, sampleRate = 0 } = phase;
  return reason === 'not-sampled' && sampleRate > 0
    ? `this session is not in the ${asPercent(sampleRate)} sample`
    : REASONS[reason];
}

function asPercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(6))} %`;
}

const REASONS: Record<StopReason, string> = {
  'not-started': 'not started, or shut down',
  'not-alone': 'another session replay recorder is on this page',
  'no-identity': 'no device ID or no session ID yet',
  'opted-out': 'the visitor has opted out',
  'no-remote-config':
    'the remote configuration could not be fetched and none is cached',
  'switched-off': 'capture is switched off in the project settings',
  'not-sampled':
    'the sample rate is 0: set sampleRate, or the rate in the project settings',
  'not-targeted': 'this session has met no targeting rule so far',
  'targeting-failed': 'the targeting rules could not be evaluated',
  'disabled-by-server': 'the server has switched this session off',
  'recorder-failed': 'the recorder has failed',
};

/**
 * The life of a session's recording as a pure state machine. `next` takes in what happened; the phase
 * follows from everything known, so that the order in which it became known does not matter.
 */
import type { CaptureConfig } from '../config/remote-config.js';
import { isSampled } from '../config/sampling.js';
import { isSameVisit, type Identity } from './replay-id.js';

/** Why a session is not recorded. `explain` puts it into words. */
export type StopReason =
  | 'not-started'
  | 'no-identity'
  | 'opted-out'
  | 'no-remote-config'
  | 'switched-off'
  | 'not-sampled'
  | 'disabled-by-server'
  | 'recorder-failed';

/** What the recorder should be doing. */
export type Phase =
  /** Waits for the remote configuration. */
  | { kind: 'idle' }
  /** To be recorded; the recorder is being loaded. */
  | { kind: 'starting'; identity: Identity; sampleRate: number }
  | { kind: 'recording'; identity: Identity; sampleRate: number }
  | { kind: 'stopped'; reason: StopReason };

/** Everything the phase depends on. */
export interface Session {
  phase: Phase;
  started: boolean;
  identity: Identity | undefined;
  optOut: boolean;
  localRate: number;
  /** `undefined` before an answer, `'none'` where none can be had. */
  config: CaptureConfig | 'none' | undefined;
  recorder: 'absent' | 'loaded' | 'failed';
  /** The session that the server switched off. */
  disabled: Identity | undefined;
}

/** What can happen to a session. */
export type SessionEvent =
  | { type: 'start'; identity: Identity | undefined; optOut: boolean }
  | { type: 'identity'; identity: Identity | undefined }
  | { type: 'opt-out'; optOut: boolean }
  | { type: 'config'; config: CaptureConfig | undefined }
  | { type: 'recorder'; recorder: 'loaded' | 'failed' }
  | { type: 'disabled'; identity: Identity }
  | { type: 'shutdown' };

/** The state before anything has happened. */
export function initialSession(localRate: number): Session {
  return {
    phase: { kind: 'stopped', reason: 'not-started' },
    started: false,
    identity: undefined,
    optOut: false,
    localRate,
    config: undefined,
    recorder: 'absent',
    disabled: undefined,
  };
}

/** The state after `event`. The phase object stays the same one while nothing about it changes. */
export function next(session: Session, event: SessionEvent): Session {
  const known = take(session, event);
  const phase = phaseOf(known);
  return {
    ...known,
    phase: isSame(session.phase, phase) ? session.phase : phase,
  };
}

function take(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'start':
      return {
        ...session,
        started: true,
        identity: event.identity,
        optOut: event.optOut,
      };
    case 'identity':
      return { ...session, identity: event.identity };
    case 'opt-out':
      return { ...session, optOut: event.optOut };
    case 'config':
      return { ...session, config: event.config ?? 'none' };
    case 'recorder':
      return { ...session, recorder: event.recorder };
    case 'disabled':
      return { ...session, disabled: event.identity };
    case 'shutdown':
      return { ...session, started: false };
  }
}

function phaseOf(session: Session): Phase {
  const { identity, config, recorder } = session;
  const stopped = (reason: StopReason): Phase => ({ kind: 'stopped', reason });
  if (!session.started) return stopped('not-started');
  if (session.optOut) return stopped('opted-out');
  if (recorder === 'failed') return stopped('recorder-failed');
  if (!identity) return stopped('no-identity');
  if (isSameVisit(identity, session.disabled))
    return stopped('disabled-by-server');
  if (!config) return { kind: 'idle' };
  if (config === 'none') return stopped('no-remote-config');
  if (!config.captureEnabled) return stopped('switched-off');
  const sampleRate = config.sampleRate ?? session.localRate;
  if (!isSampled(identity.sessionId, sampleRate)) return stopped('not-sampled');
  return {
    kind: recorder === 'loaded' ? 'recording' : 'starting',
    identity,
    sampleRate,
  };
}

function isSame(a: Phase, b: Phase): boolean {
  if (a.kind === 'stopped' && b.kind === 'stopped')
    return a.reason === b.reason;
  if ('identity' in a && 'identity' in b)
    return (
      a.kind === b.kind &&
      a.sampleRate === b.sampleRate &&
      isSameVisit(a.identity, b.identity)
    );
  return a.kind === b.kind;
}

/** A phase as a sentence for the site's owner. */
export function explain(phase: Phase): string {
  if (phase.kind === 'idle') return 'waiting for the remote configuration';
  if (phase.kind === 'starting') return 'loading the recorder';
  if (phase.kind === 'recording') return 'recording';
  return REASONS[phase.reason];
}

const REASONS: Record<StopReason, string> = {
  'not-started': 'the recorder was not started, or was shut down',
  'no-identity': 'there is no device ID or no session ID yet',
  'opted-out': 'the visitor has opted out',
  'no-remote-config':
    'the remote configuration could not be fetched and none is cached',
  'switched-off': 'capture is switched off in the project settings',
  'not-sampled': 'this session is not in the sample',
  'disabled-by-server': 'the server has switched this session off',
  'recorder-failed': 'the recorder could not be loaded, or failed repeatedly',
};

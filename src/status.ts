import type { DropReason } from './drops.js';
import type { PrivacyRules } from './privacy/rules.js';
import type { Recording } from './recording.js';
import { replayId } from './session/replay-id.js';
import {
  explain,
  initialSession,
  type Phase,
  type Session,
} from './session/session.js';

/** What the recorder does at a moment, for whoever asks why nothing shows up. */
export interface Status {
  /** `idle`: waits for the remote configuration. `starting`: loads the recorder. */
  state: Phase['kind'];
  /** The state in words, for example "this session is not in the sample". */
  reason: string;
  /** The ID of the replay; `undefined` while nothing is recorded. */
  sessionReplayId: string | undefined;
  /** The sample rate in force; `undefined` while nothing is recorded. */
  sampleRate: number | undefined;
  /** Where what is recorded waits to be sent: `memory` where IndexedDB is not wanted, or failed. */
  storeType: 'idb' | 'memory';
  /** The privacy rules in force; `undefined` until it is known what the project settings add to them. */
  privacy: PrivacyRules | undefined;
  /** Events that the server has accepted from this page, those that earlier pages had left included. */
  sent: number;
  /** Events that were given up on this page, by reason; `{}` is what should be here. */
  dropped: Partial<Record<DropReason, number>>;
}

/** Puts the status together. Before a session is to be recorded there is no recording. */
export function readStatus(
  { phase }: Session,
  recording:
    | Pick<Recording, 'isDurable' | 'sentCount' | 'dropCounts' | 'isResting'>
    | undefined,
  privacy: PrivacyRules | undefined,
): Status {
  const isOn = phase.kind === 'starting' || phase.kind === 'recording';
  return {
    state: phase.kind,
    reason: recording?.isResting()
      ? "resting, because recording took too much of the page's time"
      : explain(phase),
    sessionReplayId: isOn ? replayId(phase.identity) : undefined,
    sampleRate: isOn ? phase.sampleRate : undefined,
    storeType: recording?.isDurable() ? 'idb' : 'memory',
    privacy,
    sent: recording?.sentCount() ?? 0,
    dropped: recording?.dropCounts() ?? {},
  };
}

/** The status where nothing is attached, or not any more. */
export function statusBeforeStart(): Status {
  return readStatus(initialSession(0), undefined, undefined);
}

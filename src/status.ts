import type { Workforce } from './batcher/encoder.js';
import type { ConfigOrigin } from './config/remote-config.js';
import type { DropReason } from './drops.js';
import type { Waiting } from './pipeline.js';
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
  /** The state in words, for example "this session is not in the 10 % sample". */
  reason: string;
  /** The ID of the replay; `undefined` while nothing is recorded. */
  sessionReplayId: string | undefined;
  /** The sample rate in force; `undefined` while nothing is recorded. */
  sampleRate: number | undefined;
  /**
   * Where the project's settings in force are from: the server's answer on this page, or one that an earlier page had
   * kept. `none`: they cannot be had. `undefined`: not known yet.
   */
  configSource: ConfigOrigin | 'none' | undefined;
  /**
   * Where what is recorded waits to be sent: `memory` where IndexedDB is not wanted, has failed or is not open yet, and
   * on a page that is not recorded.
   */
  storeType: 'idb' | 'memory';
  /**
   * What compresses. `running`: a worker. `none`: nothing has been compressed yet, or no worker is wanted. `failed`:
   * the page itself, as the worker is blocked, or has failed.
   */
  worker: Workforce;
  /** What waits to be sent, as far as this page knows: what other pages have left is counted once it is looked for. */
  pending: Waiting;
  /** The privacy rules in force; `undefined` until it is known what the project settings add to them. */
  privacy: PrivacyRules | undefined;
  /** Events that the server has accepted from this page, those that earlier pages had left included. */
  sent: number;
  /** Events that were given up on this page, by reason; `{}` is what should be here. */
  dropped: Partial<Record<DropReason, number>>;
  /** The error or warning that was logged last. */
  lastError: string | undefined;
}

/** Puts the status together. Before a session is to be recorded there is no recording. */
export function readStatus(
  { phase, config }: Session,
  recording:
    | Pick<
        Recording,
        | 'isDurable'
        | 'worker'
        | 'pending'
        | 'sentCount'
        | 'dropCounts'
        | 'isResting'
      >
    | undefined,
  privacy: PrivacyRules | undefined,
  lastError: string | undefined,
): Status {
  const isOn = phase.kind === 'starting' || phase.kind === 'recording';
  return {
    state: phase.kind,
    reason: recording?.isResting()
      ? "resting, because recording took too much of the page's time"
      : explain(phase),
    sessionReplayId: isOn ? replayId(phase.identity) : undefined,
    sampleRate: isOn ? phase.sampleRate : undefined,
    configSource: typeof config === 'object' ? config.source : config,
    storeType: recording?.isDurable() ? 'idb' : 'memory',
    worker: recording?.worker() ?? 'none',
    pending: recording?.pending() ?? {
      journalEvents: 0,
      outboxBatches: 0,
      bytes: 0,
    },
    privacy,
    sent: recording?.sentCount() ?? 0,
    dropped: recording?.dropCounts() ?? {},
    lastError,
  };
}

/** The status where nothing is attached, or not any more. */
export function statusBeforeStart(lastError?: string): Status {
  return readStatus(initialSession(0), undefined, undefined, lastError);
}

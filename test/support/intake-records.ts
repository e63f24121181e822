import type { eventWithTime } from '@rrweb/types';
import type { IncomingHttpHeaders } from 'node:http';
import type { TrackUpload } from './track-request.js';

/** One upload as the intake saw it, whatever became of it. */
export interface TrackRecord {
  /** Unix time. Unit: ms. */
  receivedAtMs: number;
  headers: IncomingHttpHeaders;
  /** Missing if it breaks a rule, or broke off. */
  upload?: TrackUpload;
  /** The status that was answered; missing if none was, or not yet. */
  status?: number;
  /** Whether the server has it now. */
  isTaken: boolean;
}

/** A request that breaks the wire format: a test that is not about one expects none. */
export interface InvalidRequest {
  method: string;
  url: string;
  problem: string;
}

/** A CORS preflight. */
export interface PreflightRecord {
  path: string;
  /** Names in lower case. */
  requestedHeaders: string[];
  /** Those of them that are not on the list, so that the browser refuses to go on. */
  strangeHeaders: string[];
}

export interface ConfigRecord {
  receivedAtMs: number;
  apiKey: string;
}

/** An analytics event, as the Browser SDK sends it. */
export interface TrackedEvent {
  event_type: string;
  session_id?: number;
  device_id?: string;
  event_properties?: Record<string, unknown>;
  user_properties?: Record<string, unknown>;
  [key: string]: unknown;
}

/** Everything that was taken of one session of one device. */
export interface Replay {
  deviceId: string;
  sessionId: string;
  /** In the order in which they came in. */
  uploads: TrackUpload[];
  /** Of all its uploads, in the order in which they came in; what came twice is here twice. */
  events: eventWithTime[];
}

/** What an intake has seen so far. The lists grow while the test looks at them. */
export interface IntakeRecords {
  requests: TrackRecord[];
  invalid: InvalidRequest[];
  preflights: PreflightRecord[];
  configRequests: ConfigRecord[];
  trackedEvents: TrackedEvent[];
}

export function createIntakeRecords(): IntakeRecords {
  return {
    requests: [],
    invalid: [],
    preflights: [],
    configRequests: [],
    trackedEvents: [],
  };
}

/** Tests ask again and again while they wait, and snapshots may be large. */
const parsed = new WeakMap<TrackUpload, eventWithTime[]>();

function eventsIn(upload: TrackUpload): eventWithTime[] {
  const events =
    parsed.get(upload) ??
    upload.events.map((text): eventWithTime => JSON.parse(text));
  parsed.set(upload, events);
  return events;
}

/** Groups what was taken by device and session, in the order of their first uploads. */
export function listReplays(requests: readonly TrackRecord[]): Replay[] {
  const replays = new Map<string, Replay>();
  for (const { upload, isTaken } of requests) {
    if (!upload || !isTaken) continue;
    const { deviceId, sessionId } = upload;
    const key = JSON.stringify([deviceId, sessionId]);
    const replay = replays.get(key) ?? {
      deviceId,
      sessionId,
      uploads: [],
      events: [],
    };
    replay.uploads.push(upload);
    replay.events.push(...eventsIn(upload));
    replays.set(key, replay);
  }
  return [...replays.values()];
}

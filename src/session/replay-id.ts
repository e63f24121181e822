/** ID of a session: the Browser SDK's start time in ms since 1970, or a site's own text. */
export type SessionId = string | number;

/** Whose visit it is. Both parts come from the host and change together with it. */
export interface Identity {
  deviceId: string;
  sessionId: SessionId;
}

/**
 * The ID under which a recording is found from its events.
 *
 * Shape: `<deviceId>/<sessionId>`.
 */
export function replayId({ deviceId, sessionId }: Identity): string {
  return `${deviceId}/${sessionId}`;
}

/** Whether two identities are of the same visit. */
export function isSameVisit(
  a: Identity | undefined,
  b: Identity | undefined,
): boolean {
  return !!a && !!b && replayId(a) === replayId(b);
}

/** The earliest time that a session ID is taken for. Unit: ms since 1970. */
const EARLIEST_START_MS = 1e12;

/**
 * When a session has begun, as its ID says.
 *
 * Unit: ms since 1970. An ID that is no time of the past says nothing: then it is `nowMs`.
 */
export function sessionStart(sessionId: SessionId, nowMs: number): number {
  const startMs = Number(sessionId);
  return startMs > EARLIEST_START_MS && startMs < nowMs ? startMs : nowMs;
}

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

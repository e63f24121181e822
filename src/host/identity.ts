import type { Event } from '@amplitude/analytics-core';
import type { SessionReplayOptions } from '../config/options.js';
import type { Identity, SessionId } from '../session/replay-id.js';

/** The parts of an identity as a host has them: each may be missing for a while. */
export interface HostIdentity {
  deviceId?: string | undefined;
  sessionId?: SessionId | undefined;
}

/** Knows who the visitor is, from the host and from the options that overrule it. */
export interface IdentityReader {
  /** The visit as it stands, or `undefined` while a part of it is missing. */
  read: (host: HostIdentity) => Identity | undefined;
  /**
   * The session that an event belongs to. `customSessionId` is asked once, and its answer kept. Errors: throws where
   * `customSessionId` does, or returns what is no ID, for example a promise.
   */
  sessionOf: (event: Event) => unknown;
  /** Whether an event of that session is one of the visit's own. */
  belongsTo: (visit: Identity, event: Event, sessionId: unknown) => boolean;
}

/** Builds the reader of one plugin. */
export function createIdentityReader({
  customSessionId,
  deviceId: fixedDeviceId,
}: Pick<SessionReplayOptions, 'customSessionId' | 'deviceId'>): IdentityReader {
  let customId: SessionId | undefined;

  return {
    read: (host) => {
      const deviceId = fixedDeviceId || host.deviceId;
      const sessionId = customSessionId ? customId : host.sessionId;
      return deviceId === undefined || sessionId === undefined
        ? undefined
        : { deviceId, sessionId };
    },
    sessionOf: (event) => {
      if (!customSessionId) return event.session_id;
      const answer: unknown = customSessionId(event) || undefined;
      if (answer !== undefined && !isSessionId(answer))
        throw new TypeError(
          `customSessionId must return a text or a number, not ${typeof answer}`,
        );
      customId = answer ?? customId;
      return answer;
    },
    belongsTo: (visit, event, sessionId) => {
      // It says something of the visitor, not of the visit.
      if (event.event_type === '$identify') return false;
      const isSameDevice =
        !!fixedDeviceId ||
        event.device_id === undefined ||
        event.device_id === visit.deviceId;
      return isSameDevice && String(sessionId) === String(visit.sessionId);
    },
  };
}

function isSessionId(value: unknown): value is SessionId {
  return typeof value === 'string' || typeof value === 'number';
}

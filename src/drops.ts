import type { Logger } from './guard.js';

/** Why recorded events were given up on purpose. */
export type DropReason =
  /** One event is above the server's limit for a single event. */
  | 'event-too-large'
  /** The server takes no request as small as this single event, or this batch where the browser cannot split it. */
  | 'too-large'
  /** An event could not be turned into JSON. */
  | 'event-unserialisable'
  /** The server refused a batch for good. */
  | 'refused'
  /** The server dropped a batch because it throttles this project. */
  | 'throttled'
  /** The server switched capture off for the session. */
  | 'session-disabled'
  /** It waited for more than three days. */
  | 'expired'
  /** There was no room: the oldest sessions make way. */
  | 'storage-full'
  /** The session did not last as long as the project's settings ask for. */
  | 'too-short'
  /** The visitor opted out. */
  | 'opted-out';

/** Counts what was dropped, by reason. */
export interface Drops {
  /** Counts `eventCount` dropped events; `message` is logged the first time the reason occurs. */
  count: (reason: DropReason, eventCount: number, message?: string) => void;
  /** Events dropped so far, by reason. */
  counts: () => Partial<Record<DropReason, number>>;
}

/** Builds an empty count. */
export function createDrops(logger: Pick<Logger, 'warn'>): Drops {
  const counted: Partial<Record<DropReason, number>> = {};
  return {
    count: (reason, eventCount, message) => {
      if (message && counted[reason] === undefined) logger.warn(message);
      counted[reason] = (counted[reason] ?? 0) + eventCount;
    },
    counts: () => ({ ...counted }),
  };
}

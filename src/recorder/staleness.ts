import type { eventWithTime } from '@rrweb/types';
import { FULL_SNAPSHOT, META } from '../privacy/event-types.js';
import { strictnessOf } from '../privacy/level.js';
import type { PrivacyRules } from '../privacy/rules.js';
import { isPlaceholder } from './rrweb/describe.js';
import type { RrwebRecord } from './rrweb/parts.js';

/**
 * The shortest time from one snapshot to the next because something is shown again; doubles with each.
 *
 * Unit: ms.
 * Why: a page may block and unblock all the time.
 */
const MIN_INTERVAL_MS = 2_000;

/** Asked at each event, after masking: whether the replay needs a fresh snapshot to show the page as it is. */
export type IsStale = (event: eventWithTime, url: string) => boolean;

/** Builds it for one run of rrweb. */
export function createIsStale(
  rules: PrivacyRules,
  mirror: RrwebRecord['mirror'],
): IsStale {
  let lastUrl: string | undefined;
  let lastStrictness = Infinity;
  let snapshotAtMs = 0;
  let isUnblocked = false;
  let intervalMs = MIN_INTERVAL_MS;

  /** What was recorded under a laxer level must not stay on the screen of the replay. */
  const isStricter = (url: string): boolean => {
    if (url === lastUrl) return false;
    const before = lastStrictness;
    lastUrl = url;
    lastStrictness = strictnessOf(url, rules);
    return lastStrictness > before;
  };
  /** What a blocked element held was never recorded, and rrweb tells only of what changes in it from now on. */
  const tellsOfUnblocking = (event: eventWithTime): boolean => {
    const { attributes = [] } = event.data as {
      attributes?: { id: number }[];
    };
    return attributes.some(({ id }) => {
      const node = mirror.getNode(id);
      const known = node && mirror.getMeta(node);
      return !!known && isPlaceholder(known);
    });
  };

  return (event, url) => {
    const { type, timestamp } = event as { type: number; timestamp: number };
    const stricter = isStricter(url);
    if (type === FULL_SNAPSHOT) {
      snapshotAtMs = timestamp;
      if (isUnblocked) intervalMs *= 2;
      isUnblocked = false;
    }
    // A snapshot is about to come anyway.
    if (type === META || type === FULL_SNAPSHOT) return false;
    isUnblocked ||= tellsOfUnblocking(event);
    return (
      stricter ||
      (isUnblocked && Math.abs(timestamp - snapshotAtMs) >= intervalMs)
    );
  };
}

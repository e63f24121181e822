/** What one attempt to send a batch means for the stored batch. */
export type SendOutcome =
  /** Accepted: delete it. */
  | { kind: 'delivered' }
  /** Dropped by a server that asks for no retry: delete it, and pause. */
  | { kind: 'throttled' }
  /** The server wants nothing more of this session: delete its batches, stop recording it. */
  | { kind: 'disabled' }
  /** More than the server takes at once: send its events in smaller batches. */
  | { kind: 'too-large' }
  /** Refused for good: delete it. */
  | { kind: 'refused'; status: number }
  /** Not now: keep it. */
  | { kind: 'deferred'; retryAfterMs?: number | undefined };

/** Answers below 500 with which a server says "try again". */
const TRANSIENT = new Set([408, 429, 499]);

const SKIP_HEADER = 'X-Session-Replay-Event-Skipped';

/** The session is out of range, or capture is switched off. */
const DISABLED_CODES = /^400[45]$/;

/** What is read of an answer. Transports of a site's own may leave out the headers. */
export type Answer = Pick<Response, 'status'> &
  Partial<Pick<Response, 'headers'>>;

/** Reads a server's answer. */
export function readResponse(
  { status, headers }: Answer,
  nowMs: number,
): SendOutcome {
  const header = (name: string): string => headers?.get?.(name) ?? '';
  if (status >= 200 && status < 300) {
    const skipCode = header(SKIP_HEADER);
    if (skipCode === '429') return { kind: 'throttled' };
    if (DISABLED_CODES.test(skipCode)) return { kind: 'disabled' };
    return { kind: 'delivered' };
  }
  if (status === 413) return { kind: 'too-large' };
  if (status >= 400 && status < 500 && !TRANSIENT.has(status))
    return { kind: 'refused', status };
  return {
    kind: 'deferred',
    retryAfterMs: readRetryAfter(header('Retry-After'), nowMs),
  };
}

/**
 * Reads `Retry-After`: seconds, or a date. `undefined` where it is neither, or missing.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function readRetryAfter(value: string, nowMs: number): number | undefined {
  const delayMs = /^\d+$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - nowMs;
  return Number.isNaN(delayMs) ? undefined : Math.max(delayMs, 0);
}

import type { SendEventsRequest } from '../config/options.js';
import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { inTime } from '../in-time.js';
import type { ReplayRequest } from './request.js';
import { readResponse, type SendOutcome } from './outcome.js';

/**
 * Largest sum of bodies sent with `keepalive` at a time.
 *
 * Unit: bytes, after compression.
 * Why: browsers cap all such bodies in flight at 64 KiB, and the page may have requests of its own.
 * Source: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const MAX_KEEPALIVE_BYTES = 60 * 1024;

/** Sends requests one by one and reads the answers. */
export interface Transport {
  /** Sends a request. Never rejects: what fails is deferred. */
  send: (request: ReplayRequest) => Promise<SendOutcome>;
  /** Whether a body of this size would outlive the page if it were sent now. */
  survivesExit: (gzipBytes: number) => boolean;
}

/** Builds the transport. Requests that fit the browser's budget go on when the page goes away. */
export function createTransport({
  environment,
  logger,
  timeoutMs,
  handleSendEvents,
}: {
  environment: Pick<Environment, 'fetch' | 'schedule' | 'now'>;
  logger: Pick<Logger, 'warn'>;
  /** How long an answer may take. Unit: ms; 0: as long as it likes. */
  timeoutMs: number;
  /** The site's own transport. */
  handleSendEvents:
    ((request: SendEventsRequest) => Promise<Response>) | undefined;
}): Transport {
  let keepaliveBytes = 0;
  let hasWarned = false;
  const survivesExit = (gzipBytes: number): boolean =>
    keepaliveBytes + gzipBytes <= MAX_KEEPALIVE_BYTES;

  /** Hands the request to the site's transport, which gets a copy of the body, or text where it is not compressed. */
  const handOver = async (
    handle: NonNullable<typeof handleSendEvents>,
    { url, ...init }: ReplayRequest,
    options: Pick<SendEventsRequest, 'keepalive' | 'signal'>,
  ): Promise<Response> => {
    const body = init.headers['Content-Encoding']
      ? init.body.slice()
      : new TextDecoder().decode(init.body);
    try {
      const response = await handle({ url, ...init, body, ...options });
      if (typeof response.status === 'number') return response;
      throw new Error('it must return the Response of fetch');
    } catch (error) {
      if (!hasWarned)
        logger.warn(`handleSendEvents failed: ${describe(error)}`);
      hasWarned = true;
      throw error;
    }
  };
  const request = async (
    whole: ReplayRequest,
    options: Pick<SendEventsRequest, 'keepalive' | 'signal'>,
  ): Promise<Response> => {
    const { url, ...init } = whole;
    return handleSendEvents
      ? handOver(handleSendEvents, whole, options)
      : environment.fetch(url, { ...init, ...options, credentials: 'omit' });
  };

  return {
    survivesExit,
    send: async (whole) => {
      const aborter = new AbortController();
      const { signal } = aborter;
      const keepalive = survivesExit(whole.body.length);
      const gzipBytes = keepalive ? whole.body.length : 0;
      keepaliveBytes += gzipBytes;
      const answered = request(whole, { keepalive, signal });
      try {
        const response = await (timeoutMs > 0
          ? inTime(answered, timeoutMs, environment)
          : answered);
        return readResponse(response, environment.now());
      } catch {
        aborter.abort();
        return { kind: 'deferred' };
      } finally {
        keepaliveBytes -= gzipBytes;
      }
    },
  };
}

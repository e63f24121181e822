import type { Environment } from '../environment.js';
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

/** Unit: ms. */
const SEND_TIMEOUT_MS = 10_000;

/** Sends requests one by one and reads the answers. */
export interface Transport {
  /** Sends a request. Never rejects: what fails is deferred. */
  send: (request: ReplayRequest) => Promise<SendOutcome>;
  /** Whether a body of this size would outlive the page if it were sent now. */
  survivesExit: (gzipBytes: number) => boolean;
}

/** Builds the transport. Requests that fit the browser's budget go on when the page goes away. */
export function createTransport(
  environment: Pick<Environment, 'fetch' | 'schedule' | 'now'>,
): Transport {
  let keepaliveBytes = 0;
  const survivesExit = (gzipBytes: number): boolean =>
    keepaliveBytes + gzipBytes <= MAX_KEEPALIVE_BYTES;

  return {
    survivesExit,
    send: async ({ url, method, headers, body }) => {
      const keepalive = survivesExit(body.length);
      const aborter = new AbortController();
      const cancelTimeout = environment.schedule(SEND_TIMEOUT_MS, () =>
        aborter.abort(),
      );
      if (keepalive) keepaliveBytes += body.length;
      try {
        const response = await environment.fetch(url, {
          method,
          headers,
          body,
          keepalive,
          signal: aborter.signal,
          credentials: 'omit',
        });
        return readResponse(response, environment.now());
      } catch {
        return { kind: 'deferred' };
      } finally {
        cancelTimeout();
        if (keepalive) keepaliveBytes -= body.length;
      }
    },
  };
}

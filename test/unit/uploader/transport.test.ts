import { describe, expect, it } from 'vitest';
import type { ReplayRequest } from '../../../src/uploader/request.js';
import { createTransport } from '../../../src/uploader/transport.js';
import {
  fakeEnvironment,
  type Responder,
} from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';

const KIB = 1024;

const requestOf = (bytes: number): ReplayRequest => ({
  url: 'https://server.example/track?type=replay',
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: new Uint8Array(bytes),
});

const HOUR_MS = 3_600_000;

/** Leaves every request open until it is aborted. */
const untilAborted: Responder = (_url, { signal }) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () =>
      reject(new DOMException('aborted', 'AbortError')),
    );
  });

function setup({ timeoutMs = 10_000 } = {}) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const transport = createTransport({
    environment,
    logger,
    timeoutMs,
    handleSendEvents: undefined,
  });
  const keepalives = () =>
    environment.requests.map(({ init }) => init.keepalive);
  /** Leaves the next requests open until the returned function is called. */
  const hold = () => {
    const { promise, resolve } = createDeferred<Response>();
    environment.respond(() => promise);
    return async () => {
      resolve(new Response('{}'));
      await settle();
    };
  };
  return { environment, logger, transport, keepalives, hold };
}

describe('send', () => {
  it('sends the request as it is, without cookies', async () => {
    const { environment, transport } = setup();
    const { url, method, headers, body } = requestOf(3);
    await transport.send({ url, method, headers, body });
    expect(environment.requests).toHaveLength(1);
    expect(environment.requests[0]).toMatchObject({
      url,
      init: { method, headers, body, credentials: 'omit' },
    });
  });

  it('reads the answer', async () => {
    const { environment, transport } = setup();
    expect(await transport.send(requestOf(3))).toEqual({ kind: 'delivered' });
    environment.respond(() =>
      Promise.resolve(new Response('', { status: 401 })),
    );
    expect(await transport.send(requestOf(3))).toEqual({
      kind: 'refused',
      status: 401,
    });
  });

  it('reads dates in an answer by the clock of the page', async () => {
    const { environment, transport } = setup();
    await environment.advance(10_000);
    environment.respond(() =>
      Promise.resolve(
        new Response('', {
          status: 503,
          headers: { 'Retry-After': 'Mon, 01 Jul 2024 00:00:30 GMT' },
        }),
      ),
    );
    expect(await transport.send(requestOf(3))).toEqual({
      kind: 'deferred',
      retryAfterMs: 20_000,
    });
  });

  it('defers what the network rejects', async () => {
    const { environment, transport } = setup();
    environment.respond(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await transport.send(requestOf(3))).toEqual({ kind: 'deferred' });
    expect(environment.leftovers().timers).toBe(0);
  });

  it('defers what the page refuses to send', async () => {
    const { environment, transport } = setup();
    environment.respond(() => {
      throw new TypeError('blocked');
    });
    expect(await transport.send(requestOf(3))).toEqual({ kind: 'deferred' });
    expect(environment.leftovers().timers).toBe(0);
  });

  it.each([10_000, 500])(
    'aborts after %i ms without an answer, and defers',
    async (timeoutMs) => {
      const { environment, transport } = setup({ timeoutMs });
      environment.respond(untilAborted);
      let outcome: unknown;
      void transport.send(requestOf(3)).then((sent) => (outcome = sent));
      await environment.advance(timeoutMs - 1);
      expect(outcome).toBeUndefined();
      await environment.advance(1);
      expect(outcome).toEqual({ kind: 'deferred' });
      expect(environment.requests[0]?.init.signal?.aborted).toBe(true);
      expect(transport.survivesExit(60 * KIB)).toBe(true);
    },
  );

  it('waits as long as it takes where the time-out is 0', async () => {
    const { environment, transport } = setup({ timeoutMs: 0 });
    const { promise, resolve } = createDeferred<Response>();
    environment.respond(() => promise);
    let outcome: unknown;
    void transport.send(requestOf(3)).then((sent) => (outcome = sent));
    expect(environment.leftovers().timers).toBe(0);
    await environment.advance(HOUR_MS);
    expect(outcome).toBeUndefined();
    expect(environment.requests[0]?.init.signal?.aborted).toBe(false);
    resolve(new Response('{}'));
    await settle();
    expect(outcome).toEqual({ kind: 'delivered' });
  });

  it('says nothing of what the network does', async () => {
    const { environment, transport, logger } = setup();
    environment.respond(() => Promise.reject(new TypeError('Failed to fetch')));
    await transport.send(requestOf(3));
    expect(logger.messages).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    const { environment, transport } = setup();
    await transport.send(requestOf(3));
    expect(environment.leftovers().timers).toBe(0);
  });
});

describe('the keepalive budget', () => {
  it('lets a body go on after the page as far as 60 KiB', async () => {
    const { transport, keepalives } = setup();
    await transport.send(requestOf(60 * KIB));
    await transport.send(requestOf(60 * KIB + 1));
    expect(keepalives()).toEqual([true, false]);
  });

  it('counts the bodies in flight together', async () => {
    const { transport, keepalives, hold } = setup();
    hold();
    for (const kib of [40, 30, 20, 1])
      void transport.send(requestOf(kib * KIB));
    expect(keepalives()).toEqual([true, false, true, false]);
    expect(transport.survivesExit(1)).toBe(false);
    expect(transport.survivesExit(0)).toBe(true);
  });

  it('is free again when a request is answered', async () => {
    const { transport, hold } = setup();
    const release = hold();
    void transport.send(requestOf(50 * KIB));
    expect(transport.survivesExit(11 * KIB)).toBe(false);
    await release();
    expect(transport.survivesExit(60 * KIB)).toBe(true);
  });

  it('is free again when a request fails', async () => {
    const { environment, transport } = setup();
    environment.respond(() => Promise.reject(new TypeError('Failed to fetch')));
    await transport.send(requestOf(50 * KIB));
    expect(transport.survivesExit(60 * KIB)).toBe(true);
  });

  it('is not used by a body that is too large for it', async () => {
    const { transport, hold } = setup();
    const release = hold();
    void transport.send(requestOf(100 * KIB));
    expect(transport.survivesExit(60 * KIB)).toBe(true);
    await release();
    expect(transport.survivesExit(60 * KIB + 1)).toBe(false);
  });
});

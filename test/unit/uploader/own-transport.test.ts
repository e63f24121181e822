import { describe, expect, it, vi } from 'vitest';
import type { SendEventsRequest } from '../../../src/config/options.js';
import type { ReplayRequest } from '../../../src/uploader/request.js';
import { createTransport } from '../../../src/uploader/transport.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { createDeferred } from '../deferred.js';

const KIB = 1024;
const JSON_TEXT = '{"version":1,"events":["{\\"text\\":\\"日本語\\"}"]}';

const PLAIN: ReplayRequest = {
  url: 'https://server.example/track?type=replay',
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: new TextEncoder().encode(JSON_TEXT),
};
const GZIPPED: ReplayRequest = {
  ...PLAIN,
  headers: { ...PLAIN.headers, 'Content-Encoding': 'gzip' },
  body: new Uint8Array([31, 139, 0, 255]),
};

type Handle = (request: SendEventsRequest) => Promise<Response>;

/** A transport that hands its requests to the site's own one. */
function setup(handle: Handle, { timeoutMs = 10_000 } = {}) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const handleSendEvents = vi.fn<Handle>(handle);
  const transport = createTransport({
    environment,
    logger,
    timeoutMs,
    handleSendEvents,
  });
  const handed = () => handleSendEvents.mock.calls.map(([request]) => request);
  return { environment, logger, transport, handed };
}

/** What `fetch` is to be told besides the request. */
const OPTIONS = { keepalive: true, signal: expect.any(AbortSignal) };

const accept: Handle = async () => new Response('{}');

describe("the site's own transport", () => {
  it('gets everything that a request is, once for each attempt, and nothing is fetched', async () => {
    const { environment, transport, handed } = setup(accept);
    await transport.send(GZIPPED);
    expect(handed()).toEqual([{ ...GZIPPED, ...OPTIONS }]);
    await transport.send(GZIPPED);
    expect(handed()).toHaveLength(2);
    expect(environment.requests).toEqual([]);
  });

  it('gets a body that is not compressed as text', async () => {
    const { transport, handed } = setup(accept);
    await transport.send(PLAIN);
    expect(handed()).toEqual([{ ...PLAIN, body: JSON_TEXT, ...OPTIONS }]);
  });

  it('is called in the task of the caller, for the end of the page', () => {
    const { transport, handed } = setup(accept);
    void transport.send(GZIPPED);
    expect(handed()).toHaveLength(1);
  });

  it('shares the budget of what the browser carries on', async () => {
    const { transport, handed } = setup(() => new Promise(() => {}));
    const body = new Uint8Array(40 * KIB);
    void transport.send({ ...GZIPPED, body });
    void transport.send({ ...GZIPPED, body });
    expect(handed().map(({ keepalive }) => keepalive)).toEqual([true, false]);
    expect(transport.survivesExit(20 * KIB)).toBe(true);
    expect(transport.survivesExit(20 * KIB + 1)).toBe(false);
  });

  it.each([
    [413, undefined, { kind: 'too-large' }],
    [401, undefined, { kind: 'refused', status: 401 }],
    [503, { 'Retry-After': '7' }, { kind: 'deferred', retryAfterMs: 7_000 }],
    [200, { 'X-Session-Replay-Event-Skipped': '4004' }, { kind: 'disabled' }],
  ])('answers for the server: %i with %o', async (status, headers, outcome) => {
    const { transport, logger } = setup(
      async () => new Response('', { status, ...(headers && { headers }) }),
    );
    expect(await transport.send(PLAIN)).toEqual(outcome);
    expect(logger.messages).toEqual([]);
  });

  it('may answer with a status alone', async () => {
    const { transport } = setup(async () => ({ status: 202 }) as Response);
    expect(await transport.send(PLAIN)).toEqual({ kind: 'delivered' });
  });
});

describe("a failure of the site's own transport", () => {
  it.each<[string, Handle, string]>([
    [
      'throws',
      () => {
        throw new Error('no proxy');
      },
      'no proxy',
    ],
    ['rejects', () => Promise.reject(new Error('no proxy')), 'no proxy'],
    ['rejects with nothing', () => Promise.reject(), 'undefined'],
    ['answers nothing', async () => undefined as never, 'handleSendEvents'],
    ['answers a text', async () => 'ok' as never, 'Response'],
    [
      'answers a status that is none',
      async () => ({ status: '200' }) as never,
      'Response',
    ],
    ['returns no promise', () => undefined as never, 'handleSendEvents'],
  ])(
    'that %s is a failed attempt, and is told of once',
    async (_, handle, told) => {
      const { environment, transport, logger } = setup(handle);
      for (let attempt = 0; attempt < 3; attempt += 1)
        expect(await transport.send(PLAIN)).toEqual({ kind: 'deferred' });
      expect(logger.messages).toHaveLength(1);
      expect(logger.texts('warn')[0]).toContain('handleSendEvents');
      expect(logger.texts('warn')[0]).toContain(told);
      expect(environment.requests).toEqual([]);
      expect(environment.leftovers().timers).toBe(0);
      expect(transport.survivesExit(60 * KIB)).toBe(true);
    },
  );

  it('that answers with headers that cannot be asked is no failure', async () => {
    const { transport, logger } = setup(
      async () => ({ status: 200, headers: {} }) as never,
    );
    expect(await transport.send(PLAIN)).toEqual({ kind: 'delivered' });
    expect(logger.texts('warn')).toEqual([]);
  });

  it('that never answers counts as one after the time-out', async () => {
    const { environment, transport } = setup(() => new Promise(() => {}));
    let outcome: unknown;
    void transport.send(PLAIN).then((sent) => (outcome = sent));
    await environment.advance(9_999);
    expect(outcome).toBeUndefined();
    await environment.advance(1);
    expect(outcome).toEqual({ kind: 'deferred' });
  });

  it('that comes after the time-out reaches nobody', async () => {
    const { promise, reject } = createDeferred<Response>();
    const { environment, transport } = setup(() => promise);
    const sent = transport.send(PLAIN);
    await environment.advance(10_000);
    expect(await sent).toEqual({ kind: 'deferred' });
    reject(new Error('too late'));
    // An unhandled rejection would fail the run.
    await environment.advance(0);
    expect(transport.survivesExit(60 * KIB)).toBe(true);
  });

  it('has no time-out where that is 0', async () => {
    const { environment, transport } = setup(() => new Promise(() => {}), {
      timeoutMs: 0,
    });
    void transport.send(PLAIN);
    expect(environment.leftovers().timers).toBe(0);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { createConfigClient } from '../../../src/config/config-client.js';
import type { FetchConfigRequest } from '../../../src/config/options.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';

const CONFIG = { configs: { sessionReplay: {} } };
const answer = (status: number, body: unknown = CONFIG) =>
  new Response(JSON.stringify(body), { status });

/** Subscribes to a client whose requests are answered by `respond`. */
function subscribe(
  respond: (request: FetchConfigRequest) => Promise<Response>,
  environment = fakeEnvironment(),
) {
  const logger = fakeLogger();
  const request = vi.fn(respond);
  const client = createConfigClient({
    apiKey: 'a/b-0123456789',
    configUrl: 'https://config.example/config',
    request,
    environment,
    logger,
  });
  const told: unknown[] = [];
  client.subscribe(undefined, 'all', (config, from) =>
    told.push([from, config]),
  );
  return { client, environment, logger, request, told };
}

/** The answer that an earlier visit has left. */
async function afterVisit() {
  const { environment } = subscribe(async () => answer(200));
  await environment.advance(1);
  return environment;
}

describe('the answer of the server', () => {
  it('is asked for once, and told', async () => {
    const { environment, request, told } = subscribe(async () => answer(200));
    await environment.advance(10_000);
    expect(told).toEqual([['remote', CONFIG]]);
    expect(request.mock.calls.map(([{ url }]) => url)).toEqual([
      'https://config.example/config/a%2Fb-0123456789?config_group=browser',
    ]);
    expect(environment.leftovers()).toMatchObject({ timers: 0 });
  });

  it('comes after what an earlier visit has kept', async () => {
    const environment = await afterVisit();
    const { told } = subscribe(async () => answer(200, { a: 1 }), environment);
    await environment.advance(1);
    expect(told).toEqual([
      ['cache', CONFIG],
      ['remote', { a: 1 }],
    ]);
  });

  it('is kept where, and as, the Browser SDK keeps it', async () => {
    const environment = await afterVisit();
    const kept = environment.localStorage.getItem(
      'AMP_remote_config_a/b-012345',
    );
    expect(JSON.parse(kept ?? '')).toEqual({
      remoteConfig: CONFIG,
      lastFetch: '2024-07-01T00:00:00.000Z',
    });
  });
});

describe('who asks again', () => {
  const tell = (client: ReturnType<typeof subscribe>['client']) => {
    const told: unknown[] = [];
    client.subscribe(undefined, 'all', (config, from) =>
      told.push([from, config]),
    );
    return told;
  };

  it('is told the answer that is there, without another request', async () => {
    const { client, environment, request } = subscribe(async () => answer(200));
    await environment.advance(1);
    client.unsubscribe('');
    const told = tell(client);
    await environment.advance(1);
    expect(told.at(-1)).toEqual(['remote', CONFIG]);
    expect(request).toHaveBeenCalledOnce();
  });

  it('while the answer is on its way waits for that, although nobody else does', async () => {
    let count = 0;
    const { client, environment, request } = subscribe(async () =>
      answer((count += 1) < 3 ? 503 : 200),
    );
    client.unsubscribe('');
    const told = tell(client);
    await environment.advance(10_000);
    expect(told).toEqual([['remote', CONFIG]]);
    expect(request).toHaveBeenCalledTimes(3);
  });

  it('after a failure makes another request', async () => {
    let status = 404;
    const { client, environment, request } = subscribe(async () =>
      answer(status),
    );
    await environment.advance(1);
    status = 200;
    const told = tell(client);
    await environment.advance(1);
    expect(told).toEqual([['remote', CONFIG]]);
    expect(request).toHaveBeenCalledTimes(2);
  });
});

describe('a failure', () => {
  it.each<[string, () => Promise<Response>, number]>([
    ['no network', () => Promise.reject(new TypeError('Failed')), 3],
    ['a server that fails', async () => answer(500), 3],
    ['a server that is busy', async () => answer(429), 3],
    ['a server that never answers', () => new Promise(() => {}), 3],
    ['an answer that is no JSON', async () => new Response('<html>'), 3],
    [
      'an answer that breaks off',
      async () => new Response(new ReadableStream()),
      3,
    ],
    ['an answer that is no object', async () => answer(200, 'maintained'), 3],
    ['an unknown project', async () => answer(404), 1],
    ['a wrong API key', async () => answer(401), 1],
    [
      'a function that throws',
      () => {
        throw new Error('no');
      },
      3,
    ],
  ])('%s is told, and nothing else', async (_, respond, attempts) => {
    const { environment, request, told } = subscribe(respond);
    await environment.advance(10_000);
    expect(told).toEqual([['remote', null]]);
    expect(request).toHaveBeenCalledTimes(attempts);
  });

  it('leaves what an earlier visit has kept', async () => {
    const environment = await afterVisit();
    subscribe(async () => answer(500), environment);
    await environment.advance(10_000);
    const { told } = subscribe(() => new Promise(() => {}), environment);
    expect(told).toEqual([['cache', CONFIG]]);
  });

  it('is followed by an answer where the next attempt succeeds', async () => {
    let count = 0;
    const { environment, told } = subscribe(async () =>
      answer((count += 1) < 3 ? 503 : 200),
    );
    await environment.advance(10_000);
    expect(told).toEqual([['remote', CONFIG]]);
  });

  it('for the API key is said', async () => {
    const { environment, logger } = subscribe(async () => answer(403));
    await environment.advance(1);
    expect(logger.texts('error')[0]).toContain('Is the API key right?');
  });

  it('aborts the request that took too long', async () => {
    const { environment, request } = subscribe(() => new Promise(() => {}));
    const signal = request.mock.calls[0]?.[0].signal;
    await environment.advance(1_000);
    expect(signal?.aborted).toBe(true);
  });
});

it.each([
  ['while it is being asked', 0],
  ['before the next attempt', 1],
])(
  'nothing is asked for any more once nobody wants the answer: %s',
  async (_, afterMs) => {
    const { client, environment, request } = subscribe(async () => answer(500));
    await environment.advance(afterMs);
    client.unsubscribe('');
    await environment.advance(10_000);
    expect(request).toHaveBeenCalledTimes(1);
  },
);

it.each([
  ['is no JSON', () => 'no json'],
  [
    'cannot be read',
    () => {
      throw new Error('SecurityError');
    },
  ],
])('a storage that %s is as good as none', async (_, getItem) => {
  const localStorage = {
    getItem,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  const { environment, told } = subscribe(
    async () => answer(200),
    fakeEnvironment({ localStorage }),
  );
  await environment.advance(1);
  expect(told).toEqual([['remote', CONFIG]]);
});

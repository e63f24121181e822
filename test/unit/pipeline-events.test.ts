// @vitest-environment node
// jsdom cannot decompress, which splitting and joining take.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SendEventsRequest } from '../../src/config/options.js';
import { settle } from '../support/fake-timers.js';
import { readSentBatches } from '../support/sent-batches.js';
import {
  crashPages,
  first,
  inIdleTime,
  JOURNALLED_MS,
  newProject,
  openPage,
  second,
  sentBy,
} from './pipeline-setup.js';

beforeEach(newProject);

const MINUTE_MS = 60_000;
const [HOME, CART, LATER] = ['home', 'cart', 'later'].map(
  (path) => `https://shop.example/${path}`,
) as [string, string, string];

const throttle = async () =>
  new Response('{}', { headers: { 'X-Session-Replay-Event-Skipped': '429' } });
const refuse = async () => new Response('', { status: 400 });
const accept = async () => new Response('{}');

describe('what became of events', () => {
  it('is told of each batch that is delivered, and its events are counted', async () => {
    const { environment, pipeline, push, told } = await openPage();
    push('a', first);
    push('b', first);
    push('c', second);
    expect(pipeline.sentCount()).toBe(0);
    await inIdleTime(environment, pipeline.flush());
    expect(told).toEqual(['free', 'free']);
    expect(pipeline.sentCount()).toBe(3);
  });

  it('counts what an earlier page left as sent by the one that sends it', async () => {
    const before = await openPage({ isServerUp: false });
    before.push('a');
    before.push('b');
    await inIdleTime(before.environment, before.pipeline.close());
    const { environment, pipeline } = await openPage();
    await environment.advance(0);
    expect(before.pipeline.sentCount()).toBe(0);
    expect(pipeline.sentCount()).toBe(2);
  });

  it.each([
    ['throttles', throttle],
    ['refuses', refuse],
  ])(
    'is told when the server %s a batch, and the way is not free then',
    async (_, answer) => {
      const { environment, pipeline, push, told } = await openPage();
      environment.respond(answer);
      push('lost', second);
      await inIdleTime(environment, pipeline.flush());
      expect(told).toEqual(['lost second']);
      await environment.advance(MINUTE_MS);
      expect(told).toEqual(['lost second']);
    },
  );

  it('is told as a loss of its session, also when it was recorded by an earlier page', async () => {
    const before = await openPage({ isServerUp: false });
    before.push('earlier');
    await inIdleTime(before.environment, before.pipeline.close());
    const { environment, told, drops } = await openPage({
      atStart: (page) => page.environment.respond(refuse),
    });
    await environment.advance(0);
    expect(drops.counts()).toEqual({ refused: 1 });
    expect(told).toEqual(['lost first']);
  });

  it('is told as a loss of this page when it goes out behind what an earlier one had left', async () => {
    const before = await openPage({ isServerUp: false });
    before.push('earlier');
    await inIdleTime(before.environment, before.pipeline.close());
    const { environment, pipeline, push, told, drops } = await openPage({
      atStart: (page) => {
        page.environment.online = false;
        page.environment.respond(refuse);
      },
    });
    push('mine');
    await inIdleTime(environment, pipeline.flush());
    expect(drops.counts()).toEqual({ refused: 2 });
    expect(told).toEqual(['lost first', 'lost first']);
  });

  it('is told, and the way is free at once, when an event is too large', async () => {
    const { environment, push, told, drops } = await openPage();
    push('x'.repeat(9_000_000), second);
    await environment.advance(JOURNALLED_MS);
    expect(drops.counts()).toEqual({ 'event-too-large': 1 });
    expect(told).toEqual(['lost second', 'free']);
  });

  it('frees the way for what is lost in the page only after the task is over', async () => {
    const { environment, pipeline, push, told } = await openPage();
    push('x'.repeat(9_000_000));
    const flushed = pipeline.flush();
    expect(told).toEqual(['lost first']);
    await inIdleTime(environment, flushed);
    await environment.advance(0);
    expect(told).toEqual(['lost first', 'free']);
  });
});

describe('the address of the page', () => {
  it('is that of the moment in which the last event was stored', async () => {
    const { environment, pipeline, push } = await openPage();
    environment.url = HOME;
    push('a');
    await environment.advance(JOURNALLED_MS);
    environment.url = CART;
    push('b');
    await environment.advance(JOURNALLED_MS);
    environment.url = LATER;
    await inIdleTime(environment, pipeline.flush());
    expect(readSentBatches(environment.requests)).toMatchObject([
      { pageUrl: CART },
    ]);
  });

  it.each([
    ['sealed', true],
    ['only journalled', false],
  ])(
    'stays with what a later page sends, %s by the one before',
    async (_, isSealed) => {
      const before = await openPage({ isServerUp: false });
      before.environment.url = HOME;
      before.push('a');
      await before.environment.advance(JOURNALLED_MS);
      if (isSealed)
        await inIdleTime(before.environment, before.pipeline.seal());
      crashPages();

      const { environment, pipeline } = await openPage({
        atStart: (page) => {
          page.environment.url = LATER;
        },
      });
      await inIdleTime(environment, pipeline.flush());
      expect(readSentBatches(environment.requests)).toMatchObject([
        { sessionId: 'first', pageUrl: HOME },
      ]);
    },
  );
});

describe("the site's own transport", () => {
  type Handle = (request: SendEventsRequest) => Promise<Response>;

  it('sends everything, once for each attempt, and nothing is fetched', async () => {
    const handleSendEvents = vi
      .fn<Handle>(accept)
      .mockRejectedValueOnce(new Error('no proxy'));
    const { environment, pipeline, push, logger } = await openPage({
      options: { handleSendEvents },
    });
    push('a');
    await inIdleTime(environment, pipeline.seal());
    await settle();
    expect(handleSendEvents).toHaveBeenCalledTimes(1);
    await environment.advance(1_000);
    expect(handleSendEvents).toHaveBeenCalledTimes(2);
    expect(pipeline.sentCount()).toBe(1);
    expect(environment.requests).toEqual([]);
    expect(logger.texts()).toEqual([expect.stringContaining('no proxy')]);
    const [[request] = []] = handleSendEvents.mock.calls;
    expect(request).toEqual({
      url: expect.stringMatching(/^https:\/\/api-sr\.amplitude\.com\//),
      method: 'POST',
      headers: expect.objectContaining({ 'Content-Encoding': 'gzip' }),
      body: expect.any(Uint8Array),
      keepalive: true,
      signal: expect.any(AbortSignal),
    });
  });

  it('sends in the last task of the page, too', async () => {
    const handleSendEvents = vi.fn<Handle>(accept);
    const { environment, pipeline, push } = await openPage({
      options: { handleSendEvents },
    });
    push('last words');
    pipeline.exit();
    expect(handleSendEvents).toHaveBeenCalledOnce();
    expect(handleSendEvents.mock.calls[0]?.[0].keepalive).toBe(true);
    await settle();
    expect(handleSendEvents).toHaveBeenCalledOnce();
    expect(pipeline.sentCount()).toBe(1);
    expect(environment.requests).toEqual([]);
  });

  it('gets text where compression is off', async () => {
    const handleSendEvents = vi.fn<Handle>(accept);
    const { environment, pipeline, push } = await openPage({
      options: { handleSendEvents, enableTransportCompression: false },
    });
    push('日本語');
    await inIdleTime(environment, pipeline.flush());
    const body = handleSendEvents.mock.calls[0]?.[0].body;
    expect(JSON.parse(String(body))).toMatchObject({
      version: 1,
      events: [expect.stringContaining('日本語')],
    });
  });
});

it('takes an answer that takes longer than the option allows for a failed attempt', async () => {
  const { environment, pipeline, push } = await openPage({
    options: { sendTimeoutMs: 300 },
  });
  environment.respond(() => new Promise(() => {}));
  push('a');
  await inIdleTime(environment, pipeline.seal());
  await environment.advance(299);
  expect(environment.requests[0]?.init.signal?.aborted).toBe(false);
  await environment.advance(1);
  expect(environment.requests[0]?.init.signal?.aborted).toBe(true);
  expect(pipeline.sentCount()).toBe(0);
  environment.respond(accept);
  await environment.advance(1_000);
  expect(pipeline.sentCount()).toBe(1);
});

describe('a backlog', () => {
  /** Leaves a batch of so many characters for each text. Nothing is sent meanwhile. */
  async function withBacklog(texts: string[]) {
    const page = await openPage();
    page.environment.online = false;
    for (const text of texts) {
      page.push(text);
      await inIdleTime(page.environment, page.pipeline.seal());
    }
    expect(page.environment.requests).toEqual([]);
    return page;
  }

  it('is joined, and sent in one request', async () => {
    const { environment, pipeline } = await withBacklog(['a', 'b', 'c']);
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment)).toEqual([['first', 'a', 'b', 'c']]);
    expect(pipeline.sentCount()).toBe(3);
  });

  it('is joined up to 250 kB where there is no worker, so that it costs the page little', async () => {
    const text = 'x'.repeat(100_000);
    const { environment, pipeline } = await withBacklog(
      ['a', 'b', 'c', 'd', 'e'].map((letter) => letter + text),
    );
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment).map((texts) => texts.length - 1)).toEqual([
      2, 2, 1,
    ]);
  });

  it('is joined to no more than half of what the server found too large', async () => {
    const { environment, pipeline, push } = await withBacklog([]);
    let isFirst = true;
    environment.respond(async () => {
      const status = isFirst ? 413 : 200;
      isFirst = false;
      return new Response('', { status });
    });
    // Of one event: it is lost.
    push('x'.repeat(2_000));
    await inIdleTime(environment, pipeline.flush());
    environment.requests.length = 0;
    for (const letter of ['a', 'b', 'c', 'd']) {
      push(letter.repeat(400));
      await inIdleTime(environment, pipeline.seal());
    }
    await inIdleTime(environment, pipeline.flush());
    expect(sentBy(environment).map((texts) => texts.length - 1)).toEqual([
      2, 2,
    ]);
  });
});

it('cuts what the server finds too large, and loses nothing', async () => {
  const { environment, pipeline, push, told, drops } = await openPage();
  environment.respond(async (_url, init) => {
    const [batch] = readSentBatches([{ url: _url, init }]);
    return new Response('', { status: batch?.events.length === 1 ? 200 : 413 });
  });
  const texts = ['a', 'b', 'c', 'd', 'e'];
  for (const text of texts) push(text);
  await inIdleTime(environment, pipeline.flush());
  const singles = sentBy(environment).filter(({ length }) => length === 2);
  expect(singles.map(([, text]) => text)).toEqual(texts);
  expect(drops.counts()).toEqual({});
  expect(told).toEqual(texts.map(() => 'free'));
  expect(pipeline.sentCount()).toBe(5);
});

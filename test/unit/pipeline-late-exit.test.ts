// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../support/fake-timers.js';
import {
  EMPTY,
  LONG_MS,
  openWithWorker,
  sentByNextPage,
  SMALL,
} from './pipeline-late-setup.js';
import { newProject } from './pipeline-setup.js';

/** One that is too large for the last request of a page. */
const LARGE = (letter: string) => letter.repeat(1_100_000);

beforeEach(newProject);

describe('a page that ends while its snapshot is in no store yet, and comes back', () => {
  const exitWith = async (text: string, isServerUp = true) => {
    const page = await openWithWorker({ isServerUp });
    page.pushSnapshot(text);
    await page.toWorker();
    const before = await page.stored();
    page.pipeline.exit();
    await settle();
    return { ...page, before };
  };
  type Exited = Awaited<ReturnType<typeof openWithWorker>>;

  /** The worker has what it had before, and may be given more, also by a timer. */
  const comeBack = async ({ pipeline, environment, answerWorker }: Exited) => {
    pipeline.resume();
    for (const waitMs of [0, LONG_MS, LONG_MS]) {
      await environment.advance(waitMs);
      await answerWorker(2);
    }
  };

  it('has sent it already', async () => {
    const page = await exitWith(SMALL('a'));
    expect(page.before).toEqual(EMPTY);
    expect(page.sent()).toEqual([['first', 'a40000']]);
    expect(page.environment.requests[0]?.init.keepalive).toBe(true);
    await comeBack(page);
    expect(page.sent()).toEqual([['first', 'a40000']]);
    expect(page.pipeline.sentCount()).toBe(1);
    expect(await page.stored()).toEqual(EMPTY);
  });

  it('sends it once where the server could not be reached', async () => {
    const page = await exitWith(SMALL('a'), false);
    expect(page.before).toEqual(EMPTY);
    page.environment.respond(async () => new Response('{}'));
    page.environment.requests.length = 0;
    await comeBack(page);
    expect(page.sent()).toEqual([['first', 'a40000']]);
    expect(await page.stored()).toEqual(EMPTY);
  });

  it('sends it once where it was too large for the last request', async () => {
    const page = await exitWith(LARGE('a'));
    expect(page.before).toEqual(EMPTY);
    expect(page.sent()).toEqual([]);
    await comeBack(page);
    expect(page.sent()).toEqual([['first', 'a1100000']]);
    expect(page.pipeline.sentCount()).toBe(1);
    expect(await page.stored()).toEqual(EMPTY);
  });

  it('sends it once where it was not even JSON, and too large for the last request', async () => {
    const page = await openWithWorker();
    page.pushSnapshot(LARGE('a'));
    page.pipeline.exit();
    await settle();
    expect(page.sent()).toEqual([]);
    await comeBack(page);
    expect(page.sent()).toEqual([['first', 'a1100000']]);
    expect(await page.stored()).toEqual(EMPTY);
  });

  it.each([
    ['a40000', SMALL('a')],
    ['a1100000', LARGE('a')],
  ])('sends it once where there is only memory: %s', async (name, text) => {
    const page = await openWithWorker({ options: { storeType: 'memory' } });
    page.pushSnapshot(text);
    await page.toWorker();
    page.pipeline.exit();
    await settle();
    await comeBack(page);
    expect(page.sent()).toEqual([['first', name]]);
    expect(page.pipeline.pending()).toMatchObject({
      journalEvents: 0,
      outboxBatches: 0,
    });
  });

  it('leaves to the next page what is too large, where it does not come back', async () => {
    const page = await exitWith(LARGE('a'));
    expect(page.before).toEqual(EMPTY);
    expect(page.sent()).toEqual([]);
    expect(await sentByNextPage()).toEqual([['first', 'a1100000']]);
    expect(await page.stored()).toEqual(EMPTY);
  });
});

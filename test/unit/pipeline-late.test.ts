// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../support/fake-timers.js';
import { createDeferred } from './deferred.js';
import {
  EMPTY,
  LONG_MS,
  openWithWorker,
  sentByNextPage,
  SMALL,
  WAITED_MS,
} from './pipeline-late-setup.js';
import { first, newProject, second } from './pipeline-setup.js';

/** Two of these are more than a request may hold, of three bytes a character; and rows of the journal for one. */
const HALF = (letter: string) => letter.repeat(1_500_000);
const HALF_ROWS = 51;

beforeEach(newProject);

describe('a session that ends while its snapshot is in no store yet', () => {
  const openWithBoth = async () => {
    const page = await openWithWorker();
    page.pushSnapshot(SMALL('a'), first);
    page.pushSnapshot(SMALL('b'), second);
    await page.toWorker();
    return { ...page, before: await page.stored() };
  };

  it('has it sent under its own ID, as has the next one', async () => {
    const { environment, before, answerWorker, sent, stored } =
      await openWithBoth();
    expect(before).toEqual(EMPTY);
    await answerWorker(2);
    await environment.advance(LONG_MS);
    expect(sent()).toEqual([
      ['first', 'a40000'],
      ['second', 'b40000'],
    ]);
    expect(await stored()).toEqual(EMPTY);
  });

  it('has it left to the next page by a crash, as has the next one', async () => {
    const { environment, before, sent } = await openWithBoth();
    expect(before).toEqual(EMPTY);
    await environment.advance(WAITED_MS);
    await settle();
    expect(sent()).toEqual([]);
    expect(await sentByNextPage()).toEqual([
      ['first', 'a40000'],
      ['second', 'b40000'],
    ]);
  });

  it('takes nothing of the next one with it when it is sealed', async () => {
    const { environment, before, answerWorker, sent } = await openWithBoth();
    expect(before).toEqual(EMPTY);
    await answerWorker();
    await environment.advance(WAITED_MS);
    await settle();
    expect(sent()).toEqual([['first', 'a40000']]);
    expect(await sentByNextPage()).toEqual([['second', 'b40000']]);
  });

  it('has it sent once where everything is sealed when it ends', async () => {
    const page = await openWithWorker();
    page.pushSnapshot(SMALL('a'), first);
    await page.toWorker();
    expect(await page.stored()).toEqual(EMPTY);
    void page.pipeline.seal();
    page.pushSnapshot(SMALL('b'), second);
    await page.toWorker();
    await page.answerWorker(2);
    await page.environment.advance(LONG_MS);
    expect(page.sent()).toEqual([
      ['first', 'a40000'],
      ['second', 'b40000'],
    ]);
    expect(await page.stored()).toEqual(EMPTY);
  });
});

describe('a batch that is cut because a snapshot makes it too large', () => {
  const JOBS = 3;
  const BOTH = [
    ['first', '漢1500000'],
    ['first', '字1500000'],
  ];

  const openWithTooMuch = async () => {
    const page = await openWithWorker();
    page.push(HALF('漢'));
    page.pushSnapshot(HALF('字'));
    await page.toWorker();
    return { ...page, before: await page.stored() };
  };

  it('is sent as a whole, each half once', async () => {
    const { environment, before, answerWorker, sent, stored } =
      await openWithTooMuch();
    expect(before).toEqual({ ...EMPTY, journal: HALF_ROWS });
    await answerWorker(JOBS);
    await environment.advance(LONG_MS);
    expect(sent()).toEqual(BOTH);
    expect(await stored()).toEqual(EMPTY);
  });

  it('leaves nothing in the journal where the snapshot went there meanwhile', async () => {
    const { environment, before, answerWorker, sent, stored } =
      await openWithTooMuch();
    expect(before).toEqual({ ...EMPTY, journal: HALF_ROWS });
    await answerWorker();
    await environment.advance(WAITED_MS);
    await settle();
    expect(await stored()).toEqual({ ...EMPTY, journal: 2 * HALF_ROWS });
    await answerWorker(JOBS - 1);
    await environment.advance(LONG_MS);
    expect(sent()).toEqual(BOTH);
    expect(await stored()).toEqual(EMPTY);
    expect(await sentByNextPage()).toEqual([]);
  });

  it('is left to the next page where this one ends between the halves', async () => {
    const { pipeline, before, answerWorker, sent } = await openWithTooMuch();
    expect(before).toEqual({ ...EMPTY, journal: HALF_ROWS });
    await answerWorker(JOBS - 1);
    pipeline.exit();
    await settle();
    await answerWorker();
    expect(sent()).toEqual([]);
    expect(await sentByNextPage()).toEqual(BOTH);
  });
});

describe('a session that the server switches off while its snapshot is in no store yet', () => {
  const switchOff = async () => {
    const page = await openWithWorker();
    const { promise, resolve } = createDeferred<Response>();
    page.environment.respond(() => promise);
    page.push('a', first);
    await page.toWorker();
    const sealed = page.pipeline.seal();
    await settle();
    await page.answerWorker();
    await sealed;
    page.pushSnapshot(SMALL('b'), first);
    page.pushSnapshot(SMALL('c'), second);
    await page.toWorker();
    const before = await page.stored();
    resolve(
      new Response('{}', {
        headers: { 'X-Session-Replay-Event-Skipped': '4004' },
      }),
    );
    page.environment.respond(async () => new Response('{}'));
    await settle();
    return { ...page, before };
  };

  it('has it neither stored nor sent, but counted', async () => {
    const page = await switchOff();
    const { environment, drops, disabled, answerWorker, sent, stored } = page;
    expect(page.before.journal).toBe(0);
    expect(disabled).toEqual([first]);
    expect(drops.counts()).toEqual({ 'session-disabled': 2 });
    await answerWorker(2);
    await environment.advance(LONG_MS);
    expect(sent()).toEqual([
      ['first', 'a1'],
      ['second', 'c40000'],
    ]);
    expect(await stored()).toEqual(EMPTY);
  });

  it('leaves to the next page only what is of another one', async () => {
    const { environment, before, sent } = await switchOff();
    expect(before.journal).toBe(0);
    await environment.advance(WAITED_MS);
    await settle();
    expect(sent()).toEqual([['first', 'a1']]);
    expect(await sentByNextPage()).toEqual([['second', 'c40000']]);
  });
});

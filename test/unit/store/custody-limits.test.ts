import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { openBrowser } from './custody-setup.js';
import { quotaError } from './fallback-setup.js';
import { sampleBatch, sampleContext, sampleRow } from './sample-rows.js';

const DAY_MS = 86_400_000;

describe('limits', () => {
  const old = sampleContext({ sessionId: 'old' });
  const young = sampleContext({ sessionId: 'young' });

  /** A browser in which a tab that is gone has left two sessions of 100 bytes, one of them a day older. */
  async function browserWithBacklog() {
    const browser = openBrowser();
    const nowMs = browser.openPage().environment.now();
    await browser.leave(async (store) => {
      for (const [seq, context, ageMs] of [
        [1, old, 2 * DAY_MS],
        [2, young, DAY_MS],
      ] as const)
        await store.seal(
          sampleBatch(seq, {
            tabId: 'dead',
            context,
            bodyBytes: 100,
            eventCount: 10 * seq,
            lastEventAt: nowMs - ageMs,
          }),
          [],
        );
    });
    const sessions = async () =>
      (await browser.contents()).outbox.map(({ seq }) => seq);
    return { ...browser, sessions };
  }

  it('are kept at the opening: what is too old goes', async () => {
    const { openPage, sessions } = await browserWithBacklog();
    const { custody, environment, drops, logger } = openPage();
    await environment.advance(DAY_MS + 1);
    await custody.open();
    expect(await sessions()).toEqual([2]);
    expect(drops.counts()).toEqual({ expired: 10 });
    expect(logger.texts()).toHaveLength(1);
  });

  it('are kept at the opening: what the browser grants no room for goes', async () => {
    const { openPage, sessions, contents } = await browserWithBacklog();
    const { custody, drops, onDropped, logger } = openPage({
      quotaBytes: async () => 1_500,
    });
    await custody.open();
    expect(await sessions()).toEqual([2]);
    expect((await contents()).bodies).toHaveLength(1);
    expect(drops.counts()).toEqual({ 'storage-full': 10 });
    expect(logger.texts()).toHaveLength(1);
    // Whether that is the session being recorded is for others to say.
    expect(onDropped.mock.calls).toEqual([
      [sampleContext({ sessionId: 'old' })],
    ]);
  });

  it.each([
    ['does not say', async () => undefined],
    ['refuses to say', () => Promise.reject(new Error('no'))],
    ['never says', () => new Promise<never>(() => {})],
  ])(
    'leave it as it is where the browser %s what it grants',
    async (_how, quotaBytes) => {
      const { openPage, sessions } = await browserWithBacklog();
      const { custody, logger } = openPage({ quotaBytes });
      await custody.open();
      expect(await sessions()).toEqual([1, 2]);
      expect(logger.texts()).toEqual([]);
    },
  );

  it('are kept in memory, too, and tell of what this page has lost', async () => {
    const { custody, drops, onDropped } = openBrowser().openPage({
      isDurableWanted: false,
    });
    await custody.open();
    const tabId = custody.tabId();
    for (const [seq, context] of [old, young].entries())
      await custody.store.seal(
        sampleBatch(seq, { tabId, context, bodyBytes: 5_000_001 }),
        [],
      );
    await custody.keepLimits();
    expect(await custody.store.outbox()).toMatchObject([{ context: young }]);
    expect(drops.counts()).toEqual({ 'storage-full': 1 });
    expect(onDropped.mock.calls).toEqual([[old]]);
  });

  it('are halved when the browser has no room left', async () => {
    const { openPage, sessions, contents } = await browserWithBacklog();
    const { custody, drops, logger } = openPage();
    await custody.open();
    const put = vi
      .spyOn(IDBObjectStore.prototype, 'put')
      .mockImplementationOnce(() => {
        throw quotaError();
      });
    await custody.store.append(sampleRow(1, { tabId: custody.tabId() }));
    put.mockRestore();
    expect(await sessions()).toEqual([2]);
    expect((await contents()).journal).toHaveLength(1);
    expect(custody.isDurable()).toBe(true);
    expect(drops.counts()).toEqual({ 'storage-full': 10 });
    expect(logger.texts()).toHaveLength(1);
  });
});

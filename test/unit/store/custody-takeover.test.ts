import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { SealedRows } from '../../../src/store/session-store.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import {
  openBrowser,
  openWithRow,
  rowsOf,
  type Page,
} from './custody-setup.js';
import { sampleBatch } from './sample-rows.js';

const sealedTabs = async ({ custody }: Page) =>
  (await custody.store.outbox()).map(({ tabId }) => tabId);

describe('taking over', () => {
  it('takes over what dead tabs left, oldest first, and its own last', async () => {
    const browser = openBrowser();
    await browser.leave(rowsOf('dead-2', 'dead-1'));
    await browser.leave((store) =>
      store.seal(sampleBatch(1, { tabId: 'dead-3' }), []),
    );
    const page = browser.openPage();
    await page.custody.open();
    const inOrder = ['dead-1', 'dead-2', 'dead-3'];
    expect(page.custody.tabIds()).toEqual([...inOrder, page.custody.tabId()]);
    expect(await sealedTabs(page)).toEqual(inOrder);
    expect((await browser.contents()).journal).toEqual([]);
    expect(page.onTakenOver).toHaveBeenCalledOnce();
  });

  it('tells who sends only when all is sealed', async () => {
    const browser = openBrowser();
    await browser.leave(rowsOf('dead-1', 'dead-2'));
    const page = browser.openPage();
    const atWake: Promise<string[]>[] = [];
    page.onTakenOver.mockImplementation(() => atWake.push(sealedTabs(page)));
    await page.custody.open();
    expect(await Promise.all(atWake)).toEqual([['dead-1', 'dead-2']]);
  });

  it('does not look again where nobody else lives', async () => {
    const browser = openBrowser();
    await browser.leave(rowsOf('dead'));
    const { custody, environment } = browser.openPage();
    await custody.open();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('leaves a living tab its rows, and takes them 60 s later if it has died meanwhile', async () => {
    const browser = openBrowser();
    const other = await openWithRow(browser.openPage());
    const page = browser.openPage();
    await page.custody.open();
    const [tabId, otherId] = [page.custody.tabId(), other.custody.tabId()];
    expect(page.custody.tabIds()).toEqual([tabId]);
    expect(await sealedTabs(page)).toEqual([]);

    other.custody.close();
    await page.environment.advance(59_999);
    expect(page.custody.tabIds()).toEqual([tabId]);
    await page.environment.advance(1);
    await settle();

    expect(page.custody.tabIds()).toEqual([otherId, tabId]);
    expect(await sealedTabs(page)).toEqual([otherId]);
    expect(page.onTakenOver).toHaveBeenCalledTimes(2);
    expect(page.environment.leftovers().timers).toBe(0);
  });

  it('looks again and again while others live', async () => {
    const browser = openBrowser();
    const other = await openWithRow(browser.openPage());
    const page = browser.openPage();
    await page.custody.open();
    await page.environment.advance(60_000);
    expect(page.environment.leftovers().timers).toBe(1);
    await page.environment.advance(60_000);
    await settle();
    expect(page.onTakenOver).toHaveBeenCalledTimes(3);
    expect(await sealedTabs(page)).toEqual([]);
    expect(other.custody.tabIds()).toEqual([other.custody.tabId()]);
  });

  it('makes one batch of what a dead tab left, also when two looks overlap', async () => {
    const browser = openBrowser();
    const page = browser.openPage();
    await page.custody.open();
    await browser.leave(rowsOf('dead'));
    const isSealing = createDeferred<SealedRows[]>();
    page.seal.mockReturnValue(isSealing.promise);
    page.custody.resume();
    await settle();
    page.custody.resume();
    await settle();
    const batch = sampleBatch(1, { tabId: 'dead' });
    isSealing.resolve([{ batch, rows: [] }]);
    await settle();
    expect((await browser.contents()).outbox).toHaveLength(1);
  });

  it('does not hinder recording where nothing can be taken over', async () => {
    const browser = openBrowser();
    await browser.leave(rowsOf('dead-1'));
    const page = browser.openPage();
    page.seal.mockRejectedValue(new Error('cannot be encoded'));
    await page.custody.open();
    expect(page.custody.isDurable()).toBe(true);
    expect(page.onTakenOver).toHaveBeenCalledOnce();
    expect(page.logger.texts('error')).toHaveLength(1);
  });
});

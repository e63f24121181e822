import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { SealedRows } from '../../../src/store/session-store.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { openBrowser, rowsOf } from './custody-setup.js';
import { sampleBatch, sampleContext, sampleRow } from './sample-rows.js';

describe('forgetting while rows are taken over', () => {
  const stranger = sampleContext({ deviceId: 'device-2' });

  /** A page that is just sealing what a dead tab left, and how that ends. */
  async function openWhileSealing(left = rowsOf('dead')) {
    const browser = openBrowser();
    await browser.leave(left);
    const page = browser.openPage();
    const isSealed = createDeferred<SealedRows[]>();
    page.seal.mockReturnValue(isSealed.promise);
    const opened = page.custody.open();
    await settle();
    expect(page.seal).toHaveBeenCalledOnce();
    const finish = async (batch = sampleBatch(1, { tabId: 'dead' })) => {
      isSealed.resolve([{ batch, rows: [] }]);
      await opened;
      // A look that was overtaken is followed by another one.
      await settle();
    };
    return { ...browser, page, finish };
  }

  it('takes out what is just being sealed, too', async () => {
    const { page, finish, contents } = await openWhileSealing();
    expect(await page.custody.forget('device-1')).toBe(1);
    await finish();
    expect(await contents()).toMatchObject({
      journal: [],
      outbox: [],
      bodies: [],
    });
  });

  it('leaves what others have recorded', async () => {
    const { page, finish, contents } = await openWhileSealing((store) =>
      store.append(sampleRow(1, { tabId: 'dead', context: stranger })),
    );
    await page.custody.forget('device-1');
    await finish(sampleBatch(1, { tabId: 'dead', context: stranger }));
    expect((await contents()).outbox).toHaveLength(1);
  });

  it('leaves what this page has recorded since the visitor opted in again', async () => {
    const { page, finish, contents } = await openWhileSealing();
    await page.custody.forget('device-1');
    const tabId = page.custody.tabId();
    await page.custody.store.append(sampleRow(7, { tabId }));
    await finish();
    expect((await contents()).journal).toMatchObject([{ tabId, seq: 7 }]);
  });

  it('has no effect on what is taken over later', async () => {
    const { page, finish, leave, contents } = await openWhileSealing();
    await page.custody.forget('device-1');
    await finish();
    await leave((store) =>
      store.seal(sampleBatch(1, { tabId: 'dead-later' }), []),
    );
    page.custody.resume();
    await settle();
    expect((await contents()).outbox).toMatchObject([{ tabId: 'dead-later' }]);
  });
});

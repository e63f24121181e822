import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { fakeLocks } from '../../support/fake-locks.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { openBrowser, openBrowserWithoutLocks } from './custody-setup.js';
import { sampleRow } from './sample-rows.js';

const DAY_MS = 86_400_000;

describe('opening', () => {
  it('holds the lock of its tab before there is a database with rows', async () => {
    const { promise: isAnswered, resolve: answer } = createDeferred<void>();
    const browser = openBrowser(fakeLocks(() => isAnswered));
    const { custody } = browser.openPage();
    await custody.store.append(sampleRow(1, { tabId: custody.tabId() }));
    const opened = custody.open();
    await settle();
    expect(await browser.isStored()).toBe(false);

    answer();
    await opened;

    expect(await browser.heldLocks()).toEqual([custody.tabId()]);
    expect((await browser.contents()).journal).toMatchObject([
      { tabId: custody.tabId() },
    ]);
  });

  it('is durable from then on, and wakes who sends', async () => {
    const { custody, onTakenOver, logger } = openBrowser().openPage();
    expect(custody.isDurable()).toBe(false);
    await custody.open();
    expect(custody.isDurable()).toBe(true);
    expect(custody.tabIds()).toEqual([custody.tabId()]);
    expect(onTakenOver).toHaveBeenCalledOnce();
    expect(logger.texts()).toEqual([]);
  });

  it('leaves nothing on the disk where memory is asked for', async () => {
    const browser = openBrowser();
    const { custody, onTakenOver } = browser.openPage({
      isDurableWanted: false,
    });
    await custody.open();
    await custody.store.append(sampleRow(1, { tabId: custody.tabId() }));
    expect(custody.isDurable()).toBe(false);
    expect(await browser.isStored()).toBe(false);
    expect(onTakenOver).toHaveBeenCalledOnce();
  });

  it('numbers tabs by time, so that what is older sorts first', async () => {
    const browser = openBrowser();
    const first = browser.openPage();
    const second = browser.openPage({
      now: () => first.environment.now() + 10 * DAY_MS,
    });
    expect(first.custody.tabId() < second.custody.tabId()).toBe(true);
  });

  it('sends what it wrote before, also where the browser refuses its locks', async () => {
    const refuse = () =>
      Promise.reject(new DOMException('no', 'SecurityError'));
    const { custody } = openBrowser(fakeLocks(refuse)).openPage();
    const tabId = custody.tabId();
    await custody.store.append(sampleRow(1, { tabId }));
    await custody.open();
    expect(custody.tabIds()).toContain(tabId);
  });

  it('sends what it wrote before, also where the browser answers late', async () => {
    const { promise: isAnswered, resolve: answer } = createDeferred<void>();
    const locks = fakeLocks(() => isAnswered);
    const { custody, environment } = openBrowser(locks).openPage();
    const tabId = custody.tabId();
    await custody.store.append(sampleRow(1, { tabId }));
    const opened = custody.open();
    await environment.advance(3_000);
    answer();
    await opened;
    expect(custody.tabIds()).toContain(tabId);
  });

  it('opens where the browser never answers for its locks', async () => {
    const locks = fakeLocks(() => new Promise(() => {}));
    const { custody, environment, onTakenOver } = openBrowser(locks).openPage();
    const tabId = custody.tabId();
    const opened = custody.open();
    await environment.advance(10_000);
    await opened;
    expect(custody.tabIds()).toEqual([tabId]);
    expect(custody.isDurable()).toBe(true);
    expect(onTakenOver).toHaveBeenCalledOnce();
  });
});

describe('losing the database', () => {
  it('goes on in a new one after a site has deleted it', async () => {
    const browser = openBrowser();
    const { custody, onLost, logger, environment } = browser.openPage();
    await custody.open();
    await deleteDB(browser.databaseName);
    await environment.advance(500);
    expect(onLost).toHaveBeenCalledOnce();
    expect(custody.isDurable()).toBe(true);
    await custody.store.append(sampleRow(1));
    expect((await browser.contents()).journal).toHaveLength(1);
    expect(logger.texts('log')).toHaveLength(1);
  });

  it('goes on in memory where a newer version of the library wants it', async () => {
    const browser = openBrowser();
    const { custody, onLost, logger } = browser.openPage();
    await custody.open();
    (await openDB(browser.databaseName, 99)).close();
    await settle();
    expect(onLost).toHaveBeenCalledOnce();
    expect(custody.isDurable()).toBe(false);
    await custody.store.append(sampleRow(1));
    expect(await custody.store.journalOf('tab-1')).toHaveLength(1);
    expect(logger.texts()).toHaveLength(1);
  });
});

describe('closing', () => {
  it('leaves no timers and no locks', async () => {
    const browser = openBrowser();
    const other = browser.openPage();
    await other.custody.open();
    await other.custody.store.append(
      sampleRow(1, { tabId: other.custody.tabId() }),
    );
    await browser.leave((store) =>
      store.append(sampleRow(1, { tabId: 'dead' })),
    );
    const { custody, environment } = browser.openPage();
    await custody.open();
    // It looks again for the other page.
    expect(environment.leftovers().timers).toBe(1);

    custody.close();
    await settle();

    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
    expect(await browser.heldLocks()).toEqual([other.custody.tabId()]);
    // Nor does it hold up who deletes the database.
    other.custody.close();
    await deleteDB(browser.databaseName);
  });

  it('leaves no timers without Web Locks', async () => {
    const { custody, environment } = openBrowserWithoutLocks().openPage();
    await custody.open();
    expect(environment.leftovers().timers).toBe(1);
    custody.close();
    await settle();
    expect(environment.leftovers().timers).toBe(0);
  });

  it('ends its leases', async () => {
    const browser = openBrowserWithoutLocks();
    const { custody } = browser.openPage();
    await custody.open();
    expect(await browser.leasedTabs()).toEqual([custody.tabId()]);
    custody.close();
    await settle();
    expect(await browser.leasedTabs()).toEqual([]);
  });

  it.each([
    ['locks', openBrowser],
    ['leases', openBrowserWithoutLocks],
  ])(
    'leaves nothing of an opening that goes on, with %s',
    async (_what, open) => {
      const browser = open();
      const { custody, environment, onTakenOver } = browser.openPage();
      const opened = custody.open();
      custody.close();
      await opened;
      await settle();
      expect(await browser.heldLocks()).toEqual([]);
      expect(environment.leftovers().timers).toBe(0);
      expect(onTakenOver).not.toHaveBeenCalled();
    },
  );
});

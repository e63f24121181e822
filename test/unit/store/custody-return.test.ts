import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-timers.js';
import {
  openBrowser,
  openBrowserWithoutLocks,
  openWithRow,
  rowsOf,
} from './custody-setup.js';

describe('returning from the back/forward cache', () => {
  it('goes on as a new tab, and sends what it wrote before where nobody else has taken it', async () => {
    const browser = openBrowser();
    const { custody, onTakenOver } = await openWithRow(browser.openPage());
    const tabId = custody.tabId();
    custody.release();
    await settle();
    expect(await browser.heldLocks()).toEqual([]);
    expect(custody.tabIds()).toEqual([]);
    custody.resume();
    await settle();
    expect(custody.tabId()).not.toBe(tabId);
    expect(custody.tabIds()).toEqual([tabId, custody.tabId()]);
    expect(new Set(await browser.heldLocks())).toEqual(
      new Set([tabId, custody.tabId()]),
    );
    expect(onTakenOver).toHaveBeenCalledTimes(2);
  });

  it('goes on under a new ID where another page has taken its rows', async () => {
    const browser = openBrowser();
    const { custody } = await openWithRow(browser.openPage());
    const tabId = custody.tabId();
    custody.release();
    await settle();
    const other = browser.openPage();
    await other.custody.open();
    expect(other.custody.tabIds()).toEqual([tabId, other.custody.tabId()]);

    custody.resume();
    await settle();

    expect(custody.tabId()).not.toBe(tabId);
    expect(custody.tabIds()).toEqual([custody.tabId()]);
    expect(await browser.heldLocks()).toContain(custody.tabId());
  });

  it('gives up the dead tabs that others have taken meanwhile', async () => {
    const browser = openBrowser();
    await browser.leave(rowsOf('dead'));
    const { custody } = browser.openPage();
    await custody.open();
    expect(custody.tabIds()).toContain('dead');
    custody.release();
    await settle();
    const other = browser.openPage();
    await other.custody.open();
    custody.resume();
    await settle();
    expect(custody.tabIds()).toEqual([custody.tabId()]);
    expect(other.custody.tabIds()).toContain('dead');
  });
});

describe('taking over without Web Locks', () => {
  it('takes over what a tab left whose lease has run out', async () => {
    const browser = openBrowserWithoutLocks();
    const gone = await openWithRow(browser.openPage());
    const page = browser.openPage();
    await page.custody.open();
    expect(page.custody.tabIds()).toEqual([page.custody.tabId()]);
    // The timers of the page that is gone stand still: it does not prolong its lease.
    await page.environment.advance(60_000);
    expect(page.custody.tabIds()).toHaveLength(1);
    await page.environment.advance(60_000);
    await settle();
    expect(page.custody.tabIds()).toEqual([
      gone.custody.tabId(),
      page.custody.tabId(),
    ]);
  });

  it('goes on under a new ID where another page has taken its rows while it slept', async () => {
    const browser = openBrowserWithoutLocks();
    const slept = await openWithRow(browser.openPage());
    const tabId = slept.custody.tabId();
    const page = browser.openPage();
    await page.environment.advance(90_000);
    await page.custody.open();
    expect(page.custody.tabIds()).toContain(tabId);

    await slept.environment.advance(20_000);
    await settle();

    expect(slept.custody.tabIds()).not.toContain(tabId);
    expect(await browser.leasedTabs()).toContain(slept.custody.tabId());
  });
});

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openIndexedDbStore } from '../../../src/store/indexed-db-store.js';
import { freshName, rawContents } from './raw-database.js';

/** A database and how two pages lease in it at some time. */
async function setup() {
  const name = freshName();
  const page = await openIndexedDbStore(name, () => {});
  const other = await openIndexedDbStore(name, () => {});
  /** Leases for `owner` at `nowMs`, until 100 ms later. */
  const lease = (owner: string, nowMs: number, tabId = 'tab-1') =>
    page.lease({ tabId, owner, untilMs: nowMs + 100 }, nowMs);
  const leases = async () => (await rawContents(name)).leases;
  return { page, other, lease, leases };
}

describe('leases in IndexedDB', () => {
  it('gives the rows of a tab to who asks first', async () => {
    const { lease, leases } = await setup();
    expect(await lease('page', 0)).toBe(true);
    expect(await leases()).toEqual([
      { tabId: 'tab-1', owner: 'page', untilMs: 100 },
    ]);
  });

  it('refuses what another owner holds, and leaves it as it is', async () => {
    const { lease, leases } = await setup();
    await lease('page', 0);
    expect(await lease('other', 99)).toBe(false);
    expect(await leases()).toEqual([
      { tabId: 'tab-1', owner: 'page', untilMs: 100 },
    ]);
  });

  it('gives to another owner what has expired', async () => {
    const { lease, leases } = await setup();
    await lease('page', 0);
    expect(await lease('other', 100)).toBe(true);
    expect(await lease('page', 101)).toBe(false);
    expect(await leases()).toEqual([
      { tabId: 'tab-1', owner: 'other', untilMs: 200 },
    ]);
  });

  it('prolongs what its owner holds', async () => {
    const { lease } = await setup();
    await lease('page', 0);
    expect(await lease('page', 50)).toBe(true);
    expect(await lease('other', 149)).toBe(false);
    expect(await lease('other', 150)).toBe(true);
  });

  it('gives back to its owner what has expired and nobody has taken', async () => {
    const { lease } = await setup();
    await lease('page', 0);
    expect(await lease('page', 500)).toBe(true);
    expect(await lease('other', 599)).toBe(false);
  });

  it('keeps the leases of tabs apart', async () => {
    const { lease } = await setup();
    await lease('page', 0, 'tab-1');
    expect(await lease('other', 0, 'tab-2')).toBe(true);
    expect(await lease('other', 0, 'tab-1')).toBe(false);
  });

  it('gives one of two pages that ask at the same moment what both want', async () => {
    const { page, other } = await setup();
    const taken = await Promise.all([
      page.lease({ tabId: 'tab-1', owner: 'page', untilMs: 100 }, 0),
      other.lease({ tabId: 'tab-1', owner: 'other', untilMs: 100 }, 0),
    ]);
    expect(taken).toEqual([true, false]);
  });

  it('sweeps away what others have left to expire', async () => {
    const { lease, leases } = await setup();
    await lease('gone', 0, 'dead-1');
    await lease('gone', 1, 'dead-2');
    await lease('living', 50, 'tab-2');
    await lease('page', 101, 'tab-1');
    expect(await leases()).toEqual([
      { tabId: 'tab-1', owner: 'page', untilMs: 201 },
      { tabId: 'tab-2', owner: 'living', untilMs: 150 },
    ]);
  });

  it('ends the leases of the tabs it is told, and no others', async () => {
    const { page, lease, leases } = await setup();
    for (const tabId of ['tab-1', 'tab-2', 'tab-3'])
      await lease('page', 0, tabId);
    for (const tabId of ['tab-1', 'tab-3', 'never leased'])
      await page.endLease(tabId);
    expect(await leases()).toEqual([
      { tabId: 'tab-2', owner: 'page', untilMs: 100 },
    ]);
    expect(await lease('other', 1, 'tab-1')).toBe(true);
  });

  it('does not take a lease for rows', async () => {
    const { page, lease } = await setup();
    await lease('page', 0);
    expect(await page.tabs()).toEqual([]);
  });
});

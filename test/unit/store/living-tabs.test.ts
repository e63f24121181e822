import { describe, expect, it } from 'vitest';
import { createLivingTabs } from '../../../src/store/living-tabs.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLocks } from '../../support/fake-locks.js';
import { settle } from '../../support/fake-timers.js';

const databaseName = 'project';

/** Two tabs of one browser. */
function openTwoTabs() {
  const locks = fakeLocks();
  const openTab = (name = databaseName) =>
    createLivingTabs({
      environment: fakeEnvironment({ locks }),
      databaseName: name,
    });
  return { locks, tab: openTab(), other: openTab(), openTab };
}

describe('createLivingTabs', () => {
  it('gives the rows of a tab to exactly one living tab', async () => {
    const { tab, other } = openTwoTabs();
    const claims = await Promise.all([tab.claim('dead'), other.claim('dead')]);
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('leaves the rows of a living tab to it', async () => {
    const { tab, other } = openTwoTabs();
    await tab.claim('tab');
    expect(await other.claim('tab')).toBe(false);
    expect(await other.claim('other')).toBe(true);
  });

  it('claims again what it has claimed already', async () => {
    const { tab } = openTwoTabs();
    expect(await tab.claim('dead')).toBe(true);
    expect(await tab.claim('dead')).toBe(true);
  });

  it('owns what it claims twice at the same time', async () => {
    const { tab } = openTwoTabs();
    const claims = [tab.claim('dead'), tab.claim('dead')];
    expect(await Promise.all(claims)).toEqual([true, true]);
  });

  it('may claim later what another tab owned at first', async () => {
    const { tab, other } = openTwoTabs();
    await tab.claim('dead');
    expect(await other.claim('dead')).toBe(false);
    tab.release();
    await settle();
    expect(await other.claim('dead')).toBe(true);
  });

  it('gives up everything on release', async () => {
    const { locks, tab, other } = openTwoTabs();
    await tab.claim('one');
    await tab.claim('two');
    tab.release();
    await settle();
    expect((await locks.query()).held).toEqual([]);
    expect(await other.claim('one')).toBe(true);
    expect(await other.claim('two')).toBe(true);
    expect(await tab.claim('one')).toBe(false);
  });

  it('gives up on release what it is still waiting for', async () => {
    const { tab, other } = openTwoTabs();
    const claim = tab.claim('dead');
    tab.release();
    await claim;
    await settle();
    expect(await other.claim('dead')).toBe(true);
  });

  it('owns its rows again after a return from the back/forward cache', async () => {
    const { tab, other } = openTwoTabs();
    await tab.claim('tab');
    tab.release();
    await settle();
    expect(await tab.claim('tab')).toBe(true);
    expect(await other.claim('tab')).toBe(false);
  });

  it('keeps projects apart', async () => {
    const { tab, openTab } = openTwoTabs();
    await tab.claim('dead');
    expect(await openTab('another project').claim('dead')).toBe(true);
  });

  it('claims nothing where the browser has no locks', async () => {
    const tab = createLivingTabs({
      environment: fakeEnvironment({ locks: undefined }),
      databaseName,
    });
    expect(await tab.claim('dead')).toBe(false);
    expect(() => tab.release()).not.toThrow();
  });

  it('claims nothing where the browser refuses its locks', async () => {
    const locks: LockManager = {
      query: () => Promise.resolve({}),
      request: () =>
        Promise.reject(new DOMException('no storage', 'SecurityError')),
    };
    const tab = createLivingTabs({
      environment: fakeEnvironment({ locks }),
      databaseName,
    });
    expect(await tab.claim('dead')).toBe(false);
  });
});

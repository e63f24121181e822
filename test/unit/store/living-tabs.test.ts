import { describe, expect, it, vi } from 'vitest';
import {
  createLivingTabs,
  type Claim,
} from '../../../src/store/living-tabs.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLocks } from '../../support/fake-locks.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';

const databaseName = 'project';

/** Two tabs of one browser. */
function openTwoTabs() {
  const locks = fakeLocks();
  const openTab = (name = databaseName) => openTabWith(locks, name).tab;
  return { locks, tab: openTab(), other: openTab(), openTab };
}

/** A tab whose browser has these locks. It must not need leases. */
function openTabWith(locks: LockManager, name = databaseName) {
  const environment = fakeEnvironment({ locks });
  const tab = createLivingTabs({
    environment,
    databaseName: name,
    store: {
      lease: () => Promise.reject(new Error('leased in spite of locks')),
      endLease: () => Promise.reject(new Error('leased in spite of locks')),
    },
    onLost: () => {},
  });
  return { environment, tab };
}

/** As browsers refuse their locks. */
const refuse = () =>
  Promise.reject(new DOMException('no storage', 'SecurityError'));

describe('createLivingTabs', () => {
  it('gives the rows of a tab to exactly one living tab', async () => {
    const { tab, other } = openTwoTabs();
    const claims = await Promise.all([tab.claim('dead'), other.claim('dead')]);
    expect(claims.sort()).toEqual(['ours', 'theirs']);
  });

  it('leaves the rows of a living tab to it', async () => {
    const { tab, other } = openTwoTabs();
    await tab.claim('tab');
    expect(await other.claim('tab')).toBe('theirs');
    expect(await other.claim('other')).toBe('ours');
  });

  it('claims again what it has claimed already', async () => {
    const { tab } = openTwoTabs();
    expect(await tab.claim('dead')).toBe('ours');
    expect(await tab.claim('dead')).toBe('ours');
  });

  it('owns what it claims twice at the same time', async () => {
    const { tab } = openTwoTabs();
    const claims = [tab.claim('dead'), tab.claim('dead')];
    expect(await Promise.all(claims)).toEqual(['ours', 'ours']);
  });

  it('may claim later what another tab owned at first', async () => {
    const { tab, other } = openTwoTabs();
    await tab.claim('dead');
    expect(await other.claim('dead')).toBe('theirs');
    tab.release();
    await settle();
    expect(await other.claim('dead')).toBe('ours');
  });

  it('gives up everything on release', async () => {
    const { locks, tab, other } = openTwoTabs();
    await tab.claim('one');
    await tab.claim('two');
    tab.release();
    await settle();
    expect((await locks.query()).held).toEqual([]);
    expect(await other.claim('one')).toBe('ours');
    expect(await other.claim('two')).toBe('ours');
    expect(await tab.claim('one')).toBe('theirs');
  });

  it('gives up on release what it is still waiting for', async () => {
    const { tab, other } = openTwoTabs();
    const claim = tab.claim('dead');
    tab.release();
    await claim;
    await settle();
    expect(await other.claim('dead')).toBe('ours');
  });

  it('owns its rows again after a return from the back/forward cache', async () => {
    const { tab, other } = openTwoTabs();
    await tab.claim('tab');
    tab.release();
    await settle();
    expect(await tab.claim('tab')).toBe('ours');
    expect(await other.claim('tab')).toBe('theirs');
  });

  it('keeps projects apart', async () => {
    const { tab, openTab } = openTwoTabs();
    await tab.claim('dead');
    expect(await openTab('another project').claim('dead')).toBe('ours');
  });

  it('leaves no timer behind', async () => {
    const { environment, tab } = openTabWith(fakeLocks());
    await tab.claim('dead');
    expect(environment.leftovers().timers).toBe(0);
    tab.release();
    expect(environment.leftovers().timers).toBe(0);
  });

  it.each<[string, LockManager]>([
    ['refuses its locks', fakeLocks(refuse)],
    [
      'throws instead of refusing',
      {
        query: () => Promise.resolve({}),
        request: () => {
          throw new DOMException('no document', 'InvalidStateError');
        },
      },
    ],
  ])(
    'cannot tell whose rows they are where the browser %s',
    async (_how, locks) => {
      const { environment, tab } = openTabWith(locks);
      expect(await tab.claim('dead')).toBe('unknown');
      expect(await tab.claim('another')).toBe('unknown');
      expect(environment.leftovers().timers).toBe(0);
      expect(() => tab.release()).not.toThrow();
    },
  );

  it('cannot tell where the browser gives no answer', async () => {
    const { environment, tab } = openTabWith(
      fakeLocks(() => new Promise(() => {})),
    );
    let claimed: Claim | undefined;
    void tab.claim('dead').then((claim) => (claimed = claim));
    await environment.advance(1_999);
    expect(claimed).toBeUndefined();
    await environment.advance(1);
    expect(claimed).toBe('unknown');
    expect(environment.leftovers().timers).toBe(0);
    expect(() => tab.release()).not.toThrow();
  });

  it('asks again after a claim has failed', async () => {
    const beforeAnswer = vi.fn<() => Promise<void>>(async () => {});
    beforeAnswer.mockImplementationOnce(refuse);
    const { tab } = openTabWith(fakeLocks(beforeAnswer));
    expect(await tab.claim('dead')).toBe('unknown');
    expect(await tab.claim('dead')).toBe('ours');
  });

  it('owns on the next try what it was granted too late', async () => {
    const late = createDeferred<void>();
    const { environment, tab } = openTabWith(fakeLocks(() => late.promise));
    const claim = tab.claim('dead');
    await environment.advance(2_000);
    expect(await claim).toBe('unknown');
    late.resolve();
    await settle();
    expect(await tab.claim('dead')).toBe('ours');
  });

  it('gives up on release what it is granted too late', async () => {
    const late = createDeferred<void>();
    const locks = fakeLocks(() => late.promise);
    const { environment, tab } = openTabWith(locks);
    void tab.claim('dead');
    await environment.advance(2_000);
    tab.release();
    late.resolve();
    await settle();
    expect((await locks.query()).held).toEqual([]);
  });
});

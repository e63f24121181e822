import { describe, expect, it, vi } from 'vitest';
import { createLivingTabs } from '../../../src/store/living-tabs.js';
import type { Lease, SessionStore } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';

type LeaseStore = Pick<SessionStore, 'lease' | 'endLease'>;

/** The leases of a browser, as every page sees them. */
function fakeLeases() {
  const leases = new Map<string, Lease>();
  const store: LeaseStore = {
    lease: async (lease, nowMs) => {
      const held = leases.get(lease.tabId);
      if (held && held.untilMs > nowMs && held.owner !== lease.owner)
        return false;
      leases.set(lease.tabId, lease);
      return true;
    },
    endLease: async (tabId) => {
      leases.delete(tabId);
    },
  };
  return { ...store, leases };
}

let pageCount = 0;

/** A page of a browser without Web Locks. Its clock and timers stand still until the test moves them. */
function openPage(store: LeaseStore) {
  const page = ++pageCount;
  const environment = fakeEnvironment({
    locks: undefined,
    uniqueId: () => `owner-${page}`,
  });
  const onLost = vi.fn<() => void>();
  const tabs = createLivingTabs({
    environment,
    databaseName: 'project',
    store,
    onLost,
  });
  return { ...tabs, environment, onLost };
}

/** Two pages; the clock of both goes on by `advance`. */
function setup() {
  const browser = fakeLeases();
  const page = openPage(browser);
  const other = openPage(browser);
  const advance = async (ms: number) => {
    await page.environment.advance(ms);
    await other.environment.advance(ms);
  };
  return { browser, page, other, advance };
}

describe('createLivingTabs without Web Locks', () => {
  it('gives the rows of a tab to exactly one living page', async () => {
    const { page, other } = setup();
    const claims = [page.claim('dead'), other.claim('dead')];
    expect(await Promise.all(claims)).toEqual(['ours', 'theirs']);
  });

  it('claims again what it has claimed already', async () => {
    const { page } = setup();
    expect(await page.claim('dead')).toBe('ours');
    expect(await page.claim('dead')).toBe('ours');
    expect(page.environment.leftovers().timers).toBe(1);
  });

  it('keeps what it has claimed for as long as it lives', async () => {
    const { page, other, advance } = setup();
    await page.claim('tab');
    for (let minutes = 1; minutes <= 5; minutes += 1) {
      await advance(60_000);
      expect(await other.claim('tab')).toBe('theirs');
    }
    expect(page.onLost).not.toHaveBeenCalled();
  });

  it('prolongs what it has claimed every 20 s, to 90 s from then', async () => {
    const { browser, page } = setup();
    const startMs = page.environment.now();
    const untilMs = () => (browser.leases.get('tab')?.untilMs ?? 0) - startMs;
    await page.claim('tab');
    expect(untilMs()).toBe(90_000);
    await page.environment.advance(19_999);
    expect(untilMs()).toBe(90_000);
    await page.environment.advance(1);
    expect(untilMs()).toBe(110_000);
    await page.environment.advance(20_000);
    expect(untilMs()).toBe(130_000);
  });

  it('may claim after 90 s what a page that is gone has owned', async () => {
    const { page, other } = setup();
    await page.claim('tab');
    // The page is gone: nothing moves its timers any more.
    await other.environment.advance(89_999);
    expect(await other.claim('tab')).toBe('theirs');
    await other.environment.advance(1);
    expect(await other.claim('tab')).toBe('ours');
  });

  it('ends on release everything that was claimed', async () => {
    const { browser, page, other } = setup();
    await page.claim('one');
    await page.claim('two');
    await other.claim('three');
    page.release();
    await settle();
    expect([...browser.leases.keys()]).toEqual(['three']);
    expect(await other.claim('one')).toBe('ours');
    expect(await page.claim('one')).toBe('theirs');
  });

  it('leaves no timer after release', async () => {
    const { page, other } = setup();
    await other.claim('foreign');
    for (const tabId of ['one', 'two', 'foreign']) await page.claim(tabId);
    await page.environment.advance(50_000);
    page.release();
    await page.environment.advance(50_000);
    expect(page.environment.leftovers().timers).toBe(0);
  });

  it('gives up on release what it is still waiting for', async () => {
    const { browser, page } = setup();
    const claim = page.claim('tab');
    page.release();
    await claim;
    await settle();
    expect(browser.leases.size).toBe(0);
    expect(page.environment.leftovers().timers).toBe(0);
  });

  describe('when it is released while it prolongs', () => {
    async function releaseWhile(isStillOurs: boolean) {
      const browser = fakeLeases();
      const answer = createDeferred<boolean>();
      const lease = vi.fn<LeaseStore['lease']>(browser.lease);
      const page = openPage({ ...browser, lease });
      await page.claim('tab');
      lease.mockImplementation(() => answer.promise);
      await page.environment.advance(20_000);
      page.release();
      answer.resolve(isStillOurs);
      await settle();
      return page;
    }

    it('does not go on', async () => {
      const { environment, onLost } = await releaseWhile(true);
      expect(environment.leftovers().timers).toBe(0);
      expect(onLost).not.toHaveBeenCalled();
    });

    it('does not miss what it has given up', async () => {
      const { onLost } = await releaseWhile(false);
      expect(onLost).not.toHaveBeenCalled();
    });
  });

  it('owns its rows again after a return from the back/forward cache', async () => {
    const { page, other, advance } = setup();
    await page.claim('tab');
    page.release();
    await settle();
    expect(await page.claim('tab')).toBe('ours');
    await advance(100_000);
    expect(await other.claim('tab')).toBe('theirs');
  });

  describe('when another page has taken its rows while its timers stood still', () => {
    async function loseTab() {
      const { browser, page, other } = setup();
      await page.claim('tab');
      await other.environment.advance(90_000);
      await other.claim('tab');
      await page.environment.advance(20_000);
      return { browser, page, other };
    }

    it('says so, once', async () => {
      const { page } = await loseTab();
      expect(page.onLost).toHaveBeenCalledOnce();
      await page.environment.advance(60_000);
      expect(page.onLost).toHaveBeenCalledOnce();
      expect(page.environment.leftovers().timers).toBe(0);
    });

    it('does not claim to own them any more', async () => {
      const { page } = await loseTab();
      expect(await page.claim('tab')).toBe('theirs');
    });

    it('leaves them to that page on release', async () => {
      const { browser, page } = await loseTab();
      page.release();
      await settle();
      expect(browser.leases.has('tab')).toBe(true);
    });
  });

  describe('when the storage fails', () => {
    it('cannot tell whose rows they are', async () => {
      const lease = () => Promise.reject(new Error('no storage'));
      const page = openPage({ ...fakeLeases(), lease });
      expect(await page.claim('tab')).toBe('unknown');
      page.release();
      await settle();
      expect(page.environment.leftovers().timers).toBe(0);
    });

    it('cannot tell where it throws, either', async () => {
      const lease = () => {
        throw new Error('no storage');
      };
      const page = openPage({ ...fakeLeases(), lease });
      expect(await page.claim('tab')).toBe('unknown');
      expect(() => page.release()).not.toThrow();
    });

    it('is tried again where it could not be prolonged', async () => {
      const browser = fakeLeases();
      const lease = vi.fn<LeaseStore['lease']>(browser.lease);
      const page = openPage({ ...browser, lease });
      await page.claim('tab');
      lease.mockRejectedValueOnce(new Error('no storage'));
      await page.environment.advance(40_000);
      expect(lease).toHaveBeenCalledTimes(3);
      expect(page.onLost).not.toHaveBeenCalled();
    });

    it('ends without a word where the storage is gone', async () => {
      const endLease = () => Promise.reject(new Error('no storage'));
      const page = openPage({ ...fakeLeases(), endLease });
      await page.claim('tab');
      expect(() => page.release()).not.toThrow();
      await settle();
    });

    it('goes on prolonging when it works again', async () => {
      const browser = fakeLeases();
      const lease = vi.fn<LeaseStore['lease']>(browser.lease);
      const page = openPage({ ...browser, lease });
      await page.claim('tab');
      lease.mockRejectedValueOnce(new Error('no storage'));
      await page.environment.advance(20_000);
      await page.environment.advance(80_000);
      const untilMs = browser.leases.get('tab')?.untilMs ?? 0;
      expect(untilMs).toBeGreaterThan(page.environment.now());
      page.release();
      expect(page.environment.leftovers().timers).toBe(0);
    });
  });
});

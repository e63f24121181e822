import type { Environment } from '../environment.js';
import { inTime } from '../in-time.js';
import type { SessionStore } from './session-store.js';

/**
 * How long a lease lasts, and when it is prolonged.
 *
 * Unit: ms.
 * Why: the timers of a hidden page may fire once a minute only.
 * Source: https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
const LEASE_MS = 90_000;
const PROLONG_MS = 20_000;

/** How long the browser may take to answer a request for a lock. Unit: ms. */
const LOCK_TIMEOUT_MS = 2_000;

/** Whose rows they are now; `unknown` where the browser does not answer. */
export type Claim = 'ours' | 'theirs' | 'unknown';

/**
 * Who owns which rows. A tab owns its rows as long as it holds the lock named after its ID; the browser
 * releases the lock when the tab is gone, whatever way it went, and another tab may claim it. Where the browser has
 * no Web Locks, a lease in the storage takes their place.
 */
export interface LivingTabs {
  /** Claims a tab's rows for this page until it ends. */
  claim: (tabId: string) => Promise<Claim>;
  /** Gives up everything that was claimed. */
  release: () => void;
}

/** Builds the ownership of one project's rows. */
export function createLivingTabs({
  environment,
  databaseName,
  store,
  onLost,
}: {
  environment: Pick<Environment, 'locks' | 'now' | 'schedule' | 'uniqueId'>;
  databaseName: string;
  store: Pick<SessionStore, 'lease' | 'endLease'>;
  /** Another page has taken what this one owned, because its timers stood still for too long. */
  onLost: () => void;
}): LivingTabs {
  const claims = new Map<string, Promise<Claim>>();
  const releases = new Set<() => void>();

  const lock = (locks: LockManager, tabId: string): Promise<boolean> => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    releases.add(release);
    const answered = new Promise<boolean>((resolve, reject) => {
      locks
        // The lock is held until the returned promise settles.
        .request(`${databaseName}/${tabId}`, { ifAvailable: true }, (lock) => {
          if (!lock) releases.delete(release);
          resolve(!!lock);
          return lock && held;
        })
        .catch(reject);
    });
    return inTime(answered, LOCK_TIMEOUT_MS, environment).catch((error) => {
      release();
      throw error;
    });
  };

  const lease = (tabId: string): Promise<boolean> => {
    const owner = environment.uniqueId();
    let isOurs = false;
    let isOver = false;
    let cancel = (): void => {};
    const prolong = async (): Promise<boolean> => {
      const nowMs = environment.now();
      const untilMs = nowMs + LEASE_MS;
      isOurs = await store.lease({ tabId, owner, untilMs }, nowMs);
      if (isOurs && isOver) await store.endLease(tabId);
      else if (isOurs) prolongLater();
      return isOurs;
    };
    const prolongLater = (): void => {
      if (isOver) return;
      cancel = environment.schedule(PROLONG_MS, () => {
        prolong().then((isStillOurs) => {
          if (isStillOurs || isOver) return;
          claims.delete(tabId);
          onLost();
        }, prolongLater);
      });
    };
    releases.add(() => {
      isOver = true;
      cancel();
      if (isOurs) void store.endLease(tabId).catch(() => {});
    });
    return prolong();
  };

  const request = async (tabId: string): Promise<Claim> => {
    try {
      const { locks } = environment;
      const isOurs = await (locks ? lock(locks, tabId) : lease(tabId));
      return isOurs ? 'ours' : 'theirs';
    } catch {
      return 'unknown';
    }
  };

  return {
    claim: (tabId) => {
      const claim = claims.get(tabId) ?? request(tabId);
      claims.set(tabId, claim);
      void claim.then((owner) => owner === 'ours' || claims.delete(tabId));
      return claim;
    },
    release: () => {
      for (const release of releases) release();
      releases.clear();
      claims.clear();
    },
  };
}

import type { Environment } from '../environment.js';

/**
 * Who owns which rows. A tab owns its rows as long as it holds the lock named after its ID; the browser
 * releases the lock when the tab is gone, whatever way it went, and another tab may claim it.
 */
export interface LivingTabs {
  /**
   * Claims a tab's rows for this page until it ends. Resolves to false while another page owns them,
   * and where the browser has no Web Locks.
   */
  claim: (tabId: string) => Promise<boolean>;
  /** Gives up everything that was claimed. */
  release: () => void;
}

/** Builds the ownership of one project's rows. */
export function createLivingTabs({
  environment,
  databaseName,
}: {
  environment: Pick<Environment, 'locks'>;
  databaseName: string;
}): LivingTabs {
  const { locks } = environment;
  const claims = new Map<string, Promise<boolean>>();
  let releases: (() => void)[] = [];

  const request = (tabId: string): Promise<boolean> =>
    new Promise((resolve) => {
      if (!locks) return resolve(false);
      const held = new Promise<void>((release) => releases.push(release));
      locks
        // The lock is held until the returned promise settles.
        .request(`${databaseName}/${tabId}`, { ifAvailable: true }, (lock) => {
          resolve(!!lock);
          return lock && held;
        })
        .catch(() => resolve(false));
    });

  return {
    claim: (tabId) => {
      const claim = claims.get(tabId) ?? request(tabId);
      claims.set(tabId, claim);
      void claim.then((isOwned) => isOwned || claims.delete(tabId));
      return claim;
    },
    release: () => {
      for (const release of releases) release();
      releases = [];
      claims.clear();
    },
  };
}

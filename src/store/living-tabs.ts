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
  let releases: (() => void)[] = [];
  const claimed = new Set<string>();

  return {
    claim: (tabId) =>
      new Promise((resolve) => {
        if (claimed.has(tabId)) return resolve(true);
        if (!locks) return resolve(false);
        const request = locks.request(
          `${databaseName}/${tabId}`,
          { ifAvailable: true },
          (lock) => {
            resolve(!!lock);
            if (!lock) return undefined;
            claimed.add(tabId);
            // The lock is held until this promise settles.
            return new Promise<void>((release) => releases.push(release));
          },
        );
        request.catch(() => resolve(false));
      }),
    release: () => {
      for (const release of releases) release();
      releases = [];
      claimed.clear();
    },
  };
}

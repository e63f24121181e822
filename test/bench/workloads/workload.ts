import type { Page } from 'playwright-core';

/** What happens to a page while it is measured: the same in each run, to the last character. */
export interface Workload {
  name: string;
  /** For the heading of its table. */
  description: string;
  /** Further contents of `<head>`. */
  head?: () => string;
  body: () => string;
  /**
   * When the contestant starts.
   *
   * `'inside'`: its start is measured. `'before'`: it has settled by the time that measuring begins.
   */
  start: 'before' | 'inside';
  drive: (page: Page, settings: WorkloadSettings) => Promise<void>;
}

export interface WorkloadSettings {
  /** How long the session of `long` is. Unit: minutes of the page's time. */
  longMinutes: number;
}

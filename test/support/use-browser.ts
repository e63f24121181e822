import type { Browser, LaunchOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchChromium } from './chromium.js';

type CleanUp = () => Promise<unknown>;

/** A Chromium for all tests of a file, and what is closed after each of them. Call it once, outside of tests. */
export function useBrowser(options: LaunchOptions = {}): {
  /** The browser; only within tests and hooks. */
  getBrowser: () => Browser;
  /** Runs these after the test, in this order. */
  closeLater: (...tasks: CleanUp[]) => void;
} {
  let browser: Browser | undefined;
  const cleanUps: CleanUp[] = [];
  beforeAll(async () => {
    browser = await launchChromium(options);
  });
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });
  afterAll(() => browser?.close());
  return {
    getBrowser: () => {
      if (!browser) throw new Error('The browser is there only within tests');
      return browser;
    },
    closeLater: (...tasks) => {
      cleanUps.push(...tasks);
    },
  };
}

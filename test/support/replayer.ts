import type { eventWithTime } from '@rrweb/types';
import type { Browser } from 'playwright-core';
import { describeDom } from './dom-tree.js';
import { startPages } from './page-server.js';

const PAGE = `<!doctype html><link rel="stylesheet" href="/vendor/rrweb.css" />
  <script src="/vendor/rrweb.js"></script><body></body>`;

/** What a replay looks like at its end. */
export interface ReplayedPage {
  /** The document as `describeDom` describes it. */
  dom: string[];
  /** Computed styles of the elements that were asked for, in their order. */
  styles: Record<string, string>[];
  /** The rules of each style sheet; those of the replayer come first. */
  rules: string[];
  /** What the replayer warned about. */
  warnings: string[];
}

/** Style properties that tell whether style sheets have arrived. */
export const TELLING_STYLES = ['color', 'backgroundColor', 'fontSize'] as const;

/**
 * Plays a recording with rrweb's `Replayer`, on an origin that holds none of the site's files.
 *
 * @param selectors Elements whose styles are wanted.
 * @param styleNames Which of their styles.
 */
export async function replayToEnd(
  browser: Browser,
  events: readonly eventWithTime[],
  selectors: readonly string[] = [],
  styleNames: readonly string[] = TELLING_STYLES,
): Promise<ReplayedPage> {
  const pages = await startPages({ '/': PAGE });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.goto(pages.url);
    await page.evaluate((recorded) => {
      const { Replayer } = Reflect.get(window, 'rrweb');
      const replayer = new Replayer(JSON.parse(recorded), {
        root: document.body,
        showWarning: true,
      });
      const { totalTime } = replayer.getMetaData();
      replayer.pause(totalTime + 1);
      Reflect.set(window, 'replayed', replayer.iframe.contentDocument);
    }, JSON.stringify(events));
    const dom = await page.evaluate<string[]>(
      `(${describeDom.toString()})(replayed)`,
    );
    const styles = await page.evaluate<Record<string, string>[]>(
      `(${readStyles.toString()})(replayed, ${JSON.stringify([selectors, styleNames])})`,
    );
    const rules = await page.evaluate<string[]>(
      `[...replayed.styleSheets].map(({ cssRules }) => [...cssRules].map((rule) => rule.cssText).join('\\n'))`,
    );
    return { dom, styles, rules, warnings };
  } finally {
    await context.close();
    await pages.close();
  }
}

/** Runs in the browser. Reads the `names`d computed styles of the first element of each selector. */
export function readStyles(
  root: Document,
  [selectors, names]: [readonly string[], readonly string[]],
): Record<string, string>[] {
  for (const animation of root.getAnimations()) animation.cancel();
  return selectors.map((selector) => {
    const element = root.querySelector(selector);
    const style =
      element && root.defaultView && root.defaultView.getComputedStyle(element);
    return Object.fromEntries(
      names.map((name) => [name, String(style && Reflect.get(style, name))]),
    );
  });
}

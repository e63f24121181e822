import type { eventWithTime } from '@rrweb/types';
import type { Browser } from 'playwright-core';
import { describeDom } from './dom-tree.js';
import { describeLooks } from './looks.js';
import { startPages } from './page-server.js';

const PAGE = `<!doctype html><link rel="stylesheet" href="/vendor/rrweb.css" />
  <script src="/vendor/rrweb.js"></script><body></body>`;

/** What a replay shows at one moment. */
export interface ReplayedStep {
  /** The document as `describeDom` describes it. */
  dom: string[];
  /** As `describeLooks` describes it. */
  looks: string[];
  /** What the replayer warned about on the way. */
  warnings: string[];
}

/** Plays recordings again and again, in one page. */
export interface StepReplayer {
  /** What the replay shows right after each of these numbers of events. */
  showAt: (
    events: readonly eventWithTime[],
    counts: readonly number[],
  ) => Promise<ReplayedStep[]>;
  close: () => Promise<void>;
}

/** Opens it on an origin that holds none of the site's files. */
export async function openStepReplayer(
  browser: Browser,
): Promise<StepReplayer> {
  const pages = await startPages({ '/': PAGE });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pages.url);
  return {
    showAt: (events, counts) =>
      page.evaluate<ReplayedStep[]>(
        `(${showSteps.toString()})(${JSON.stringify(events)}, ${JSON.stringify(counts)}, ${describeDom.toString()}, ${describeLooks.toString()})`,
      ),
    close: async () => {
      await context.close();
      await pages.close();
    },
  };
}

/** Runs in the browser. Events of the same ms are told apart by their number, which is why each step plays anew. */
function showSteps(
  events: readonly eventWithTime[],
  counts: readonly number[],
  describe: typeof describeDom,
  describeHow: typeof describeLooks,
): ReplayedStep[] {
  const { Replayer } = Reflect.get(window, 'rrweb');
  const { warn } = console;
  return counts.map((count) => {
    const warnings: string[] = [];
    console.warn = (...parts: unknown[]) => warnings.push(parts.join(' '));
    const replayer = new Replayer(structuredClone(events.slice(0, count)), {
      root: document.body,
      showWarning: true,
    });
    try {
      replayer.pause(replayer.getMetaData().totalTime + 1);
      const { contentDocument } = replayer.iframe;
      return {
        dom: describe(contentDocument),
        looks: describeHow(contentDocument),
        warnings,
      };
    } finally {
      replayer.destroy();
      console.warn = warn;
    }
  });
}

import type { Browser, Page } from 'playwright-core';
import { startIntake, type Intake } from './intake-server.js';
import { startPages } from './page-server.js';
import { standaloneOptions } from './standalone-options.js';
import { openStepReplayer, type StepReplayer } from './step-replayer.js';
import { waitUntil } from './wait-until.js';
import { openWatchedPage } from './watched-page.js';

/** A page that is recorded as session 1, and what plays the recording. */
export interface RecordedPage {
  page: Page;
  intake: Intake;
  replayer: StepReplayer;
  /** What the page has complained of so far. */
  complaints: readonly string[];
}

/** Opens a page with this body, and waits for its first snapshot. `closeLater` is given what is to be closed. */
export async function openRecordedPage(
  browser: Browser,
  closeLater: (...tasks: (() => Promise<unknown>)[]) => void,
  body: string,
): Promise<RecordedPage> {
  const intake = await startIntake();
  const pages = await startPages({
    '/': `<!doctype html>${body}<script src="/dist/session-replay.min.js"></script>`,
  });
  const { page, context, complaints } = await openWatchedPage(browser);
  const replayer = await openStepReplayer(browser);
  closeLater(() => context.close(), pages.close, intake.close, replayer.close);
  await page.goto(pages.url);
  await page.evaluate(
    `sessionReplay.init('key', ${standaloneOptions(intake)}).promise`,
  );
  await waitUntil('a snapshot', () => intake.eventsOf(1)[1]);
  return { page, intake, replayer, complaints };
}

import type { Browser, Page, Request } from 'playwright-core';
import type { TestContext } from 'vitest';
import type { Trace } from './canary-report.js';
import { traceRequests, traceUploads } from './canary-traces.js';
import { remoteConfig } from './intake-config.js';
import { startIntake, type Intake } from './intake-server.js';
import { startPages } from './page-server.js';
import { standaloneOptions } from './standalone-options.js';
import { readStoredContents } from './stored-contents.js';
import { countStoredRows } from './stored-rows.js';
import { waitUntil } from './wait-until.js';

/** How long frames may take to load, and throttled events to come. Unit: ms. */
const SETTLE_MS = 500;

export interface CanarySiteOptions {
  /** For the option `privacyConfig`. */
  privacyConfig?: Record<string, unknown>;
  /** For `sr_privacy_config` of the project's settings. */
  remote?: Record<string, unknown>;
  /** What the page's head and body hold. */
  head?: string;
  body?: string;
  /** Source of a script of the page. */
  script?: string;
  /** The page's address, from its path on. */
  path?: string;
}

/** A page that is recorded when it is told to, by a server that refuses what it gets. */
export interface CanarySite {
  page: Page;
  intake: Intake;
  /** Starts recording, and waits for the snapshot. */
  start: () => Promise<void>;
  /** All that the recorder stored, sent, or said with what it sent. Lets the server take it. */
  collect: () => Promise<Trace[]>;
}

/** Opens a page with storage of its own. It ends with the test. */
export async function openCanarySite(
  browser: Browser,
  test: Pick<TestContext, 'onTestFinished'>,
  options: CanarySiteOptions = {},
): Promise<CanarySite> {
  const intake = await startIntake();
  intake.setConfig({ json: settingsWith(options.remote) });
  intake.faultAlways({ kind: 'status', status: 500 });
  const html = pageOf(intake, options);
  const { path = '/', script = '' } = options;
  const pages = await startPages({
    [new URL(path, 'http://localhost').pathname]: html,
    '/script.js': { body: script, contentType: 'text/javascript' },
    '/frame': '<!doctype html><title>Frame</title><body>In a frame</body>',
  });
  const context = await browser.newContext();
  test.onTestFinished(async () => {
    await context.close();
    for (const server of [pages, intake]) await server.close();
  });
  const page = await context.newPage();
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(intake.url)) requests.push(request);
  });
  await page.goto(pages.url + path);
  const countLeft = async () => {
    const left = await countStoredRows(page);
    return left && left.journal + left.outbox;
  };
  return {
    page,
    intake,
    start: async () => {
      await page.evaluate('start()');
      await waitUntil('the snapshot', countLeft);
    },
    collect: async () => {
      await page.waitForTimeout(SETTLE_MS);
      const stored = await readStoredContents(page);
      intake.clearFaults();
      await waitUntil('an empty storage', async () => {
        await page.evaluate('sessionReplay.flush()');
        return (await countLeft()) === 0;
      });
      return [...stored, ...traceRequests(requests), ...traceUploads(intake)];
    },
  };
}

function settingsWith(privacy: Record<string, unknown> | undefined) {
  return remoteConfig({
    sr_sampling_config: { capture_enabled: true, sample_rate: 1 },
    ...(privacy && { sr_privacy_config: privacy }),
  });
}

function pageOf(
  intake: Intake,
  { privacyConfig, head = '', body = '' }: CanarySiteOptions,
): string {
  const options = standaloneOptions(intake, { privacyConfig });
  return `<!doctype html><head><title>Canaries</title>${head}</head>
    <script>(${String(slowClock)})();</script>
    <script src="/dist/session-replay.min.js"></script>
    <script src="/script.js"></script>
    <script>
      const start = () => sessionReplay.init('test-key', ${options}).promise;
    </script>
    <body>${body}</body>`;
}

/**
 * Runs in the page. Has the recorder see a tenth of the time.
 *
 * Why: many of these pages at once are more than the machine can do, and recording would rest for what others take.
 */
function slowClock(): void {
  const now = performance.now.bind(performance);
  performance.now = () => now() / 10;
}

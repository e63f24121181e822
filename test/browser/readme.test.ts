import { readFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright-core';
import { expect, it } from 'vitest';
import { bundleApp } from '../support/bundle.js';
import { startIntake, type Intake } from '../support/intake-server.js';
import { startPages, type Page } from '../support/page-server.js';
import { countSnapshots, mentions } from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const README = await readFile(
  new URL('../../README.md', import.meta.url),
  'utf8',
);

/** What the Browser SDK says to sites that leave its default tracking as it is. */
const HOST_HINT = '`options.defaultTracking` is set to undefined';

/** The code below `<!-- example: name -->`, as a reader would copy it. */
function readExample(name: string): string {
  const marker = `<!-- example: ${name} -->`;
  const code = /```\w+\n([\s\S]*?)```/.exec(README.split(marker)[1] ?? '')?.[1];
  if (code === undefined) throw new Error(`The README has no ${name} example`);
  return code;
}

const { getBrowser, closeLater } = useBrowser();

/** Puts servers of this machine in the place of those that the examples use without naming them. */
async function redirect(
  context: BrowserContext,
  intake: Intake,
  pagesUrl: string,
): Promise<void> {
  const routes: Record<string, string> = {
    'https://api-sr.amplitude.com/sessions/v2/track': intake.trackUrl,
    'https://sr-client-cfg.amplitude.com/config': intake.configUrl,
    'https://api2.amplitude.com/2/httpapi': intake.analyticsUrl,
    'https://cdn.amplitude.com/libs/analytics-browser-2.47.0-min.js.gz': `${pagesUrl}/vendor/amplitude.js`,
    'https://cdn.example.com/': `${pagesUrl}/dist/`,
  };
  for (const [from, to] of Object.entries(routes)) {
    await context.route(`${from}**`, async (route) => {
      const request = route.request();
      const body = request.postDataBuffer();
      // Not by `route.fetch`, which would add the cookies of the page.
      const response = await fetch(request.url().replace(from, to), {
        method: request.method(),
        headers: await request.allHeaders(),
        ...(body && { body: new Uint8Array(body) }),
      });
      await route.fulfill({
        status: response.status,
        headers: {
          // The second of two files is a module: of another origin, it needs this as it does from a real CDN.
          'Access-Control-Allow-Origin': '*',
          ...Object.fromEntries(response.headers),
        },
        body: Buffer.from(await response.arrayBuffer()),
      });
    });
  }
}

async function visit(pages: Record<string, Page>) {
  const intake = await startIntake();
  const server = await startPages(pages);
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), server.close, intake.close);
  await redirect(context, intake, server.url);
  await page.goto(server.url);
  const replay = await waitUntil('a recording', () => intake.replays()[0]);
  return {
    intake,
    page,
    complaintsOfOurs: () => complaints.filter((it) => !it.includes(HOST_HINT)),
    replay,
  };
}

const html = (markup: string) =>
  `<!doctype html><title>Example</title><h1>Heading</h1>${markup}`;

async function module(example: string): Promise<Record<string, Page>> {
  return {
    '/': html('<script src="/app.js"></script>'),
    '/app.js': {
      contentType: 'text/javascript; charset=utf-8',
      body: await bundleApp(example),
    },
  };
}

it('runs the npm example', async () => {
  const { replay, complaintsOfOurs } = await visit(
    await module(readExample('npm')),
  );
  expect(replay.uploads[0]?.apiKey).toBe('YOUR_API_KEY');
  expect(complaintsOfOurs()).toEqual([]);
});

it.each(['script-tag', 'two-files'])('runs the %s example', async (name) => {
  const { replay, complaintsOfOurs } = await visit({
    '/': html(readExample(name)),
  });
  expect(replay.uploads[0]?.apiKey).toBe('YOUR_API_KEY');
  expect(complaintsOfOurs()).toEqual([]);
});

it('runs the pausing example', async () => {
  const example = readExample('pausing').replaceAll(
    /export const (\w+)/g,
    'window.$1',
  );
  const { intake, page, replay, complaintsOfOurs } = await visit(
    await module(example),
  );
  const write = (text: string) =>
    page.evaluate(`document.querySelector('h1').textContent = '${text}'`);
  const { sessionId } = replay;

  await page.evaluate('void enterRestrictedArea()');
  await write('Restricted');
  await write('Open to all');
  await page.evaluate('void leaveRestrictedArea()');
  await waitUntil('the second part', () =>
    mentions(intake.eventsOf(sessionId), 'Open to all'),
  );
  expect(countSnapshots(intake.eventsOf(sessionId))).toBe(2);
  expect(mentions(intake.eventsOf(sessionId), 'Restricted')).toBe(false);
  expect(complaintsOfOurs()).toEqual([]);
});

it('runs the preview example', async () => {
  const { page, complaintsOfOurs } = await visit(
    // The pages of this test are not at `localhost`.
    await module(readExample('preview').replace('localhost', '127.0.0.1')),
  );
  await page.waitForSelector('session-replay-privacy-preview', {
    state: 'attached',
  });
  expect(complaintsOfOurs()).toEqual([]);
});

it('runs the standalone example', async () => {
  const { page, replay, complaintsOfOurs } = await visit({
    '/': html(readExample('standalone')),
  });
  expect(replay).toMatchObject({
    deviceId: 'the device_id of your events',
    sessionId: '1719847315013',
  });
  expect(await page.evaluate('properties()')).toEqual({
    '[Amplitude] Session Replay ID':
      'the device_id of your events/1719847315013',
  });
  expect(complaintsOfOurs()).toEqual([]);
});

/** The script tag of two files: `session-replay.core.min.js` loads the other one for recorded sessions. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { SITES } from '../support/hosts.js';
import { startIntake, type Intake } from '../support/intake-server.js';
import { startPages, type Page } from '../support/page-server.js';
import { countSnapshots, mentions, typesOf } from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const RECORDER_FILE = 'session-replay.recorder.min.js';
const SESSION = 1;

/** What the browser itself says of a file that it did not get. */
const FILE_HINT = 'Failed to load resource';

const { getBrowser, closeLater } = useBrowser();

/** Opens a page. `onRecorderFile` answers for the second file. */
async function visit(
  makePages: (
    intake: Intake,
  ) => Record<string, Page> | Promise<Record<string, Page>>,
  onRecorderFile: (route: Route) => unknown = (route) => route.continue(),
) {
  const intake = await startIntake();
  const pages = await startPages(await makePages(intake));
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  const asked: string[] = [];
  await context.route(
    ({ pathname }) => pathname.endsWith(RECORDER_FILE),
    async (route) => {
      asked.push(route.request().url());
      await onRecorderFile(route);
    },
  );
  await page.goto(pages.url);
  const status = () =>
    page.evaluate<{ state: string; reason: string }>(
      '(window.replay ?? sessionReplay).getStatus()',
    );
  return { intake, page, pages, complaints, asked, status };
}

/** A page without the Browser SDK. */
function alone({
  tag = '<script nonce="abc" src="/dist/session-replay.core.min.js"></script>',
  policy,
}: { tag?: string; policy?: string } = {}) {
  return (intake: Intake): Record<string, Page> => ({
    '/': {
      body: `<!doctype html><title>Two files</title>${tag}<script nonce="abc" src="/start.js"></script><h1>Public heading</h1>`,
      ...(policy && { headers: { 'Content-Security-Policy': policy } }),
    },
    '/start.js': {
      contentType: 'text/javascript; charset=utf-8',
      body: `addEventListener('load', () => { window.started = sessionReplay.init('test-key', ${JSON.stringify(
        {
          deviceId: 'device',
          sessionId: SESSION,
          sampleRate: 1,
          trackServerUrl: intake.trackUrl,
          configServerUrl: intake.configUrl,
        },
      )}).promise; })`,
    },
  });
}

/** Holds the second file back until it is let through. */
function heldBack() {
  let letThrough = (): void => {};
  const released = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  return {
    letThrough: () => letThrough(),
    onRecorderFile: async (route: Route) => {
      await released;
      await route.continue();
    },
  };
}

/** What `page-server.ts` sends. */
const readRecorderFile = () =>
  readFile(new URL(`../../dist/${RECORDER_FILE}`, import.meta.url), 'utf8');

describe('a session in the sample', () => {
  it('loads a second file that Chromium is asked to compile meanwhile', async () => {
    expect(await readRecorderFile()).toMatch(
      /^\/\/# allFunctionsCalledOnLoad\n/,
    );
  });

  it('arrives complete', async () => {
    const { intake, page, complaints, asked } = await visit(alone());
    await waitUntil('a recording', () => intake.replays()[0]);
    for (let step = 0; step < 20; step += 1)
      await page.evaluate(`document.body.append('step ${step}.')`);
    await page.evaluate('sessionReplay.shutdown()');
    const events = intake.eventsOf(SESSION);
    expect(typesOf(events).slice(0, 2)).toEqual(['Meta', 'FullSnapshot']);
    expect(mentions(events, 'Public heading')).toBe(true);
    for (let step = 0; step < 20; step += 1)
      expect(mentions(events, `step ${step}.`)).toBe(true);
    expect(asked).toHaveLength(1);
    expect(intake.invalid).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['of its own origin', "script-src 'self'"],
    ['with a nonce', "script-src 'nonce-abc'"],
    [
      'with a nonce, and what they load',
      "script-src 'nonce-abc' 'strict-dynamic'",
    ],
    [
      'with a nonce, and no address made of a string',
      "script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types 'none'",
    ],
  ])('is recorded where the page allows scripts %s', async (_, policy) => {
    const { intake, complaints } = await visit(alone({ policy }));
    await waitUntil('a recording', () => intake.replays()[0]);
    // The worker may be forbidden; the browser reports that, and we add nothing.
    expect(complaints.filter((it) => it.includes('Session Replay'))).toEqual(
      [],
    );
  });

  it.each(['async', 'defer', 'crossorigin'])(
    'is recorded when the tag is %s',
    async (attribute) => {
      const { intake, pages, asked } = await visit(
        alone({
          tag: `<script ${attribute} src="/dist/session-replay.core.min.js?v=7"></script>`,
        }),
      );
      await waitUntil('a recording', () => intake.replays()[0]);
      // What is added to the address of the one file, against old copies in caches, is added to the other.
      expect(asked).toEqual([`${pages.url}/dist/${RECORDER_FILE}?v=7`]);
    },
  );

  it('is recorded with files of another origin that lets pages read them', async () => {
    const files = await startPages();
    closeLater(files.close);
    const { intake, asked } = await visit(
      alone({
        tag: `<script src="${files.url}/dist/session-replay.core.min.js"></script>`,
      }),
      async (route) =>
        route.fulfill({
          response: await route.fetch(),
          headers: {
            'Access-Control-Allow-Origin': '*',
            'Content-Type': 'text/javascript',
          },
        }),
    );
    await waitUntil('a recording', () => intake.replays()[0]);
    expect(asked).toEqual([`${files.url}/dist/${RECORDER_FILE}`]);
  });
});

describe('an import map that names the content of the second file', () => {
  const hashOf = (text: string) =>
    `sha384-${createHash('sha384').update(text).digest('base64')}`;
  const withIntegrity = (integrity: string) =>
    alone({
      tag: `<script type="importmap">{ "integrity": { "/dist/${RECORDER_FILE}": "${integrity}" } }</script>
        <script src="/dist/session-replay.core.min.js"></script>`,
    });

  it('lets that content pass', async () => {
    const { intake } = await visit(
      withIntegrity(hashOf(await readRecorderFile())),
    );
    const replay = await waitUntil('a recording', () => intake.replays()[0]);
    expect(countSnapshots(replay.events)).toBe(1);
  });

  it('keeps out any other', async () => {
    const { intake, status } = await visit(withIntegrity(hashOf('other')));
    await waitUntil('the failure', async () =>
      (await status()).reason.includes('failed'),
    );
    expect(intake.requests).toEqual([]);
  });
});

describe('when the second file', () => {
  it.each<[string, (route: Route) => unknown, RegExp]>([
    [
      'is missing',
      (route) => route.fulfill({ status: 404 }),
      /could not be loaded: TypeError: Failed to fetch .*session-replay\.recorder\.min\.js/,
    ],
    [
      'cannot be reached',
      (route) => route.abort(),
      /could not be loaded: TypeError: Failed to fetch .*session-replay\.recorder\.min\.js/,
    ],
    [
      'is of another version',
      async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(
          /(\w+) as VERSION/,
          'old as VERSION',
        );
        await route.fulfill({ response, body: `const old="0.0.1";${body}` });
      },
      /recorder\.min\.js is of version 0\.0\.1, this script of /,
    ],
  ])('%s, says so once and leaves the page alone', async (_, answer, text) => {
    const { intake, page, complaints, status } = await visit(alone(), answer);
    await waitUntil('the failure', async () =>
      (await status()).reason.includes('failed'),
    );
    await page.evaluate('document.body.append("goes on")');
    await page.evaluate(`sessionReplay.setSessionId('next').promise`);
    await page.evaluate('sessionReplay.flush()');
    expect(await status()).toMatchObject({
      state: 'stopped',
      reason: 'the recorder has failed',
    });
    expect(
      await page.evaluate('sessionReplay.getSessionReplayProperties()'),
    ).toEqual({});
    expect(complaints.filter((it) => !it.includes(FILE_HINT))).toEqual([
      expect.stringMatching(text),
    ]);
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
    expect(intake.requests).toEqual([]);
  });
});

describe('while the second file is being loaded', () => {
  const site = SITES.find(({ name }) => name.includes('two files'));

  async function visitSite() {
    const { letThrough, onRecorderFile } = heldBack();
    const visited = await visit(
      (intake) => site?.pages({ intake }) ?? {},
      onRecorderFile,
    );
    await visited.page.evaluate('started');
    await waitUntil('the request', () => visited.asked[0]);
    expect((await visited.status()).state).toBe('starting');
    const ownDatabases = async () =>
      (
        await visited.page.evaluate<{ name: string }[]>('indexedDB.databases()')
      ).filter(({ name }) => name.startsWith('plugin-session-replay'));
    return { ...visited, letThrough, ownDatabases };
  }

  it('a removed plugin records nothing, and records again when it is added', async () => {
    const { intake, page, complaints, letThrough, ownDatabases } =
      await visitSite();
    await page.evaluate('amplitude.remove(replay.name).promise');
    letThrough();
    await page.evaluate(`document.querySelector('h1').textContent = 'Unseen'`);
    await page.waitForTimeout(1_000);
    expect(await ownDatabases()).toEqual([]);
    expect(intake.requests).toEqual([]);

    await page.evaluate(`document.querySelector('h1').textContent = 'Seen'`);
    await page.evaluate('amplitude.add(replay).promise');
    const replay = await waitUntil('a recording', () => intake.replays()[0]);
    expect(countSnapshots(replay.events)).toBe(1);
    expect(mentions(replay.events, 'Unseen')).toBe(false);
    expect(mentions(replay.events, 'Seen')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('a visitor who opts out is not recorded, and is when they opt in', async () => {
    const { intake, page, complaints, letThrough, status } = await visitSite();
    await page.evaluate('amplitude.setOptOut(true)');
    letThrough();
    await page.waitForTimeout(1_000);
    expect((await status()).reason).toBe('the visitor has opted out');
    expect(intake.requests).toEqual([]);

    await page.evaluate('amplitude.setOptOut(false)');
    const replay = await waitUntil('a recording', () => intake.replays()[0]);
    expect(countSnapshots(replay.events)).toBe(1);
    expect(complaints).toEqual([]);
  });
});

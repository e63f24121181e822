/** Targeting rules: which files are loaded for them, and when recording begins. */
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { remoteConfig } from '../support/intake-config.js';
import { startIntake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import { mentions, typesOf } from '../support/replay-events.js';
import { standaloneOptions } from '../support/standalone-options.js';
import { hadEvents, targetingRules } from '../support/targeting-rules.js';
import { useBrowser } from '../support/use-browser.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';

const TARGETING_FILE = 'session-replay.targeting.min.js';
const RULES = targetingRules(hadEvents('Search', 'Checkout'));

/** What the browser itself says of a file that it did not get. */
const FILE_HINT = 'Failed to load resource';

const { getBrowser, closeLater } = useBrowser();

/** Opens a page that has started. `onFile` answers for the file that evaluates rules. */
async function visit({
  script = 'session-replay.min.js',
  hasRules = true,
  onFile = (route: Route): unknown => route.continue(),
} = {}) {
  const intake = await startIntake();
  intake.setConfig({
    json: remoteConfig({
      sr_sampling_config: {
        capture_enabled: true,
        sample_rate: hasRules ? 0 : 1,
      },
      sr_targeting_config: hasRules ? RULES : {},
    }),
  });
  const start = `window.started = sessionReplay.init('test-key', ${standaloneOptions(intake)}).promise`;
  const pages = await startPages({
    '/': {
      body: `<!doctype html><title>Rules</title><script nonce="abc" src="/dist/${script}?v=7"></script><script nonce="abc">${start}</script><h1>Heading</h1>`,
      headers: { 'Content-Security-Policy': "script-src 'nonce-abc'" },
    },
  });
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  const asked: string[] = [];
  await context.route(
    ({ pathname }) => pathname.endsWith(TARGETING_FILE),
    async (route) => {
      asked.push(route.request().url().replace(pages.url, ''));
      await onFile(route);
    },
  );
  await page.goto(pages.url);
  await page.evaluate('started');
  return {
    intake,
    page,
    asked,
    complaints,
    status: () =>
      page.evaluate<{ state: string; reason: string }>(
        'sessionReplay.getStatus()',
      ),
    happens: (type: string) =>
      page.evaluate(
        `sessionReplay.evaluateTargetingAndCapture({ event: { event_type: '${type}' } })`,
      ),
  };
}

describe.each(['session-replay.min.js', 'session-replay.core.min.js'])(
  'with %s, a session',
  (script) => {
    it('is recorded from the event on that completes the rules, and on the pages that follow', async () => {
      const { intake, page, asked, complaints, status, happens } = await visit({
        script,
      });
      await happens('Search');
      expect(await status()).toMatchObject({
        state: 'stopped',
        reason: 'this session has met no targeting rule so far',
      });
      await page.evaluate(`document.querySelector('h1').textContent = 'Paid'`);
      await happens('Checkout');
      const replay = await waitUntil('a recording', () => intake.replays()[0]);
      expect(typesOf(replay.events).slice(0, 3)).toEqual([
        'Meta',
        'FullSnapshot',
        'Custom',
      ]);
      expect(replay.events[2]?.data).toEqual({
        tag: 'targeting-decision',
        payload: {
          flag: 'sr_targeting_config',
          variant: 'on',
          metadata: { segmentName: 'Condition 1' },
        },
      });
      expect(mentions(replay.events, 'Paid')).toBe(true);
      expect(asked).toEqual([`/dist/${TARGETING_FILE}?v=7`]);

      await page.reload();
      await page.evaluate('started');
      await waitUntil(
        'the next page',
        async () => (await status()).state === 'recording',
      );
      expect(intake.invalid).toEqual([]);
      expect(complaints.filter((it) => it.includes('Session Replay'))).toEqual(
        [],
      );
    });

    it('loads nothing, and opens nothing, for rules that there are not', async () => {
      const { intake, page, asked, happens } = await visit({
        script,
        hasRules: false,
      });
      await happens('Search');
      await waitUntil('a recording', () => intake.replays()[0]);
      expect(asked).toEqual([]);
      const databases = await page.evaluate<{ name: string }[]>(
        'indexedDB.databases()',
      );
      expect(databases.map(({ name }) => name)).toEqual([
        expect.stringContaining('session-replay'),
      ]);
    });

    it.each<[string, (route: Route) => unknown]>([
      ['is missing', (route) => route.fulfill({ status: 404 })],
      ['cannot be reached', (route) => route.abort()],
    ])(
      'is not recorded where the file %s, and one error says so',
      async (_, onFile) => {
        const { intake, complaints, status, happens } = await visit({
          script,
          onFile,
        });
        await happens('Search');
        await happens('Checkout');
        expect(await status()).toMatchObject({
          state: 'stopped',
          reason: 'the targeting rules could not be evaluated',
        });
        expect(intake.requests).toEqual([]);
        expect(complaints.filter((it) => !it.includes(FILE_HINT))).toEqual([
          expect.stringMatching(
            /the targeting rules could not be evaluated: TypeError: Failed to fetch .*session-replay\.targeting\.min\.js/,
          ),
        ]);
      },
    );
  },
);

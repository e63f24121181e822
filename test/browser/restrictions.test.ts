import { describe, expect, it } from 'vitest';
import { bundleSplitApp } from '../support/bundle.js';
import { remoteConfig } from '../support/intake-config.js';
import { startIntake, type Intake } from '../support/intake-server.js';
import { startPages, type Page } from '../support/page-server.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

async function visit(
  makePages: (
    intake: Intake,
  ) => Record<string, Page> | Promise<Record<string, Page>>,
) {
  const intake = await startIntake();
  const pages = await startPages(await makePages(intake));
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') loaded.push(request.url());
  });
  await page.goto(pages.url);
  return { intake, page, complaints, loaded };
}

describe('under a content security policy', () => {
  /** A page whose own script is a file, as such policies ask for. */
  const site =
    (policy: string, options: Record<string, unknown> = {}) =>
    (intake: Intake): Record<string, Page> => ({
      '/': {
        body: '<!doctype html><title>Strict</title><script src="/dist/session-replay.min.js"></script><script src="/start.js"></script><h1>Strict</h1>',
        headers: { 'Content-Security-Policy': policy },
      },
      '/start.js': {
        contentType: 'text/javascript; charset=utf-8',
        body: `window.started = sessionReplay.init('test-key', ${JSON.stringify(
          {
            deviceId: 'device',
            sessionId: 1,
            sampleRate: 1,
            logLevel: 3,
            trackServerUrl: intake.trackUrl,
            configServerUrl: intake.configUrl,
            ...options,
          },
        )}).promise`,
      },
    });
  const BASE = "default-src 'self'; connect-src http:;";

  it.each([
    ['blob workers', `${BASE} worker-src blob:`, {}, 1],
    [
      'workers of its own origin',
      `${BASE} worker-src 'self'`,
      { workerUrl: '/dist/compressor.worker.js' },
      1,
    ],
    ['no workers', `${BASE} worker-src 'none'`, {}, 0],
    [
      'no script addresses made of strings',
      `${BASE} worker-src blob:; require-trusted-types-for 'script'`,
      {},
      0,
    ],
  ])(
    'records a page that allows %s',
    async (_, policy, options, workerCount) => {
      const { intake, page, complaints } = await visit(site(policy, options));
      const replay = await waitUntil('a recording', () => intake.replays()[0]);
      expect(replay.uploads[0]?.isGzip).toBe(true);
      expect(page.workers()).toHaveLength(workerCount);
      // The browser reports what a policy forbids; we add nothing to that.
      expect(complaints.filter((it) => it.includes('Session Replay'))).toEqual(
        [],
      );
    },
  );
});

describe('in an application that loads its code in parts', () => {
  const app = async (intake: Intake) => ({
    '/': '<!doctype html><title>Parts</title><script type="module" src="/app/main.js"></script>',
    ...(await bundleSplitApp(`
      import * as amplitude from '@amplitude/analytics-browser';
      import { sessionReplayPlugin } from 'plugin-session-replay-browser';
      amplitude.add(sessionReplayPlugin({ trackServerUrl: '${intake.trackUrl}', configServerUrl: '${intake.configUrl}' }));
      window.started = amplitude.init('test-key', { serverUrl: '${intake.analyticsUrl}', remoteConfig: { serverUrl: '${intake.configUrl}' } }).promise;
    `)),
  });

  async function visitApp(sampleRate: number) {
    const visited = await visit((intake) => {
      intake.setConfig({
        json: remoteConfig({
          sr_sampling_config: {
            capture_enabled: true,
            sample_rate: sampleRate,
          },
        }),
      });
      return app(intake);
    });
    await visited.page.evaluate('started');
    return visited;
  }
  const isRecorder = (url: string) => url.includes('/recorder-part-');

  it('loads the recorder for a session in the sample', async () => {
    const { intake, loaded } = await visitApp(1);
    await waitUntil('a recording', () => intake.replays()[0]);
    expect(loaded.filter(isRecorder)).toHaveLength(1);
  });

  it('loads no recorder for a session that is not', async () => {
    const { intake, page, loaded } = await visitApp(0);
    await waitUntil('an event', () => intake.trackedEvents[0]);
    expect(loaded.filter(isRecorder)).toEqual([]);
    expect(page.workers()).toEqual([]);
  });
});

/** Whoever is not recorded loads no recorder, and finds the page as it would be without this library. */
import { describe, expect, it } from 'vitest';
import { bundleSplitApp } from '../support/bundle.js';
import { SITES_IN_PARTS, type SiteOptions } from '../support/hosts.js';
import { remoteConfig } from '../support/intake-config.js';
import { startIntake, type Intake } from '../support/intake-server.js';
import { startPages, type Page } from '../support/page-server.js';
import { watchTraces } from '../support/traces.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';
import { waitUntil } from '../support/wait-until.js';

/** Long enough for whatever would have begun. Unit: ms. */
const PAUSE_MS = 300;

const { getBrowser, closeLater } = useBrowser();

/** Opens a page whose traces are watched. */
async function visit(
  makePages: (intake: Intake) => Promise<Record<string, Page>>,
  json: unknown,
) {
  const intake = await startIntake();
  intake.setConfig({ json });
  const pages = await startPages(await makePages(intake));
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  const traces = await watchTraces(context);
  const recorders: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('recorder')) recorders.push(request.url());
  });
  await page.goto(pages.url);
  return {
    intake,
    page,
    recorders,
    complaints,
    traces: () => traces.read(page),
    /** Something that a recorder would record. */
    live: async () => {
      await page.evaluate('document.body.append("seen by nobody")');
      await page.click('body');
      await page.waitForTimeout(PAUSE_MS);
    },
  };
}

const NOT_SET_UP = { configs: { sessionReplay: {} } };
const withRate = (rate: number) =>
  remoteConfig({
    sr_sampling_config: { capture_enabled: true, sample_rate: rate },
  });

/** Why a visitor is not recorded: by the options, or by the project's settings. */
const REASONS: [
  why: string,
  options: Record<string, unknown>,
  json: unknown,
][] = [
  ['the option sampleRate is 0', { sampleRate: 0 }, NOT_SET_UP],
  ['the sample rate of the project is 0', { sampleRate: 1 }, withRate(0)],
  ['the visitor has opted out', { sampleRate: 1, optOut: true }, withRate(1)],
];

const tag = (file: string) => async () => ({
  '/': `<!doctype html><title>Alone</title><script src="/dist/${file}"></script><body>`,
});

describe.each<[name: string, pages: () => Promise<Record<string, Page>>]>([
  ['the one-file script tag', tag('session-replay.min.js')],
  ['the two-file script tag', tag('session-replay.core.min.js')],
  [
    'the npm build in parts',
    async () => ({
      '/': '<!doctype html><title>Parts</title><script type="module" src="/app/main.js"></script><body>',
      ...(await bundleSplitApp(
        `import { init, getStatus } from 'plugin-session-replay-browser';
         window.sessionReplay = { init, getStatus };`,
      )),
    }),
  ],
])('%s alone', (name, pages) => {
  async function init(options: Record<string, unknown>, json: unknown) {
    const visited = await visit(pages, json);
    const { page, intake } = visited;
    await page.evaluate(
      `sessionReplay.init('test-key', ${JSON.stringify({
        deviceId: 'device',
        sessionId: 1,
        trackServerUrl: intake.trackUrl,
        configServerUrl: intake.configUrl,
        ...options,
      })}).promise`,
    );
    return visited;
  }

  it.each(REASONS)('leaves no trace when %s', async (_, options, json) => {
    const { intake, page, recorders, complaints, traces, live } = await init(
      options,
      json,
    );
    await live();
    expect(await traces()).toEqual({
      listeners: [],
      databases: [],
      patched: [],
      globals: ['sessionReplay'],
      elements: [],
      workerCount: 0,
      observerCount: 0,
    });
    expect(await page.evaluate('sessionReplay.getStatus().state')).toBe(
      'stopped',
    );
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
    expect(page.workers()).toEqual([]);
    expect(page.frames()).toHaveLength(1);
    expect(recorders).toEqual([]);
    expect(intake.requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('leaves traces where it records: they would be seen', async () => {
    const { intake, recorders, traces } = await init(
      { sampleRate: 1 },
      withRate(1),
    );
    await waitUntil('a recording', () => intake.replays()[0]);
    const found = await traces();
    expect(found.listeners).toContain('Window pagehide');
    expect(found.listeners).toContain('HTMLDocument input');
    expect(found.databases).toHaveLength(1);
    expect(found.patched).toEqual(
      expect.arrayContaining([
        'CSSStyleSheet.prototype.insertRule',
        'Element.prototype.attachShadow',
        'HTMLInputElement.prototype.value',
      ]),
    );
    expect(found.workerCount).toBe(1);
    expect(found.observerCount).toBeGreaterThan(0);
    expect(recorders).toHaveLength(name.includes('one-file') ? 0 : 1);
  });
});

describe.each(SITES_IN_PARTS)('on a site that uses $name', (site) => {
  async function visitSite(
    options: Omit<SiteOptions, 'intake'>,
    json: unknown,
  ) {
    const visited = await visit(
      (intake) => site.pages({ intake, ...options }),
      json,
    );
    await visited.page.evaluate('started');
    await visited.page.evaluate('window.added');
    await visited.live();
    return visited;
  }

  it.each(REASONS)(
    'the page is as without the plugin when %s',
    async (_, { optOut = false, ...plugin }, json) => {
      const host = { optOut };
      const without = await visitSite({ addPlugin: 'never', host }, json);
      const { page, recorders, traces, intake } = await visitSite(
        { plugin, host },
        json,
      );
      const { globals, ...others } = await without.traces();
      expect(await traces()).toEqual({
        globals: expect.arrayContaining(globals),
        ...others,
      });
      expect(await page.evaluate('replay.getStatus().state')).toBe('stopped');
      expect(page.workers()).toEqual([]);
      expect(recorders).toEqual([]);
      expect(intake.requests).toEqual([]);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { isSampled } from '../../../src/config/sampling.js';
import {
  markupExample,
  moduleExample,
  openExample,
} from '../../support/example-visit.js';
import {
  remoteConfig,
  type ConfigAnswer,
} from '../../support/intake-config.js';
import type { Page } from '../../support/page-server.js';
import { countSnapshots, mentions } from '../../support/replay-events.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** The code is that of the documentation of the published plugin, but for the names of the packages. */
const IMPORTS = `
import * as amplitude from '@amplitude/analytics-browser';
import { sessionReplayPlugin } from 'plugin-session-replay-browser';
`;

/** Project settings that leave the sample rate to the site. */
const NO_RATE: ConfigAnswer = {
  json: remoteConfig({ sr_sampling_config: { capture_enabled: true } }),
};

/** In a sample of 1 %, and not. */
const SAMPLED = 1725148800282;
const NOT_SAMPLED = 1719847315013;

const { getBrowser, closeLater } = useBrowser();

async function visit(pages: Record<string, Page>, config?: ConfigAnswer) {
  const example = await openExample(getBrowser(), pages, config);
  closeLater(example.close);
  const { intake } = example;
  return {
    ...example,
    replay: () => waitUntil('a recording', () => intake.replays()[0]),
    /** The types of events that have come in once one of this type has. */
    typesUntil: async (type: string) => {
      const types = () => intake.trackedEvents.map((it) => it.event_type);
      await waitUntil(type, () => types().includes(type));
      return types();
    },
  };
}

const code = (text: string, config?: ConfigAnswer) =>
  moduleExample(IMPORTS + text).then((pages) => visit(pages, config));

describe('the quick start of the documentation', () => {
  it.each([
    [
      'added before init',
      `const sessionReplayTracking = sessionReplayPlugin();
      amplitude.add(sessionReplayTracking);
      amplitude.init('API_KEY');`,
    ],
    [
      'added after init',
      `amplitude.init('API_KEY');
      amplitude.add(sessionReplayPlugin());`,
    ],
  ])('records, %s', async (_, text) => {
    const { replay, complaintsOfOurs } = await code(text);
    expect((await replay()).uploads[0]?.apiKey).toBe('API_KEY');
    expect(complaintsOfOurs()).toEqual([]);
  });

  it('records with script tags the sample of 1 % that it asks for', async () => {
    const { page, replay, intake, complaintsOfOurs } = await visit(
      markupExample(`
<script src="https://cdn.amplitude.com/libs/analytics-browser-2.47.0-min.js.gz"></script>
<script src="https://cdn.example.com/session-replay.min.js"></script>
<script>
  const sessionReplayTracking = window.sessionReplay.plugin({ sampleRate: 0.01 });
  window.amplitude.add(sessionReplayTracking);
  window.amplitude.init('API_KEY', { sessionId: ${NOT_SAMPLED}, defaultTracking: false });
</script>`),
      NO_RATE,
    );
    const reason = () =>
      page.evaluate('sessionReplayTracking.getStatus().reason');
    await waitUntil('the settings', async () =>
      /sample/.test(String(await reason())),
    );
    // An event would have begun a session of this moment, which may be in the sample.
    expect(await page.evaluate('amplitude.getSessionId()')).toBe(NOT_SAMPLED);
    await page.evaluate(`amplitude.setSessionId(${SAMPLED})`);
    expect(await replay()).toMatchObject({ sessionId: String(SAMPLED) });
    expect((await replay()).uploads[0]?.sampleRate).toBe(0.01);
    expect(intake.replays()).toHaveLength(1);
    expect(complaintsOfOurs()).toEqual([]);
  });
});

it('uses no servers but those of the EU with serverZone: EU', async () => {
  const { replay, typesUntil, hosts, complaintsOfOurs } = await code(`
    amplitude.add(sessionReplayPlugin());
    amplitude.init('API_KEY', { serverZone: 'EU' });`);
  await replay();
  await typesUntil('session_start');
  expect(hosts()).toEqual([
    'api-sr.eu.amplitude.com',
    'api.eu.amplitude.com',
    'sr-client-cfg.eu.amplitude.com',
  ]);
  expect(complaintsOfOurs()).toEqual([]);
});

describe('session tracking', () => {
  it.each([
    [
      'is that of the SDK',
      `amplitude.add(sessionReplayPlugin({ forceSessionTracking: false }));
      amplitude.init('API_KEY', {
        flushIntervalMillis: 100,
        defaultTracking: {
          attribution: false,
          pageViews: false,
          sessions: true,
          formInteractions: false,
          fileDownloads: false,
        },
      });`,
      ['session_start', 'End'],
    ],
    [
      'is that of the plugin',
      `amplitude.add(sessionReplayPlugin());
      amplitude.init('API_KEY', { flushIntervalMillis: 100, defaultTracking: false });`,
      ['session_start', 'End'],
    ],
    [
      'is off where neither is to do it',
      `amplitude.add(sessionReplayPlugin({ forceSessionTracking: false }));
      amplitude.init('API_KEY', { flushIntervalMillis: 100, defaultTracking: false });`,
      ['End'],
    ],
  ])('%s', async (_, text, types) => {
    const { page, replay, typesUntil } = await code(text);
    await replay();
    await page.evaluate(`void amplitude.track('End')`);
    expect(await typesUntil('End')).toEqual(types);
  });
});

const RESTARTS: [string, string][] = [
  [
    'await',
    `window.disable = async () => {
      await amplitude.remove(sessionReplayTracking.name).promise;
      done();
    };
    window.restart = async () => {
      await amplitude.add(sessionReplayTracking).promise;
      done();
    };`,
  ],
  [
    'then',
    `window.disable = () => {
      amplitude.remove(sessionReplayTracking.name).promise.then(() => done());
    };
    window.restart = () => {
      amplitude.add(sessionReplayTracking).promise.then(() => done());
    };`,
  ],
];

it.each(RESTARTS)(
  'collection is disabled and restarted with %s',
  async (_, text) => {
    const { page, intake, replay, write, complaintsOfOurs } = await code(`
      const sessionReplayTracking = sessionReplayPlugin();
      amplitude.add(sessionReplayTracking);
      amplitude.init('API_KEY');
      const done = () => { window.calls = (window.calls ?? 0) + 1; };
      ${text}`);
    const { sessionId } = await replay();
    await page.evaluate('void disable()');
    await page.waitForFunction('window.calls === 1');
    await write('Restricted');
    await write('Open to all');
    await page.evaluate('void restart()');
    await page.waitForFunction('window.calls === 2');
    await waitUntil('the second part', () =>
      mentions(intake.eventsOf(sessionId), 'Open to all'),
    );
    expect(countSnapshots(intake.eventsOf(sessionId))).toBe(2);
    expect(mentions(intake.eventsOf(sessionId), 'Restricted')).toBe(false);
    expect(complaintsOfOurs()).toEqual([]);
  },
);

it('starts where a feature flag says so, long after init', async () => {
  const { page, intake, replay, complaintsOfOurs } = await code(`
    amplitude.init('API_KEY', { flushIntervalMillis: 100 });
    document.querySelector('#go').onclick = () => {
      const isEnabled = true;
      if (isEnabled) amplitude.add(sessionReplayPlugin());
    };`);
  await page.evaluate(`amplitude.track('Before').promise`);
  expect(intake.requests).toEqual([]);
  await page.click('#go');
  expect(countSnapshots((await replay()).events)).toBe(1);
  expect(complaintsOfOurs()).toEqual([]);
});

it.each([true, false])(
  'samples alike after a reload and in another tab, where the session is in the sample: %s',
  async (isIn) => {
    const { page, context, url } = await code(
      `window.replay = sessionReplayPlugin({ sampleRate: 0.4 });
      amplitude.add(replay);
      amplitude.init('API_KEY');`,
      NO_RATE,
    );
    let id = Date.now();
    while (isSampled(id, 0.4) !== isIn) id += 1;
    const stateOf = (tab: typeof page) =>
      waitUntil('the decision', () =>
        tab.evaluate(`['recording', 'stopped'].find(
          (state) => amplitude.getSessionId() === ${id} && replay.getStatus().state === state)`),
      );
    await waitUntil('the host', () =>
      page.evaluate('amplitude.getSessionId()'),
    );
    await page.evaluate(`amplitude.setSessionId(${id})`);
    expect(await stateOf(page)).toBe(isIn ? 'recording' : 'stopped');
    await page.reload();
    expect(await stateOf(page)).toBe(isIn ? 'recording' : 'stopped');
    const tab = await context.newPage();
    await tab.goto(url);
    expect(await stateOf(tab)).toBe(isIn ? 'recording' : 'stopped');
  },
);

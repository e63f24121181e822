import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { SITES, type SiteOptions } from '../support/hosts.js';
import { remoteConfig } from '../support/intake-config.js';
import { startIntake, type Intake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import {
  countSnapshots,
  inputsOf,
  mentions,
  typesOf,
} from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const REPLAY_ID = '[Amplitude] Session Replay ID';

/** The library's databases; the Browser SDK has some too. */
async function ownDatabases(page: Page): Promise<string[]> {
  const databases = await page.evaluate<{ name: string }[]>(
    'indexedDB.databases()',
  );
  return databases
    .map(({ name }) => name)
    .filter((name) => name.startsWith('plugin-session-replay-browser'));
}

/** Changes the heading of the page. */
async function write(page: Page, text: string): Promise<void> {
  await page.evaluate(
    `document.querySelector('h1').textContent = ${JSON.stringify(text)}`,
  );
}

const { getBrowser, closeLater } = useBrowser();

describe.each(SITES)('on a site that uses $name', (site) => {
  async function visit(
    options: Omit<SiteOptions, 'intake'> = {},
    prepare: (intake: Intake) => void = () => {},
  ) {
    const intake = await startIntake();
    prepare(intake);
    const pages = await startPages(await site.pages({ intake, ...options }));
    const { page, context, complaints } = await openWatchedPage(getBrowser());
    closeLater(() => context.close(), pages.close, intake.close);
    await page.goto(pages.url);
    await page.evaluate('started');
    const flush = () => page.evaluate('amplitude.flush().promise');
    const sessionId = () => page.evaluate<number>('amplitude.getSessionId()');
    return { intake, page, complaints, flush, sessionId };
  }

  it('records a sampled session and uploads it as the server wants it', async () => {
    const { intake, page, complaints, sessionId } = await visit();
    const id = await sessionId();
    await waitUntil('a snapshot', () => intake.eventsOf(id)[1]);
    await page.fill('#field', 'a secret');
    await waitUntil('the typing', () => inputsOf(intake.eventsOf(id)).at(-1));
    const [replay] = intake.replays();
    const deviceId = await page.evaluate('amplitude.getDeviceId()');
    expect(replay).toMatchObject({ deviceId, sessionId: String(id) });
    expect(typesOf(replay?.events ?? []).slice(0, 2)).toEqual([
      'Meta',
      'FullSnapshot',
    ]);
    expect(countSnapshots(replay?.events ?? [])).toBe(1);
    expect(mentions(replay?.events ?? [], 'Public heading')).toBe(true);
    expect(mentions(replay?.events ?? [], 'a secret')).toBe(false);
    expect(replay?.uploads[0]).toMatchObject({
      apiKey: 'test-key',
      sampleRate: 1,
      isGzip: true,
      library: expect.stringMatching(/^plugin\//),
      pageUrl: page.url(),
    });
    expect(intake.invalid).toEqual([]);
    expect(intake.preflights.flatMap((it) => it.strangeHeaders)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('tags the events of the recorded session, and no others', async () => {
    const { intake, page, flush, sessionId } = await visit();
    await page.evaluate(`
      amplitude.track('Now');
      amplitude.track('Long ago', {}, { session_id: 1700000000000 });
      amplitude.identify(new amplitude.Identify().set('plan', 'free'));
    `);
    await flush();
    const tagOf = (type: string) =>
      waitUntil(type, () =>
        intake.trackedEvents.find((event) => event.event_type === type),
      ).then((event) => event.event_properties?.[REPLAY_ID]);
    const deviceId = await page.evaluate<string>('amplitude.getDeviceId()');
    const tag = `${deviceId}/${await sessionId()}`;
    expect(await tagOf('Now')).toBe(tag);
    expect(await tagOf('session_start')).toBe(tag);
    expect(await tagOf('Long ago')).toBeUndefined();
    expect(await tagOf('$identify')).toBeUndefined();
    expect(await page.evaluate('replay.getSessionReplayProperties()')).toEqual({
      [REPLAY_ID]: tag,
    });
  });

  it('records when it is added after init', async () => {
    const { intake, page } = await visit({ addPlugin: 'after' });
    await page.evaluate('added');
    await waitUntil('a recording', () => intake.replays()[0]);
    expect(countSnapshots(intake.replays()[0]?.events ?? [])).toBe(1);
  });

  it.each(['before', 'after'] as const)(
    'asks for no remote configuration of its own when it is added %s init',
    async (addPlugin) => {
      const without = await visit({ addPlugin: 'never' });
      const { intake } = await visit({ addPlugin });
      await waitUntil('a recording', () => intake.replays()[0]);
      expect(intake.configRequests.length).toBe(
        without.intake.configRequests.length,
      );
    },
  );

  it('leaves no trace of a session that is not in the sample', async () => {
    const { intake, page, complaints, flush } = await visit({}, (server) =>
      server.setConfig({
        json: remoteConfig({
          sr_sampling_config: { capture_enabled: true, sample_rate: 0 },
        }),
      }),
    );
    await page.evaluate(`amplitude.track('Now')`);
    await flush();
    const event = await waitUntil('the event', () =>
      intake.trackedEvents.find(({ event_type }) => event_type === 'Now'),
    );
    expect(event.event_properties?.[REPLAY_ID]).toBeUndefined();
    expect(await ownDatabases(page)).toEqual([]);
    expect(await page.evaluate('replay.getSessionReplayProperties()')).toEqual(
      {},
    );
    expect(intake.requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('records nothing while the remote configuration cannot be had', async () => {
    const { intake, page } = await visit({}, (server) =>
      server.setConfig({ status: 404 }),
    );
    await waitUntil('the answer', () => intake.configRequests.length > 0);
    await page.evaluate(`amplitude.track('Now')`);
    await waitUntil('the event', () =>
      intake.trackedEvents.find(({ event_type }) => event_type === 'Now'),
    );
    expect(await ownDatabases(page)).toEqual([]);
    expect(intake.requests).toEqual([]);
  });

  it('stops when it is removed, and starts again with a full snapshot when it is added', async () => {
    const { intake, page, complaints, sessionId } = await visit();
    const id = await sessionId();
    await waitUntil('a recording', () => intake.replays()[0]);

    await page.evaluate('amplitude.remove(replay.name).promise');
    await write(page, 'Restricted');
    expect(await page.evaluate('replay.getSessionReplayProperties()')).toEqual(
      {},
    );
    await write(page, 'Public again');

    await page.evaluate('amplitude.add(replay).promise');
    await waitUntil('the second part', () =>
      mentions(intake.eventsOf(id), 'Public again'),
    );
    const events = intake.eventsOf(id);
    expect(countSnapshots(events)).toBe(2);
    expect(mentions(events, 'Restricted')).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('goes on under a new session with a snapshot of its own', async () => {
    const { intake, page } = await visit();
    await waitUntil('a recording', () => intake.replays()[0]);
    await page.evaluate('amplitude.setSessionId(1800000000000)');
    await page.fill('#field', 'later');
    await waitUntil('the new session', () =>
      inputsOf(intake.eventsOf(1_800_000_000_000)).at(-1),
    );
    const events = intake.eventsOf(1_800_000_000_000);
    expect(typesOf(events).slice(0, 2)).toEqual(['Meta', 'FullSnapshot']);
    expect(intake.replays()).toHaveLength(2);
    expect(intake.invalid).toEqual([]);
  });

  it('stops and forgets when the visitor opts out, and records again when they opt in', async () => {
    const { intake, page, sessionId } = await visit();
    await waitUntil('a recording', () => intake.replays()[0]);
    await page.evaluate('amplitude.setOptOut(true)');
    await write(page, 'Unseen');
    await write(page, 'Seen again');
    await page.evaluate('amplitude.setOptOut(false)');
    const id = await sessionId();
    await waitUntil('the second part', () =>
      mentions(intake.eventsOf(id), 'Seen again'),
    );
    expect(mentions(intake.eventsOf(id), 'Unseen')).toBe(false);
  });

  it('delivers on the next visit what the server would not take', async () => {
    const { intake, page, sessionId } = await visit({}, (server) =>
      server.faultAlways({ kind: 'status', status: 503 }),
    );
    const id = await sessionId();
    await write(page, 'Kept');
    await waitUntil('a failed upload', () => intake.requests.length > 0);
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 1500))`);
    intake.clearFaults();
    await page.reload();
    await waitUntil('what was kept', () =>
      mentions(intake.eventsOf(id), 'Kept'),
    );
    expect(typesOf(intake.eventsOf(id)).slice(0, 2)).toEqual([
      'Meta',
      'FullSnapshot',
    ]);
  });
});

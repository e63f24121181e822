import { expect, it } from 'vitest';
import { startIntake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import { countSnapshots, mentions, typesOf } from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { countStoredRows } from '../support/stored-rows.js';
import { openWatchedPage } from '../support/watched-page.js';
import { useBrowser } from '../support/use-browser.js';

const REPLAY_ID = '[Amplitude] Session Replay ID';

const { getBrowser, closeLater } = useBrowser();

async function visit() {
  const intake = await startIntake();
  const pages = await startPages({
    '/': `<!doctype html><title>Alone</title>
      <script>const before = new Set(Object.getOwnPropertyNames(window));</script>
      <script src="/dist/session-replay.min.js"></script>
      <script>const added = Object.getOwnPropertyNames(window).filter((name) => !before.has(name));</script>
      <h1>Public heading</h1>`,
  });
  const { page, context, complaints } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  const init = (options: Record<string, unknown> = {}) =>
    page.evaluate(
      `sessionReplay.init('test-key', ${JSON.stringify({
        deviceId: 'device',
        sessionId: 1_719_847_315_013,
        sampleRate: 1,
        trackServerUrl: intake.trackUrl,
        configServerUrl: intake.configUrl,
        ...options,
      })}).promise`,
    );
  return { intake, page, complaints, init };
}

it('adds one global to the page', async () => {
  const { page } = await visit();
  expect(await page.evaluate('added')).toEqual(['sessionReplay']);
  expect(await page.evaluate('Object.keys(sessionReplay).sort()')).toEqual([
    'SessionReplayPlugin',
    'evaluateTargetingAndCapture',
    'flush',
    'getSessionId',
    'getSessionReplayProperties',
    'getStatus',
    'init',
    'plugin',
    'sessionReplayPlugin',
    'setSessionId',
    'shutdown',
  ]);
});

it('records from init to shutdown and delivers everything', async () => {
  const { intake, page, complaints, init } = await visit();
  await init();
  expect(await page.evaluate('sessionReplay.getSessionId()')).toBe(
    1_719_847_315_013,
  );
  expect(
    await page.evaluate('sessionReplay.getSessionReplayProperties()'),
  ).toEqual({ [REPLAY_ID]: 'device/1719847315013' });
  await waitUntil('a recording', () =>
    page.evaluate(`sessionReplay.getStatus().state === 'recording'`),
  );
  await page.evaluate('document.body.append("before shutdown")');
  await page.evaluate('sessionReplay.shutdown()');
  await page.evaluate('document.body.append("after shutdown")');

  const [replay] = intake.replays();
  expect(replay).toMatchObject({
    deviceId: 'device',
    sessionId: '1719847315013',
  });
  expect(replay?.uploads[0]?.library).toMatch(/^standalone\//);
  expect(typesOf(replay?.events ?? []).slice(0, 2)).toEqual([
    'Meta',
    'FullSnapshot',
  ]);
  expect(mentions(replay?.events ?? [], 'before shutdown')).toBe(true);
  expect(mentions(replay?.events ?? [], 'after shutdown')).toBe(false);
  expect(
    await page.evaluate('sessionReplay.getSessionReplayProperties()'),
  ).toEqual({});
  expect(intake.invalid).toEqual([]);
  expect(complaints).toEqual([]);
});

it('resolves flush when the server has everything', async () => {
  const { intake, page, init } = await visit();
  await init();
  await waitUntil('the snapshot', () => intake.replays()[0]);
  await page.evaluate(
    'new Promise((done) => { document.body.append("flushed"); setTimeout(done); }).then(sessionReplay.flush)',
  );
  expect(mentions(intake.eventsOf(1_719_847_315_013), 'flushed')).toBe(true);
});

it('goes on under another session and device', async () => {
  const { intake, page, init } = await visit();
  await init();
  await waitUntil('the first session', () => intake.replays()[0]);
  await page.evaluate(
    `sessionReplay.setSessionId('second', 'other device').promise`,
  );
  await page.evaluate('sessionReplay.flush()');
  const second = intake.replays().find((it) => it.sessionId === 'second');
  expect(second?.deviceId).toBe('other device');
  expect(typesOf(second?.events ?? []).slice(0, 2)).toEqual([
    'Meta',
    'FullSnapshot',
  ]);
});

it('asks for the configuration once, however often it is started', async () => {
  const { intake, page, init } = await visit();
  await Promise.all([init(), init()]);
  await page.evaluate('sessionReplay.shutdown()');
  await init();
  await waitUntil('the recording', () => intake.replays()[0]);
  expect(intake.configRequests).toHaveLength(1);
});

it('deletes what is not sent when it is started again with an opt-out', async () => {
  const { intake, page, init } = await visit();
  intake.faultAlways({ kind: 'status', status: 503 });
  await init();
  await waitUntil('something stored', async () => {
    const rows = await countStoredRows(page);
    return rows && rows.journal + rows.outbox > 0;
  });
  await init({ optOut: true });
  await waitUntil('nothing stored', async () => {
    const { journal = 0, outbox = 0 } = (await countStoredRows(page)) ?? {};
    return journal + outbox === 0;
  });
  expect(await page.evaluate('sessionReplay.getStatus().reason')).toBe(
    'the visitor has opted out',
  );
  expect(intake.replays()).toEqual([]);
});

it('starts again after shutdown', async () => {
  const { intake, page, init } = await visit();
  await init();
  await waitUntil('the first part', () => intake.replays()[0]);
  await page.evaluate('sessionReplay.shutdown()');
  await init();
  await waitUntil('the second part', () => intake.replays()[0]?.uploads[1]);
  expect(countSnapshots(intake.eventsOf(1_719_847_315_013))).toBe(2);
});

it('leaves the page alone at a rate that the session is not in', async () => {
  const { intake, page, init } = await visit();
  intake.setConfig({ json: { configs: { sessionReplay: {} } } });
  // The session lies at 0.1097.
  await init({ sampleRate: 0.1 });
  await page.evaluate('document.body.append("unseen")');
  expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
  expect(intake.requests).toEqual([]);
});

it('warns about calls before init and does nothing', async () => {
  const { page, complaints } = await visit();
  for (let round = 0; round < 2; round += 1) {
    await page.evaluate('sessionReplay.flush()');
    await page.evaluate('sessionReplay.setSessionId(1).promise');
  }
  expect(complaints).toEqual([
    'warning: Session Replay: call init before flush.',
    'warning: Session Replay: call init before setSessionId.',
  ]);
});

it('says what is missing and stays off', async () => {
  const { intake, page, complaints, init } = await visit();
  await page.evaluate('sessionReplay.init().promise');
  await init({ deviceId: undefined });
  await init({ sampleRate: 7 });
  expect(complaints).toEqual([
    expect.stringContaining('the API key is missing'),
    expect.stringContaining('deviceId and a sessionId'),
    expect.stringContaining('sampleRate must be a number from 0 to 1, not 7'),
  ]);
  expect(intake.requests).toEqual([]);
});

import type { Browser } from 'playwright-core';
import type { HostSite, SiteOptions } from './hosts.js';
import type { Replay, TrackedEvent } from './intake-records.js';
import { startIntake, type Intake } from './intake-server.js';
import { startPages } from './page-server.js';
import { redirect } from './redirect.js';
import { mentions } from './replay-events.js';
import { waitUntil } from './wait-until.js';
import { openWatchedPage } from './watched-page.js';

const keyOf = ({ deviceId, sessionId }: Replay) => `${deviceId}/${sessionId}`;

const REPLAY_ID = '[Amplitude] Session Replay ID';

/** What the Browser SDK itself says where a page calls `add` or `remove` once too often. */
const OF_THE_HOST =
  /Plugin with name .* (already exists|does not exist), skipping/;

/** An event as it arrived, and the replay ID that it bears. */
export type TaggedEvent = TrackedEvent & { tag: unknown };

/** A page that uses the plugin with some version of the Browser SDK. */
export interface HostVisit {
  intake: Intake;
  /** Runs code on the page, and returns what it evaluates to. */
  run: (code: string) => Promise<unknown>;
  /** Starts another session, and waits until it is recorded. */
  startSession: () => Promise<void>;
  sessionId: () => Promise<number>;
  deviceId: () => Promise<string>;
  /** Changes the heading of the page. */
  write: (text: string) => Promise<unknown>;
  /** The replay in which a text has arrived that nothing wrote before this session. */
  recorded: (text: string) => Promise<Replay>;
  /** Tracks an event of that type, and waits for its arrival. */
  track: (type: string, options?: object) => Promise<TaggedEvent>;
  /** The last event of that type of this session, once it has arrived. */
  tracked: (type: string) => Promise<TaggedEvent>;
  /** What the page complained of, without what the Browser SDK says of calls that come too often. */
  ownComplaints: () => string[];
  close: () => Promise<void>;
}

/** Opens a page whose uploads come quickly. */
export async function openHostVisit(
  browser: Browser,
  site: HostSite,
  { plugin, ...options }: Omit<SiteOptions, 'intake'> = {},
): Promise<HostVisit> {
  const intake = await startIntake({ preflightMaxAgeSeconds: 600 });
  const pages = await startPages(
    await site.pages({
      intake,
      plugin: {
        flushIntervalConfig: { minIntervalMs: 100, maxIntervalMs: 100 },
        ...plugin,
      },
      ...options,
    }),
  );
  const { page, context, complaints } = await openWatchedPage(browser);
  // Some versions ask for their own settings at no other address.
  await redirect(context, intake, pages.url);
  await page.goto(pages.url);
  const run = (code: string) => page.evaluate<unknown>(code);
  await run(`amplitude.add({
    name: 'spy',
    type: 'before',
    setup: async (config) => { window.hostConfig = config; },
    execute: async (event) => event,
  })`);
  await run('started');
  const seenReplays = new Set<string>();
  let seenEvents = 0;
  let lastSession = Date.now();

  const write = (text: string) =>
    run(`document.querySelector('h1').textContent = ${JSON.stringify(text)}`);
  const tracked = async (type: string): Promise<TaggedEvent> => {
    const event = await waitUntil(type, () =>
      intake.trackedEvents
        .slice(seenEvents)
        .filter(({ event_type }) => event_type === type)
        .at(-1),
    );
    return { ...event, tag: event.event_properties?.[REPLAY_ID] };
  };

  return {
    intake,
    run,
    startSession: async () => {
      for (const replay of intake.replays()) seenReplays.add(keyOf(replay));
      seenEvents = intake.trackedEvents.length;
      lastSession += 1;
      await write('Heading');
      await run(`amplitude.setSessionId(${lastSession})`);
      await waitUntil('the session', () =>
        run(
          `replay.getStatus().state === 'recording' && replay.getStatus().sessionReplayId.endsWith('/${lastSession}')`,
        ),
      );
    },
    sessionId: () => page.evaluate<number>('amplitude.getSessionId()'),
    deviceId: () => page.evaluate<string>('amplitude.getDeviceId()'),
    write,
    recorded: (text) =>
      waitUntil(`a replay of "${text}"`, () =>
        intake
          .replays()
          .find(
            (replay) =>
              !seenReplays.has(keyOf(replay)) && mentions(replay.events, text),
          ),
      ),
    track: (type, eventOptions = {}) =>
      run(
        `void amplitude.track(${JSON.stringify(type)}, {}, ${JSON.stringify(eventOptions)})`,
      ).then(() => tracked(type)),
    tracked,
    ownComplaints: () => complaints.filter((it) => !OF_THE_HOST.test(it)),
    close: async () => {
      await context.close();
      await pages.close();
      await intake.close();
    },
  };
}

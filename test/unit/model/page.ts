import { EventType } from '@rrweb/types';
import type { SharedIdentity } from '../../../src/environment.js';
import type { RecorderPart } from '../../../src/load-recorder-part.js';
import { SessionReplayPlugin } from '../../../src/plugin.js';
import { startRecording } from '../../../src/recording.js';
import { forgetStored } from '../../../src/store/forget-stored.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { fakeRecord } from '../../support/fake-record.js';
import { createExpected, type Expected, type Loading } from './expected.js';
import { createHost, type HostKind } from './host.js';
import { createSettingsClient, type Answer } from './settings-client.js';
import { createUploadCheck, readUpload, type Mark } from './uploads.js';

/** What differs from page to page. */
export interface PageKind {
  host: HostKind;
  /** What an earlier page has kept of the project's settings. */
  cached: Answer | undefined;
  /** What is asked for first. */
  first: Answer;
  localRate: number;
  storeType: 'idb' | 'memory';
}

/** How the server answers uploads. */
export type Server = 'takes' | 'fails' | 'is gone' | 'switches off';

/** What a site's owner has to be told of. */
const EXPECTED_PROBLEMS =
  /another session replay recorder is on this page|recorder could not be loaded|switched this session off/;

let pageCount = 0;

/** A page with two instances of a host, each with a plugin, and what has to come of each. */
export function openPage(kind: PageKind) {
  const faults: string[] = [];
  const pending = new Set<string>();
  const shared = createShared();
  let server: Server = 'takes';
  let loading: Loading = 'now';
  let late: ((isThere: boolean) => void)[] = [];
  /** Answers that switch a session off and are not settled. */
  let switchedOff: string[] = [];
  let optOuts = 0;
  let uploadCount = 0;
  let promiseCount = 0;
  /** For whom the recorder was loaded where nothing was to be recorded, unless a host told of that first. */
  const doubtfulLoads = new Set<Expected>();
  const checkUpload = createUploadCheck();
  const environment = fakeEnvironment({
    sharedIdentity: () => shared.identity,
    ...(kind.storeType === 'idb' && { hasDatabase: hasDatabase }),
  });
  const apiKey = `model-${++pageCount}`;

  const rrweb = fakeRecord(environment.now, (type): Mark => {
    const visit = recorded()?.expected;
    const isSnapshot = type !== EventType.IncrementalSnapshot;
    return {
      snapshot: rrweb.snapshots(),
      optOuts,
      ...(visit?.visit() &&
        !isSnapshot && { visit: visit.visit()!, rate: visit.rate() }),
    };
  });
  const note = (what: string, promise: Promise<unknown>): void => {
    const name = `${what} ${++promiseCount}`;
    pending.add(name);
    promise.then(
      () => pending.delete(name),
      (error: unknown) => faults.push(`${what} rejected: ${String(error)}`),
    );
  };
  const load = (expected: Expected): Promise<RecorderPart> =>
    new Promise((resolve, reject) => {
      const isWanted =
        !expected.isAttached() || expected.visit() || expected.soon();
      if (!isWanted && kind.storeType === 'memory') doubtfulLoads.add(expected);
      expected.loads(loading);
      const answer = (isThere: boolean): void =>
        isThere
          ? resolve({ record: rrweb.record, startRecording, forgetStored })
          : reject(new Error('not there'));
      if (loading === 'late') late.push(answer);
      else answer(loading === 'now');
    });

  const slots = ['first', 'second'].map((name) => {
    const logger = fakeLogger();
    const client = createSettingsClient(kind.cached);
    if (kind.first !== 'silent') client.answer(kind.first);
    const host = createHost({
      kind: kind.host,
      name,
      apiKey,
      now: environment.now,
      logger,
      remoteConfigClient: client.source,
      note,
      plugin: () =>
        new SessionReplayPlugin(
          {
            sampleRate: kind.localRate,
            storeType: kind.storeType,
            enableTransportCompression: false,
          },
          environment,
          () => load(expected),
        ),
    });
    const expected: Expected = createExpected({
      host,
      client,
      localRate: kind.localRate,
      now: environment.now,
      isSharedOptOut: shared.isOptedOut,
    });
    /** How many opt-outs there were up to the last one of a device. */
    const optedOut = new Map<string, number>();
    return { name, logger, client, host, expected, optedOut };
  });
  const recorded = () => slots.find(({ expected }) => expected.visit());

  environment.respond(async (url, init) => {
    uploadCount += 1;
    const upload = readUpload(url, init);
    const { visit, deviceId } = upload;
    const slot = slots.find(({ name }) => deviceId.startsWith(name));
    if (!slot) throw new Error(`an upload of ${deviceId}`);
    const { host, expected, optedOut } = slot;
    faults.push(...checkUpload(upload, optedOut.get(deviceId)));
    if (
      expected.isAttached() &&
      expected.isOptedOut() &&
      host.config.deviceId === deviceId
    )
      faults.push(`${visit}: sent after the opt-out`);
    if (server === 'is gone') throw new TypeError('Failed to fetch');
    if (server === 'switches off') {
      switchedOff.push(visit);
      const headers = { 'X-Session-Replay-Event-Skipped': '4004' };
      return new Response('{}', { headers });
    }
    return new Response('{}', { status: server === 'takes' ? 200 : 500 });
  });

  /** Lets all that is under way happen. */
  const settlePage = async () => {
    await environment.advance(0);
    for (const visit of switchedOff.splice(0))
      for (const { expected, host } of slots) {
        const { reason } = host.plugin().getStatus();
        // An earlier attachment may have sent it.
        if (expected.generation() === 1 || reason.includes('switched this'))
          expected.disable(visit);
      }
    for (const { expected } of slots) expected.settle();
  };

  return {
    environment,
    rrweb,
    slots,
    shared,
    faults,
    pending,
    note,
    recorded,
    doubtfulLoads,
    uploadCount: () => uploadCount,
    hasUnsettledAnswers: () => switchedOff.length > 0,
    setServer: (next: Server) => {
      server = next;
    },
    setLoading: (next: Loading) => {
      // Where there is a database, it is loaded to delete something, too.
      if (kind.storeType === 'memory') loading = next;
    },
    /** What loads late is there now, or fails. */
    answerLoads: (isThere: boolean) => {
      for (const answer of late.splice(0)) answer(isThere);
      for (const { expected } of slots) expected.loaded(isThere);
    },
    /** Notes that these visitors are opted out from now on, as far as a plugin hears of it. */
    noteOptOuts: () => {
      optOuts += 1;
      for (const { expected, host, optedOut } of slots)
        if (expected.isAttached() && expected.isOptedOut())
          optedOut.set(host.config.deviceId, optOuts);
    },
    settle: settlePage,
    /** As most pages begin. */
    addFirst: () => {
      const [first] = slots;
      if (!first?.host.add(false)) return;
      first.expected.add(true);
      first.expected.changed();
    },
    /** Removes everything. Returns what is left then, and what is wrong. */
    end: async (): Promise<string[]> => {
      server = 'takes';
      for (const { host } of slots) host.remove();
      for (const answer of late.splice(0)) answer(true);
      await environment.advance(20_000);
      const left = {
        ...environment.leftovers(),
        ofIdentity: shared.listenerCount(),
      };
      for (const [what, count] of Object.entries(left))
        if (count > 0) faults.push(`${count} ${what} left`);
      if (rrweb.isRunning()) faults.push('a recorder is left');
      faults.push(...[...pending].map((it) => `${it} never settles`));
      for (const { logger, name } of slots)
        for (const text of logger.texts())
          if (!EXPECTED_PROBLEMS.test(text)) faults.push(`${name}: ${text}`);
      return faults;
    },
  };
}

export type ModelPage = ReturnType<typeof openPage>;

async function hasDatabase(name: string): Promise<boolean> {
  return (await indexedDB.databases()).some((it) => it.name === name);
}

/** The identity that Amplitude's products on a page share. */
function createShared() {
  const listeners = new Set<() => void>();
  let optOut = false;
  const identity: SharedIdentity = {
    getIdentity: () => ({ optOut }),
    addIdentityListener: (listener) => listeners.add(listener),
    removeIdentityListener: (listener) => listeners.delete(listener),
  };
  return {
    identity,
    listenerCount: () => listeners.size,
    isOptedOut: () => optOut,
    setOptOut: (next: boolean) => {
      optOut = next;
      for (const listener of listeners) listener();
    },
  };
}

import type { CommonOptions } from '../../src/config/options.js';
import type { RemoteConfigSource } from '../../src/config/remote-config.js';
import { readSettings } from '../../src/config/settings.js';
import { forgetStored } from '../../src/store/forget-stored.js';
import { startRecording } from '../../src/recording.js';
import type { Identity } from '../../src/session/replay-id.js';
import { createSessionReplay } from '../../src/session-replay.js';
import type { TargetingPart } from '../../src/targeting/load-targeting-part.js';
import {
  fakeEnvironment,
  type FakeEnvironment,
} from '../support/fake-environment.js';
import { fakeLogger } from '../support/fake-logger.js';
import { fakeRecord } from '../support/fake-record.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { readSentBatches } from '../support/sent-batches.js';

export const VISIT = { deviceId: 'device', sessionId: 1 };

/** A client with everything around it; memory instead of a database. */
export function setupClient({
  options = {},
  remote = fakeRemoteConfig(),
  apiKey = 'key',
  environment = fakeEnvironment(),
  loadTargetingPart = () => Promise.reject(new Error('There are no rules')),
}: {
  options?: CommonOptions;
  remote?: RemoteConfigSource;
  apiKey?: string;
  /** Clients of one page share one. */
  environment?: FakeEnvironment;
  loadTargetingPart?: () => Promise<TargetingPart>;
} = {}) {
  const logger = fakeLogger();
  const rrweb = fakeRecord(environment.now);
  const settings = readSettings(
    { sampleRate: 1, storeType: 'memory', ...options },
    { apiKey },
    logger,
  );
  if (!settings) throw new Error('These options switch everything off');
  let loads = 0;
  let load = async () => rrweb.record;
  const client = createSessionReplay({
    environment,
    settings,
    logger,
    kind: 'plugin',
    findRemoteConfig: async () => remote,
    loadTargetingPart,
    visitor: {},
    loadRecorderPart: async () => {
      loads += 1;
      return { record: await load(), startRecording, forgetStored };
    },
  });
  return {
    client,
    environment,
    logger,
    rrweb,
    databaseName: settings.databaseName,
    loads: () => loads,
    /** Loads like this from now on. */
    loadBy: (how: typeof load) => {
      load = how;
    },
    /** Flushes, and does the compression that idle time is for. */
    flush: async () => {
      const flushed = client.flush();
      await environment.idle();
      return flushed;
    },
    sent: () => readSentBatches(environment.requests),
    /** Starts, and lets what follows from it happen. */
    start: async ({
      optOut = false,
      ...given
    }: { identity?: Identity | undefined; optOut?: boolean } = {}) => {
      const identity = 'identity' in given ? given.identity : VISIT;
      const started = client.start(identity, optOut);
      await settle();
      return started;
    },
  };
}

import { vi } from 'vitest';
import { createBatcher } from '../../../src/batcher/batcher.js';
import { encodeNow } from '../../../src/batcher/codec.js';
import type { Encoder } from '../../../src/batcher/encoder.js';
import { createGuard } from '../../../src/guard.js';
import type { Batch, JournalRow } from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { createDeferred } from '../deferred.js';
import { sampleRow } from '../store/sample-rows.js';

type OnSealed = (batch: Batch, rows: readonly JournalRow[]) => Promise<void>;

/** Encodes plainly: at once, or when the test says so. */
function createFakeEncoder() {
  const inbox: (() => void)[] = [];
  let isManual = false;
  const encoder: Encoder = {
    encode: (events) => {
      const body = encodeNow({ events, gzip: false });
      if (!isManual) return Promise.resolve(body);
      const { promise, resolve } = createDeferred<typeof body>();
      inbox.push(() => resolve(body));
      return promise;
    },
    encodeNow: (events) => encodeNow({ events, gzip: false }),
    repack: () => Promise.reject(new Error('a batcher packs nothing anew')),
    hasWorker: () => false,
    worker: () => 'none',
    stop: () => {},
  };
  const waitForTest = () => {
    isManual = true;
  };
  /** Finishes the job of this number. */
  const finish = (job: number) => inbox[job]?.();
  return { ...encoder, waitForTest, finish };
}

/** A batcher and everything around it. */
export function setupBatcher(
  limits: Partial<Parameters<typeof createBatcher>[0]> = {},
) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const encoder = createFakeEncoder();
  const onSealed = vi.fn<OnSealed>(() => Promise.resolve());
  const batcher = createBatcher({
    environment,
    encoder,
    guard: createGuard(logger, () => {}),
    gzip: false,
    minIntervalMs: 1_000,
    maxIntervalMs: 10_000,
    maxBatchLength: 6_000_000,
    ...limits,
    onSealed,
  });
  const add = (...seqs: number[]) => {
    for (const seq of seqs) batcher.add(sampleRow(seq));
  };
  /** Numbers of the rows of each sealed batch. */
  const sealed = () =>
    onSealed.mock.calls.map(([, rows]) => rows.map(({ seq }) => seq));
  return { environment, logger, encoder, onSealed, batcher, add, sealed };
}

/** A row with one event of this length, all of it one character. */
export const rowOfLength = (seq: number, length: number, character = 'x') =>
  sampleRow(seq, { events: [character.repeat(length)] });

/** The events in the body of a batch. */
export const eventsOf = ({ body }: Batch): unknown =>
  JSON.parse(new TextDecoder().decode(body)).events;

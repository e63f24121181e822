import { encodeNow } from '../../../src/batcher/codec.js';
import { createRepacker } from '../../../src/batcher/repacker.js';
import { createDrops } from '../../../src/drops.js';
import { createGuard } from '../../../src/guard.js';
import {
  createMemoryStore,
  type MemoryStore,
} from '../../../src/store/memory-store.js';
import type {
  Batch,
  CaptureContext,
} from '../../../src/store/session-store.js';
import { createDurationGate } from '../../../src/uploader/duration-gate.js';
import { createSettle } from '../../../src/uploader/settle.js';
import { createTransport } from '../../../src/uploader/transport.js';
import { createUploader } from '../../../src/uploader/uploader.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { readEvents } from '../batcher/read-events.js';
import { createDeferred } from '../deferred.js';
import { sampleBatch, sampleEvent } from '../store/sample-rows.js';

/** How the server answers a request: with a status and headers, not at all, or when the test says so. */
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  /** As `fetch` rejects without a network. */
  isOffline?: boolean;
  /** The request is open until this settles. */
  when?: Promise<unknown>;
};

/** As `fetch` rejects without a network. */
export const OFFLINE: Answer = { isOffline: true };
/** The server has dropped the batch, and wants a pause. */
export const THROTTLED: Answer = {
  headers: { 'X-Session-Replay-Event-Skipped': '429' },
};

/**
 * The uploader of the tab `tab-1` and everything around it, the server included. Nothing is joined unless
 * `maxMergedBytes` allows it; nothing is compressed.
 */
export function setupUploader({
  maxAttempts = 3,
  maxMergedBytes = 0,
  tabIds = ['tab-1'],
  store = createMemoryStore(),
  current,
}: {
  maxAttempts?: number;
  maxMergedBytes?: number;
  tabIds?: readonly string[];
  /** Pages of one visitor share one. */
  store?: MemoryStore;
  /** What is being recorded. */
  current?: CaptureContext;
} = {}) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const disabled: CaptureContext[] = [];
  let forgetCount = 0;
  let beforeRepack = Promise.resolve();
  const repacker = createRepacker({
    repack: async (bodies, partCount) => {
      const countBefore = forgetCount;
      await beforeRepack;
      if (forgetCount !== countBefore) throw new Error('forgotten meanwhile');
      const events = bodies.flatMap(readEvents);
      const partLength = Math.ceil(events.length / partCount);
      return Array.from({ length: partCount }, (_, part) =>
        encodeNow({
          events: events.slice(part * partLength, (part + 1) * partLength),
          gzip: false,
        }),
      );
    },
    gzip: false,
  });
  const uploader = createUploader({
    environment,
    store,
    transport: createTransport({
      environment,
      logger,
      timeoutMs: 10_000,
      handleSendEvents: undefined,
    }),
    repacker,
    settle: createSettle({
      store,
      repacker,
      canDecompress: () => environment.canDecompress(),
      drops,
      logger,
      onDelivered: () => {},
      onDropped: () => {},
      onTooLarge: () => {},
      onDisabled: (context) => {
        disabled.push(context);
        return 0;
      },
    }),
    gate: createDurationGate({
      environment,
      store,
      drops,
      tabIds: () => tabIds,
      current: () => current,
    }),
    guard: createGuard(logger, () => {}),
    tabIds: () => tabIds,
    trackUrl: 'https://server.example/track',
    apiKey: 'key',
    maxAttempts,
    maxMergedBytes: () => maxMergedBytes,
    forgetCount: () => forgetCount,
  });

  let answers: Answer[] = [];
  let otherwise: (seqs: number[]) => Answer = () => ({});
  let openRequests = 0;
  let mostOpenRequests = 0;
  environment.respond(async (_url, { body, signal }) => {
    const {
      status = 200,
      headers,
      isOffline,
      when,
    } = answers.shift() ?? otherwise(numbersIn(body));
    openRequests += 1;
    mostOpenRequests = Math.max(mostOpenRequests, openRequests);
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () =>
        reject(new DOMException('aborted', 'AbortError')),
      );
    });
    try {
      await Promise.race([when, aborted]);
    } finally {
      openRequests -= 1;
    }
    if (isOffline) throw new TypeError('Failed to fetch');
    return new Response(null, { status, ...(headers && { headers }) });
  });

  const answerBy = (how: (seqs: number[]) => Answer): void => {
    answers = [];
    otherwise = how;
  };
  /** Numbers of the batches in each request so far. */
  const requests = () =>
    environment.requests.map(({ init }) => numbersIn(init.body));
  return {
    /** Tells the uploader that something was forgotten. */
    forget: () => {
      forgetCount += 1;
      uploader.forgetRecent();
    },
    environment,
    logger,
    drops,
    store,
    uploader,
    disabled,
    /** Answers the next requests one by one with these, all later ones with success. */
    answer: (...next: Answer[]) => {
      answers = next;
      otherwise = () => ({});
    },
    /** Answers every request with this from now on. */
    answerAlways: (answer: Answer) => answerBy(() => answer),
    /** Answers every request by what it holds from now on. */
    answerBy,
    /** Answers the next request when the returned function is called. */
    holdNext: (answer: Answer = {}) => {
      const { promise, resolve } = createDeferred<void>();
      answers.push({ ...answer, when: promise });
      return async () => {
        resolve();
        await settle();
      };
    },
    /** Splits and joins no more until the returned function is called. */
    holdRepacking: () => {
      const { promise, resolve } = createDeferred<void>();
      beforeRepack = promise;
      return async () => {
        resolve();
        await settle();
      };
    },
    /** Puts batches into the outbox. */
    put: async (...batches: (number | Batch)[]) => {
      for (const batch of batches)
        await store.seal(
          typeof batch === 'number' ? sampleBatch(batch) : batch,
          [],
        );
    },
    /** Wakes the uploader and lets it work until it waits. */
    wake: async () => {
      uploader.wake();
      await settle();
    },
    requests,
    /** Numbers of the batches that were sent so far, repetitions included. */
    sent: () => requests().flat(),
    /** Whether the outbox still has a batch of these tabs. */
    hasBatch: async (...tabIds: string[]) => {
      const wanted = tabIds.length > 0 ? tabIds : ['tab-1'];
      const outbox = await store.outbox();
      return outbox.some(({ tabId }) => wanted.includes(tabId));
    },
    mostOpenRequests: () => mostOpenRequests,
  };
}

/** Reads the numbers of sample batches out of a body: the timestamps of its events. */
function numbersIn(body: RequestInit['body']): number[] {
  if (!ArrayBuffer.isView(body)) throw new Error('the body is no bytes');
  const { events }: { events: string[] } = JSON.parse(
    new TextDecoder().decode(body),
  );
  return events.map((event): number => JSON.parse(event).timestamp);
}

/** A batch whose body has exactly this size. */
export function batchOfBytes(seq: number, bytes: number): Batch {
  const batch = sampleBatch(seq);
  const text = new TextDecoder().decode(batch.body);
  const body = new TextEncoder().encode(text.padEnd(bytes));
  return sampleBatch(seq, { body });
}

/** A batch of several events, whose timestamps are these. */
export function batchOfEvents(
  seq: number,
  timestamps: readonly number[],
  differs: Partial<Batch> = {},
): Batch {
  const events = timestamps.map((timestamp) => sampleEvent(timestamp));
  const body = encodeNow({ events, gzip: false });
  return sampleBatch(seq, { body, eventCount: events.length, ...differs });
}

import { createDrops } from '../../../src/drops.js';
import { createGuard } from '../../../src/guard.js';
import { createMemoryStore } from '../../../src/store/memory-store.js';
import type {
  Batch,
  CaptureContext,
} from '../../../src/store/session-store.js';
import { createTransport } from '../../../src/uploader/transport.js';
import { createUploader } from '../../../src/uploader/uploader.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { settle } from '../../support/fake-timers.js';
import { createDeferred } from '../deferred.js';
import { sampleBatch } from '../store/sample-rows.js';

/** How the server answers a request: with a status and headers, not at all, or when the test says so. */
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  /** As `fetch` rejects without a network. */
  isOffline?: boolean;
  /** The request is open until this settles. */
  when?: Promise<unknown>;
};

/** The uploader of the tab `tab-1` and everything around it, the server included. */
export function setupUploader({
  maxAttempts = 3,
}: { maxAttempts?: number } = {}) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const drops = createDrops(logger);
  const store = createMemoryStore();
  const disabled: CaptureContext[] = [];
  const uploader = createUploader({
    environment,
    store,
    transport: createTransport(environment),
    drops,
    logger,
    guard: createGuard(logger, () => {}),
    tabId: 'tab-1',
    trackUrl: 'https://server.example/track',
    apiKey: 'key',
    maxAttempts,
    onDisabled: (context) => {
      disabled.push(context);
      return 0;
    },
  });

  let answers: Answer[] = [];
  let otherwise: Answer = {};
  let openRequests = 0;
  let mostOpenRequests = 0;
  environment.respond(async (_url, { signal }) => {
    const {
      status = 200,
      headers,
      isOffline,
      when,
    } = answers.shift() ?? otherwise;
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

  return {
    environment,
    logger,
    drops,
    store,
    uploader,
    disabled,
    /** Answers the next requests one by one with these, all later ones with success. */
    answer: (...next: Answer[]) => {
      answers = next;
      otherwise = {};
    },
    /** Answers every request with this from now on. */
    answerAlways: (answer: Answer) => {
      answers = [];
      otherwise = answer;
    },
    /** Answers the next request when the returned function is called. */
    holdNext: (answer: Answer = {}) => {
      const { promise, resolve } = createDeferred<void>();
      answers.push({ ...answer, when: promise });
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
    /** Numbers of the batches that were sent so far, repetitions included. */
    sent: () => environment.requests.map(({ init }) => numberOf(init.body)),
    /** Whether the outbox still has a batch of these tabs. */
    hasBatch: async (...tabIds: string[]) =>
      (await store.nextBatch(tabIds.length > 0 ? tabIds : ['tab-1'])) !==
      undefined,
    mostOpenRequests: () => mostOpenRequests,
  };
}

/** Reads the number of a sample batch out of its body. */
function numberOf(body: RequestInit['body']): number {
  if (!ArrayBuffer.isView(body)) throw new Error('the body is no bytes');
  const [event] = JSON.parse(new TextDecoder().decode(body)).events;
  return JSON.parse(event).timestamp;
}

/** A batch whose body has exactly this size. */
export function batchOfBytes(seq: number, bytes: number): Batch {
  const batch = sampleBatch(seq);
  const text = new TextDecoder().decode(batch.body);
  return { ...batch, body: new TextEncoder().encode(text.padEnd(bytes)) };
}

import type { Repacker } from '../batcher/repacker.js';
import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import {
  sumBytes,
  type Batch,
  type BatchEntry,
  type RowKey,
  type SessionStore,
} from '../store/session-store.js';
import { backOffMs } from './back-off.js';
import type { DurationGate } from './duration-gate.js';
import { nextGroup } from './next-group.js';
import type { SendOutcome } from './outcome.js';
import { buildRequest } from './request.js';
import type { Settle } from './settle.js';
import type { Transport } from './transport.js';

/** How long uploads pause when the server throttles. Unit: ms. */
const THROTTLE_PAUSE_MS = 60_000;

/**
 * How often a browser that says it is offline is not believed.
 *
 * Unit: ms.
 * Why: on some machines with several networks it says so always.
 * Source: https://developer.mozilla.org/docs/Web/API/Navigator/onLine
 */
const OFFLINE_PROBE_MS = 60_000;

/**
 * More answers in a row that a batch is too large than it takes to split any down to single events.
 *
 * Why: a server that says so to everything is not asked without pauses.
 */
const MAX_SPLITS = 20;

/** How many batches in a row may be to blame, rather than the server, when sending fails again and again. */
const MAX_PROBES = 3;

/** Sends what is in the outbox, in order, one request at a time. */
export interface Uploader {
  /** Starts sending, unless it is under way, pausing or waiting to retry. */
  wake: () => void;
  /** Sends at once, whatever is being waited for. Resolves when the outbox is empty or an attempt failed. */
  flush: () => Promise<void>;
  /** Retries at once what failed. A pause that the server asked for is kept. */
  retry: () => void;
  /** Tells of a batch that is on its way into the outbox, so that it is not overlooked when the page goes away. */
  announce: (batch: Batch) => void;
  /** Takes back everything that was announced. */
  forgetRecent: () => void;
  /** Sends what was announced and not sent, and these, while the page goes away, as far as the browser carries them on. */
  sendAtExit: (batches: readonly Batch[]) => void;
  /** Ends timers; nothing further is sent but by `flush`. */
  stop: () => void;
}

/** Builds the uploader of one tab. */
export function createUploader({
  environment,
  store,
  transport,
  repacker,
  settle,
  gate,
  guard,
  tabIds,
  trackUrl,
  apiKey,
  maxAttempts,
  maxMergedBytes,
  forgetCount,
}: {
  environment: Pick<Environment, 'random' | 'schedule' | 'isOnline'>;
  store: Pick<SessionStore, 'outbox' | 'read' | 'replace'>;
  transport: Transport;
  repacker: Pick<Repacker, 'merge'>;
  /** Does to the outbox what an outcome asks for. */
  settle: Settle;
  gate: DurationGate;
  guard: Guard;
  /** Tabs whose outboxes are sent by this one, in this order. */
  tabIds: () => readonly string[];
  trackUrl: string;
  apiKey: string;
  maxAttempts: number;
  /** Size up to which a backlog is joined. Unit: bytes before compression. */
  maxMergedBytes: () => number;
  /** Changes whenever something was forgotten. */
  forgetCount: () => number;
}): Uploader {
  let failedAttempts = 0;
  let running: Promise<void> | undefined;
  /** Something was added while a run was looking for its last batch. */
  let runAgain = false;
  let cancelWait: (() => void) | undefined;
  let isPausedByServer = false;
  let stopped = false;
  /** Batches announced and not sent yet, by key: as many of the last ones as could be sent when the page goes away. */
  const recent = new Map<string, Batch>();
  /** Answers in a row that a batch is too large. */
  let tooLargeCount = 0;
  /** Keys of batches that a request is carrying. */
  const inFlight = new Set<string>();
  /** Keys of batches that have used up their attempts while others went through: they wait until a flush or another visit. */
  const aside = new Set<string>();
  /** How many were put aside since one went through: the next one shows whether they are to blame, or the server. */
  let probeCount = 0;

  const endWait = (): void => {
    cancelWait?.();
    cancelWait = undefined;
  };
  const waitFor = (delayMs: number, then = (): void => wake()): void => {
    endWait();
    if (stopped) return;
    cancelWait = environment.schedule(
      delayMs,
      guard.sync('upload timer', () => {
        cancelWait = undefined;
        isPausedByServer = false;
        then();
      }),
    );
  };
  /** Backs off. What was put aside returns to its place: the server is to blame. */
  const waitInOrder = (retryAfterMs?: number): void => {
    probeCount = 0;
    aside.clear();
    waitFor(backOffMs(failedAttempts, environment.random, retryAfterMs));
  };

  const send = async (batch: Batch): Promise<SendOutcome> => {
    const key = keyText(batch);
    inFlight.add(key);
    recent.delete(key);
    try {
      return await transport.send(buildRequest(batch, { trackUrl, apiKey }));
    } finally {
      inFlight.delete(key);
    }
  };

  /** Sends a batch and does to the outbox what the outcome asks for. */
  const deliver = async (batch: Batch): Promise<SendOutcome> => {
    const countBefore = forgetCount();
    const outcome = await send(batch);
    const staysStored =
      outcome.kind === 'deferred' || outcome.kind === 'too-large';
    // What was forgotten meanwhile must not be written back.
    if (staysStored && forgetCount() !== countBefore)
      return { kind: 'deferred' };
    return settle(batch, outcome);
  };

  /** Decides what follows an outcome. Returns whether the next batch may be sent. */
  const proceed = (batch: Batch, outcome: SendOutcome): boolean => {
    if (outcome.kind === 'deferred') {
      const { retryAfterMs } = outcome;
      isPausedByServer = retryAfterMs !== undefined;
      failedAttempts += 1;
      const isUsedUp = batch.attemptCount + 1 >= maxAttempts;
      if (!isUsedUp || probeCount >= MAX_PROBES) {
        waitInOrder(retryAfterMs);
        return false;
      }
      probeCount += 1;
      aside.add(keyText(batch));
      if (!isPausedByServer) return true;
      waitFor(backOffMs(failedAttempts, environment.random, retryAfterMs));
      return false;
    }
    failedAttempts = 0;
    probeCount = 0;
    tooLargeCount = outcome.kind === 'too-large' ? tooLargeCount + 1 : 0;
    isPausedByServer = outcome.kind === 'throttled';
    if (isPausedByServer) waitFor(THROTTLE_PAUSE_MS);
    else if (tooLargeCount > MAX_SPLITS)
      waitFor(backOffMs(tooLargeCount - MAX_SPLITS, environment.random));
    else {
      endWait();
      return true;
    }
    return false;
  };

  /** Reads the next batch, joined with those behind it where a backlog has piled up. */
  const takeNext = async (): Promise<Batch | undefined> => {
    const group = nextGroup(await gate.sift(await store.outbox()), {
      tabIds: tabIds(),
      isHeld: (batch) => aside.has(keyText(batch)),
      // What has failed is not joined with what may be sound.
      maxRawBytes: failedAttempts > 0 ? 0 : maxMergedBytes(),
    });
    const [entry] = group;
    if (!entry || group.some((batch) => inFlight.has(keyText(batch)))) return;
    if (group.length > 1) {
      const merged = await merge(group).catch(() => undefined);
      if (merged) return merged;
    }
    const batch = await store.read(entry);
    if (batch) return batch;
    // Forgotten meanwhile.
    await store.replace([entry], []);
    return takeNext();
  };
  const merge = async (
    group: readonly BatchEntry[],
  ): Promise<Batch | undefined> => {
    const countBefore = forgetCount();
    const read = await Promise.all(group.map((entry) => store.read(entry)));
    const batches = read.filter((batch) => batch !== undefined);
    const [first, ...others] = batches;
    // One of them was forgotten meanwhile.
    if (
      !first ||
      batches.length < group.length ||
      forgetCount() !== countBefore
    )
      return undefined;
    const merged = await repacker.merge([first, ...others]);
    const wereRecent = batches.filter((part) => recent.delete(keyText(part)));
    if (wereRecent.length > 0) recent.set(keyText(merged), merged);
    await store.replace(batches, [merged]);
    return merged;
  };

  const drain = async (goesOn: () => boolean): Promise<void> => {
    while (goesOn()) {
      const countBefore = forgetCount();
      const batch = await takeNext();
      if (forgetCount() !== countBefore) continue;
      if (!batch) {
        if (probeCount > 0) waitInOrder();
        return;
      }
      if (!proceed(batch, await deliver(batch))) return;
    }
  };

  const run = (goesOn: () => boolean): Promise<void> => {
    runAgain = false;
    running ??= guard
      .async('upload', () => drain(goesOn))
      .then(() => {
        running = undefined;
        if (runAgain) wake();
      });
    return running;
  };
  const runUntilStopped = (): void => void run(() => !stopped);
  const wake = (): void => {
    if (running) runAgain = true;
    else if (cancelWait) return;
    else if (environment.isOnline()) runUntilStopped();
    else waitFor(OFFLINE_PROBE_MS, runUntilStopped);
  };

  return {
    wake,
    flush: async () => {
      endWait();
      aside.clear();
      await running;
      await run(() => true);
    },
    retry: () => {
      if (!isPausedByServer) {
        endWait();
        aside.clear();
      }
      wake();
    },
    announce: (batch) => {
      recent.set(keyText(batch), batch);
      for (const key of recent.keys()) {
        if (transport.survivesExit(sumBytes(recent.values()))) break;
        recent.delete(key);
      }
    },
    forgetRecent: () => recent.clear(),
    sendAtExit: (batches) => {
      for (const batch of [...recent.values(), ...batches]) {
        if (inFlight.has(keyText(batch)) || !gate.isOpen(batch)) continue;
        // What does not fit is stored. What is behind it goes all the same: a tab that closes may store nothing more.
        if (!transport.survivesExit(batch.body.length)) continue;
        void guard.async('upload at exit', async () => {
          // A page that came back goes on with what is behind it.
          if (proceed(batch, await deliver(batch))) wake();
        });
      }
    },
    stop: () => {
      stopped = true;
      endWait();
    },
  };
}

function keyText({ tabId, seq }: RowKey): string {
  return `${tabId}/${seq}`;
}

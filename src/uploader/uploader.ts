import type { Drops } from '../drops.js';
import type { Environment } from '../environment.js';
import type { Guard, Logger } from '../guard.js';
import type { Batch, RowKey, SessionStore } from '../store/session-store.js';
import { backOffMs } from './back-off.js';
import type { SendOutcome } from './outcome.js';
import { buildRequest } from './request.js';
import type { Transport } from './transport.js';

/** How long uploads pause when the server throttles. Unit: ms. */
const THROTTLE_PAUSE_MS = 60_000;

/**
 * How long nothing wakes an uploader that has used up its attempts.
 *
 * Unit: ms.
 * Why: after an outage the visitors of a site must not ask several times a second.
 */
const REST_MS = 60_000;

/** Sends what is in the outbox, in order, one request at a time. */
export interface Uploader {
  /** Starts sending, unless it is under way, pausing or waiting to retry. */
  wake: () => void;
  /** Sends at once, whatever is being waited for. Resolves when the outbox is empty or an attempt failed. */
  flush: () => Promise<void>;
  /** Retries at once what failed. A pause that the server asked for is kept. */
  retry: () => void;
  /**
   * Tells of a batch that is on its way into the outbox, so that it is not overlooked when the page goes away.
   * `undefined` takes it back.
   */
  announce: (batch: Batch | undefined) => void;
  /** Sends what was announced and these while the page goes away, as far as the browser carries them on. */
  sendAtExit: (batches: readonly Batch[]) => void;
  /** Adds tabs whose outboxes are to be sent before this tab's own. */
  adopt: (tabIds: readonly string[]) => void;
  /** Ends timers; nothing further is sent but by `flush`. */
  stop: () => void;
}

/** Builds the uploader of one tab. */
export function createUploader({
  environment,
  store,
  transport,
  drops,
  logger,
  guard,
  tabId,
  trackUrl,
  apiKey,
  maxAttempts,
  onDisabled,
}: {
  environment: Pick<Environment, 'elapsed' | 'random' | 'schedule'>;
  store: Pick<SessionStore, 'nextBatch' | 'remove' | 'forget'>;
  transport: Transport;
  drops: Drops;
  logger: Pick<Logger, 'warn' | 'error'>;
  guard: Guard;
  tabId: string;
  trackUrl: string;
  apiKey: string;
  maxAttempts: number;
  /** The server wants nothing more of this session. Returns the number of events dropped that are not stored. */
  onDisabled: (context: Batch['context']) => number;
}): Uploader {
  let tabIds: readonly string[] = [tabId];
  let failedAttempts = 0;
  let running: Promise<void> | undefined;
  /** Something was added while a run was looking for its last batch. */
  let runAgain = false;
  let cancelWait: (() => void) | undefined;
  let isPausedByServer = false;
  /** Unit: ms of monotonic time. */
  let restUntilMs = 0;
  let stopped = false;
  /** The batch announced last, until it is sent. */
  let announced: Batch | undefined;
  /** Keys of batches that a request is carrying. */
  const inFlight = new Set<string>();

  const endWait = (): void => {
    cancelWait?.();
    cancelWait = undefined;
  };
  const endRest = (): void => {
    endWait();
    restUntilMs = 0;
  };
  const waitFor = (delayMs: number): void => {
    endWait();
    if (stopped) return;
    cancelWait = environment.schedule(
      delayMs,
      guard.sync('upload timer', () => {
        cancelWait = undefined;
        wake();
      }),
    );
  };

  const send = async (batch: Batch): Promise<SendOutcome> => {
    const key = keyText(batch);
    inFlight.add(key);
    if (announced && keyText(announced) === key) announced = undefined;
    try {
      return await transport.send(buildRequest(batch, { trackUrl, apiKey }));
    } finally {
      inFlight.delete(key);
    }
  };

  /** Does what the outcome asks for. Returns whether the next batch may be sent. */
  const settle = async (
    batch: Batch,
    outcome: SendOutcome,
  ): Promise<boolean> => {
    switch (outcome.kind) {
      case 'delivered':
        failedAttempts = 0;
        endWait();
        await store.remove(batch);
        return true;
      case 'throttled':
        await store.remove(batch);
        drops.count(
          'throttled',
          batch.eventCount,
          'the server throttles, and dropped a batch.',
        );
        isPausedByServer = true;
        waitFor(THROTTLE_PAUSE_MS);
        return false;
      case 'disabled':
        drops.count(
          'session-disabled',
          onDisabled(batch.context) + (await store.forget(batch.context)),
          'the server has switched this session off',
        );
        return true;
      case 'refused':
        if (!drops.counts().refused)
          logger.error(
            `the server refused a batch (HTTP ${outcome.status}; 413: too large). Check the API key, serverZone and trackServerUrl.`,
          );
        await store.remove(batch);
        drops.count('refused', batch.eventCount);
        return true;
      case 'deferred': {
        const { retryAfterMs } = outcome;
        isPausedByServer = retryAfterMs !== undefined;
        failedAttempts += 1;
        if (failedAttempts < maxAttempts)
          waitFor(backOffMs(failedAttempts, environment.random, retryAfterMs));
        else {
          failedAttempts = 0;
          restUntilMs =
            environment.elapsed() + Math.max(REST_MS, retryAfterMs ?? 0);
        }
        return false;
      }
    }
  };

  const drain = async (goesOn: () => boolean): Promise<void> => {
    while (goesOn()) {
      const batch = await store.nextBatch(tabIds);
      if (!batch || inFlight.has(keyText(batch))) return;
      if (!(await settle(batch, await send(batch)))) return;
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
  const wake = (): void => {
    if (running) runAgain = true;
    else if (!cancelWait && environment.elapsed() >= restUntilMs)
      void run(() => !stopped);
  };

  return {
    wake,
    flush: async () => {
      endRest();
      await running;
      await run(() => true);
    },
    retry: () => {
      if (!isPausedByServer) endRest();
      wake();
    },
    announce: (batch) => {
      announced = batch;
    },
    sendAtExit: (batches) => {
      for (const batch of announced ? [announced, ...batches] : batches) {
        if (inFlight.has(keyText(batch))) continue;
        if (!transport.survivesExit(batch.body.length)) return;
        void guard.async('upload at exit', async () => {
          await settle(batch, await send(batch));
          // A page that came back goes on with what is behind it.
          wake();
        });
      }
    },
    adopt: (adopted) => {
      tabIds = [...adopted, ...tabIds];
      wake();
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

import type { Repacker } from '../batcher/repacker.js';
import type { DropReason, Drops } from '../drops.js';
import type { Logger } from '../guard.js';
import type { Batch, SessionStore } from '../store/session-store.js';
import type { SendOutcome } from './outcome.js';

/** Does to the outbox what the outcome of an attempt asks for. Resolves to what has come of the batch in the end. */
export type Settle = (
  batch: Batch,
  outcome: SendOutcome,
) => Promise<SendOutcome>;

/** Builds it. A batch leaves the outbox here, and only because the server has it or never takes it. */
export function createSettle({
  store,
  repacker,
  canDecompress,
  drops,
  logger,
  onDelivered,
  onDropped,
  onTooLarge,
  onDisabled,
}: {
  store: Pick<SessionStore, 'replace' | 'forget' | 'update'>;
  repacker: Pick<Repacker, 'split'>;
  canDecompress: () => boolean;
  drops: Drops;
  logger: Pick<Logger, 'error'>;
  onDelivered: (batch: Batch) => void;
  /** The batch is lost, and its session goes on. */
  onDropped: (batch: Batch) => void;
  /** The server takes less than this. Unit: bytes before compression. */
  onTooLarge: (rawBytes: number) => void;
  /** The server wants nothing more of this session. Returns the number of events dropped that are not stored. */
  onDisabled: (context: Batch['context']) => number;
}): Settle {
  const drop = async (
    batch: Batch,
    reason: DropReason,
    message?: string,
  ): Promise<void> => {
    await store.replace([batch], []);
    drops.count(reason, batch.eventCount, message);
    onDropped(batch);
  };

  const keep = async (batch: Batch): Promise<SendOutcome> => {
    await store.update({ ...batch, attemptCount: batch.attemptCount + 1 });
    return { kind: 'deferred' };
  };

  return async (batch, outcome) => {
    switch (outcome.kind) {
      case 'delivered':
        await store.replace([batch], []);
        onDelivered(batch);
        break;
      case 'throttled':
        await drop(
          batch,
          'throttled',
          'the server throttles, and dropped a batch.',
        );
        break;
      case 'disabled':
        drops.count(
          'session-disabled',
          onDisabled(batch.context) + (await store.forget(batch.context)),
          'the server has switched this session off',
        );
        break;
      case 'too-large':
        onTooLarge(batch.rawBytes);
        if (batch.eventCount === 1 || !canDecompress()) {
          await drop(
            batch,
            'too-large',
            `the server takes no request of ${batch.bodyBytes} bytes (HTTP 413), and it cannot be split.`,
          );
          break;
        }
        try {
          await store.replace([batch], await repacker.split(batch));
        } catch {
          return keep(batch);
        }
        break;
      case 'refused':
        if (!drops.counts().refused)
          logger.error(
            `the server refused a batch (HTTP ${outcome.status}). Check the API key, serverZone and trackServerUrl.`,
          );
        await drop(batch, 'refused');
        break;
      case 'deferred':
        await keep(batch);
    }
    return outcome;
  };
}

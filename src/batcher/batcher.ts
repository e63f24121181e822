import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import {
  lengthOf,
  type Batch,
  type CaptureContext,
  type JournalRow,
  type SealedRows,
} from '../store/session-store.js';
import { sumOf } from '../sum-of.js';
import type { Encoder } from './encoder.js';
import { rawBytesOf } from './raw-bytes.js';

/**
 * What is larger when it is encoded, because its text is not Latin or full of quotes, is cut between its rows.
 *
 * Unit: bytes before compression.
 * Why: the server refuses requests above 10 MB.
 */
const MAX_BODY_BYTES = 8_000_000;

/**
 * More than this is not compressed while the page goes away: it could not be sent then, and is in the journal.
 *
 * Unit: characters.
 */
const MAX_EXIT_LENGTH = 1_000_000;

/** Decides when the open batch is sealed, and makes batches of rows. */
export interface Batcher {
  /** Adds a row to the open batch. That it is in the journal, or soon will be, is the caller's business. */
  add: (row: JournalRow) => void;
  /** Seals the open batch. Resolves when that one and all before it are in the outbox. */
  seal: () => Promise<void>;
  /** Makes batches of what is not in the outbox yet and small enough to be sent, at once: for the end of the page. */
  sealNow: () => SealedRows[];
  /** Makes a batch, or several, of rows of one context; at least one. Rejects where they cannot be encoded. */
  makeBatches: (rows: readonly JournalRow[]) => Promise<SealedRows[]>;
  /** Drops what is not in the outbox yet of these contexts. The caller takes the rows out of the journal. */
  forget: (isTheirs: (context: CaptureContext) => boolean) => void;
  /** The number of events that are not in the outbox yet. */
  eventCount: () => number;
  /** Ends the timer. Call `seal` first to keep what is open. */
  stop: () => void;
}

/** Builds a batcher. `onSealed` is called for each batch in order, and waited for. */
export function createBatcher({
  environment,
  encoder,
  guard,
  gzip,
  minIntervalMs,
  maxIntervalMs,
  maxBatchLength,
  onSealed,
}: {
  environment: Pick<Environment, 'now' | 'schedule'>;
  encoder: Encoder;
  guard: Guard;
  gzip: boolean;
  /**
   * How long a batch stays open. Unit: ms. The first one is sealed soon, so that a short visit is seen; each later one
   * stays open twice as long, up to `maxIntervalMs`.
   */
  minIntervalMs: number;
  maxIntervalMs: number;
  /** Size at which a batch is sealed. Unit: characters. */
  maxBatchLength: number;
  onSealed: (batch: Batch, rows: readonly JournalRow[]) => Promise<void>;
}): Batcher {
  let open: JournalRow[] = [];
  let openLength = 0;
  let cancelTimer: (() => void) | undefined;
  let intervalMs = minIntervalMs;
  /** Sets of rows that are being encoded, oldest first. Taking one out cancels it: what comes of it is let go. */
  const encoding = new Set<readonly JournalRow[]>();
  let done = Promise.resolve();

  const describeBatch = (
    rows: readonly JournalRow[],
    body: Uint8Array<ArrayBuffer>,
  ): Batch => {
    const { tabId, seq, context } = rows[0] as JournalRow;
    const last = rows.at(-1) as JournalRow;
    return {
      tabId,
      seq,
      context,
      body,
      gzipped: gzip,
      eventCount: countAll(rows),
      rawBytes: rawBytesOf(body, gzip),
      bodyBytes: body.length,
      pageUrl: last.pageUrl,
      lastEventAt: readTimestamp(last.events.at(-1)) ?? environment.now(),
      splitCount: 0,
      attemptCount: 0,
    };
  };
  const makeBatches: Batcher['makeBatches'] = async (rows) => {
    const batch = describeBatch(rows, await encoder.encode(eventsOf(rows)));
    if (batch.rawBytes <= MAX_BODY_BYTES || rows.length === 1)
      return [{ batch, rows }];
    const middle = rows.length >> 1;
    return [
      ...(await makeBatches(rows.slice(0, middle))),
      ...(await makeBatches(rows.slice(middle))),
    ];
  };

  const takeOpen = (): JournalRow[] => {
    cancelTimer?.();
    cancelTimer = undefined;
    const rows = open;
    open = [];
    openLength = 0;
    return rows;
  };

  const seal = (): Promise<void> => {
    const rows = takeOpen();
    if (rows.length === 0) return done;
    intervalMs = Math.min(intervalMs * 2, maxIntervalMs);
    encoding.add(rows);
    const making = makeBatches(rows);
    // Rows that cannot be encoded stay in the journal for another visit.
    making.catch(() => encoding.delete(rows));
    done = done.then(() =>
      guard.async('sealing a batch', async () => {
        const made = await making;
        // The end of the page may have taken rows meanwhile.
        if (!encoding.delete(rows)) return;
        for (const part of made) encoding.add(part.rows);
        for (const part of made)
          if (encoding.delete(part.rows)) await onSealed(part.batch, part.rows);
      }),
    );
    return done;
  };

  return {
    add: (row) => {
      const [first] = open;
      if (first && first.context !== row.context) void seal();
      const length = lengthOf([row]);
      if (openLength + length > maxBatchLength) void seal();
      open.push(row);
      openLength += length;
      cancelTimer ??= environment.schedule(
        intervalMs,
        guard.sync('batch timer', () => void seal()),
      );
    },
    seal,
    sealNow: () => {
      const isSmall = (rows: readonly JournalRow[]): boolean =>
        lengthOf(rows) <= MAX_EXIT_LENGTH;
      const unsealed = [...encoding].filter(isSmall);
      for (const rows of unsealed) encoding.delete(rows);
      if (open.length > 0 && isSmall(open)) unsealed.push(takeOpen());
      return unsealed.map((rows) => ({
        batch: describeBatch(rows, encoder.encodeNow(eventsOf(rows))),
        rows,
      }));
    },
    makeBatches,
    forget: (isTheirs) => {
      const isForgotten = ([first]: readonly JournalRow[]): boolean =>
        !!first && isTheirs(first.context);
      if (isForgotten(open)) takeOpen();
      for (const rows of encoding) if (isForgotten(rows)) encoding.delete(rows);
    },
    eventCount: () => countAll([open, ...encoding].flat()),
    stop: () => cancelTimer?.(),
  };
}

function eventsOf(rows: readonly JournalRow[]): string[] {
  return rows.flatMap((row) => row.events);
}

function countAll(rows: readonly JournalRow[]): number {
  return sumOf(rows, (row) => row.events.length);
}

/** Shape: an event as JSON has its timestamp before its data. */
function readTimestamp(event = ''): number | undefined {
  const [, digits] = /"timestamp":(\d+)/.exec(event) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

import { sumOf } from '../sum-of.js';

/** Under what something was captured. Travels with the data, whatever is in force when it is sent. */
export interface CaptureContext {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly sampleRate: number;
  /** Value of `X-Client-Library`: `plugin/<version>` or `standalone/<version>`. */
  readonly library: string;
  /**
   * Unix time until which the session must last for anything of it to be sent; absent where it need not last.
   *
   * Unit: ms.
   */
  readonly sendFromMs?: number;
}

/** Place of a row: the tab that wrote it, and its number in that tab. Rows are sent in this order. */
export interface RowKey {
  tabId: string;
  /** Counts from 1 in each tab; a batch has the number of its first journal row, parts of it lie between that and the next. */
  seq: number;
}

/** Events of the batch that is still open, each as JSON. Written once, never changed. */
export interface JournalRow extends RowKey {
  context: CaptureContext;
  events: readonly string[];
  /** The page's address when the row was written. */
  pageUrl: string;
}

/** What is known of a sealed batch without its body. */
export interface BatchEntry extends RowKey {
  context: CaptureContext;
  /** Whether the body is gzip, or plain JSON. */
  gzipped: boolean;
  eventCount: number;
  /** Unit: bytes of the body before compression. */
  rawBytes: number;
  /** Unit: bytes of the body as it is stored and sent. */
  bodyBytes: number;
  /** The page's address when its last event was stored. */
  pageUrl: string;
  /** Unix time of its last event. Unit: ms. */
  lastEventAt: number;
  /** How often it was cut in two on the way here. */
  splitCount: number;
  /** Attempts to send it that failed, of every page. */
  attemptCount: number;
}

/** A sealed batch: the body of one request, and what is known of it. */
export interface Batch extends BatchEntry {
  body: Uint8Array<ArrayBuffer>;
}

/** A batch, and the rows of the journal that it was made of. */
export interface SealedRows {
  batch: Batch;
  rows: readonly JournalRow[];
}

/** A device, or one session of it. */
export interface Whose {
  deviceId: string;
  sessionId?: string;
}

/** A claim to the rows of a tab, where the browser has no Web Locks. */
export interface Lease {
  tabId: string;
  /** The page that holds it. */
  owner: string;
  /** Unix time until which it holds. Unit: ms. */
  untilMs: number;
}

/**
 * Where events wait until the server has them: the journal holds the events of the open batch,
 * the outbox sealed batches.
 *
 * Errors: every member rejects when the storage fails; nothing is half done then.
 * Concurrency: writes take effect in the order of the calls.
 */
export interface SessionStore {
  /** Adds a row to the journal. */
  append: (row: JournalRow) => Promise<void>;
  /** Puts a batch into the outbox and takes the rows it was made of out of the journal, in one step. */
  seal: (batch: Batch, rows: readonly RowKey[]) => Promise<void>;
  /** Everything in the outbox, by tab and number. */
  outbox: () => Promise<BatchEntry[]>;
  /** Reads a batch; `undefined` where it is gone. */
  read: (entry: BatchEntry) => Promise<Batch | undefined>;
  /** Takes batches out of the outbox and puts others there, in one step: also where the old ones are gone already. */
  replace: (old: readonly RowKey[], batches: readonly Batch[]) => Promise<void>;
  /** Changes what is known of a batch, which must be here still: the entry is written in any case. */
  update: (batch: Batch) => Promise<void>;
  /**
   * Takes out everything of a device, or of one session of it. Resolves to the number of events.
   */
  forget: (who: Whose) => Promise<number>;
  /** The journal rows of a tab, oldest first. */
  journalOf: (tabId: string) => Promise<JournalRow[]>;
  /** Tabs that have rows here, in the order of their IDs. */
  tabs: () => Promise<string[]>;
  /** Takes or prolongs a lease unless another owner's still holds. Resolves to whether it was taken. */
  lease: (lease: Lease, nowMs: number) => Promise<boolean>;
  /** Ends the lease of a tab, whoever holds it. */
  endLease: (tabId: string) => Promise<void>;
  /** Releases the storage. Later calls reject. */
  close: () => void;
}

/** Whether something was captured of that device, and of that session where one is named. */
export function isOf(
  context: CaptureContext,
  { deviceId, sessionId = context.sessionId }: Whose,
): boolean {
  return context.deviceId === deviceId && context.sessionId === sessionId;
}

/** The number of events that a row holds. */
export function countEvents(row: JournalRow | BatchEntry): number {
  return 'events' in row ? row.events.length : row.eventCount;
}

/** About how large the events of rows are. Unit: characters; in a request each takes one to three bytes. */
export function lengthOf(rows: readonly JournalRow[]): number {
  return sumOf(rows, ({ events }) => sumOf(events, (event) => event.length));
}

/** The room that batches take where they are stored. Unit: bytes. */
export function sumBytes(batches: Iterable<BatchEntry>): number {
  return sumOf(batches, (batch) => batch.bodyBytes);
}

/** Order of rows: by tab, then by number. */
export function compareKeys(a: RowKey, b: RowKey): number {
  if (a.tabId !== b.tabId) return a.tabId < b.tabId ? -1 : 1;
  return a.seq - b.seq;
}

/** Under what something was captured. Travels with the data, whatever is in force when it is sent. */
export interface CaptureContext {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly sampleRate: number;
  /** Value of `X-Client-Library`: `plugin/<version>` or `standalone/<version>`. */
  readonly library: string;
  /** Value of `X-Client-Version`. */
  readonly version: string;
}

/** Place of a row: the tab that wrote it, and its number in that tab. Rows are sent in this order. */
export interface RowKey {
  tabId: string;
  /** Counts from 1 in each tab; a batch has the number of its first journal row. */
  seq: number;
}

/** Events of the batch that is still open, each as JSON. Written once, never changed. */
export interface JournalRow extends RowKey {
  context: CaptureContext;
  events: readonly string[];
  /** Unit: bytes of UTF-8, before compression. */
  rawBytes: number;
}

/** A sealed batch: the body of one request. */
export interface Batch extends RowKey {
  context: CaptureContext;
  body: Uint8Array<ArrayBuffer>;
  /** Whether `body` is gzip, or plain JSON. */
  gzipped: boolean;
  eventCount: number;
  /** The page's address when the batch was sealed. */
  pageUrl: string;
  /** Unix time at which the batch was sealed. Unit: ms. */
  sealedAt: number;
}

/** A device, or one session of it. */
export interface Whose {
  deviceId: string;
  sessionId?: string;
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
  /** The oldest batch of the first of these tabs that has one. */
  nextBatch: (tabIds: readonly string[]) => Promise<Batch | undefined>;
  /** Takes a batch out of the outbox. */
  remove: (key: RowKey) => Promise<void>;
  /**
   * Takes out everything of a device, or of one session of it; but nothing of `keptTabId`.
   * Resolves to the number of events.
   */
  forget: (who: Whose, keptTabId?: string) => Promise<number>;
  /** The journal rows of a tab, oldest first. */
  journalOf: (tabId: string) => Promise<JournalRow[]>;
  /** Tabs that have rows here, in the order of their IDs. */
  tabs: () => Promise<string[]>;
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
export function countEvents(row: JournalRow | Batch): number {
  return 'events' in row ? row.events.length : row.eventCount;
}

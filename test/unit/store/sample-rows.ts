import type {
  Batch,
  BatchEntry,
  CaptureContext,
  JournalRow,
  SessionStore,
} from '../../../src/store/session-store.js';

/** What the samples were captured under, unless a test says otherwise. */
export const SAMPLE_CONTEXT: CaptureContext = {
  sessionId: '1719847315013',
  deviceId: 'device-1',
  sampleRate: 0.25,
  library: 'plugin/1.2.3',
};

/** A context that differs from the sample in what is given. */
export function sampleContext(
  differs: Partial<CaptureContext> = {},
): CaptureContext {
  return { ...SAMPLE_CONTEXT, ...differs };
}

/** Where and when the samples were captured: as the clock of a fake environment starts. */
const SAMPLE_URL = 'https://shop.example/';
const SAMPLE_TIME_MS = 1_719_792_000_000;

/** One rrweb event as JSON, its keys in the order of the wire format. */
export function sampleEvent(timestamp: number): string {
  return JSON.stringify({ type: 3, timestamp, data: { source: 2 } });
}

/** A journal row with one event, whose timestamp is the row's number. */
export function sampleRow(
  seq: number,
  differs: Partial<JournalRow> = {},
): JournalRow {
  const events = differs.events ?? [sampleEvent(seq)];
  return {
    tabId: 'tab-1',
    seq,
    context: SAMPLE_CONTEXT,
    events,

    pageUrl: SAMPLE_URL,
    ...differs,
  };
}

/** A sealed batch with one event, whose timestamp is the batch's number. */
export function sampleBatch(seq: number, differs: Partial<Batch> = {}): Batch {
  const body =
    differs.body ??
    new TextEncoder().encode(
      JSON.stringify({ version: 1, events: [sampleEvent(seq)] }),
    );
  return {
    tabId: 'tab-1',
    seq,
    context: SAMPLE_CONTEXT,
    body,
    gzipped: false,
    eventCount: 1,
    rawBytes: body.length,
    bodyBytes: body.length,
    pageUrl: SAMPLE_URL,
    lastEventAt: SAMPLE_TIME_MS,
    splitCount: 0,
    attemptCount: 0,
    ...differs,
  };
}

/** What the outbox lists of a batch. */
export function entryOf(batch: Batch): BatchEntry {
  const entry: BatchEntry & Partial<Batch> = { ...batch };
  delete entry.body;
  return entry;
}

/** A batch whose body can be compared: stores copy typed arrays from one realm to another. */
export function comparable(batch: Batch | undefined) {
  return batch && { ...batch, body: [...batch.body] };
}

/** Takes the batches of these tabs out of a store, in the order in which they would be sent. */
export async function takeBatches(
  store: Pick<SessionStore, 'outbox' | 'read' | 'replace'>,
  tabIds: readonly string[] = ['tab-1'],
): Promise<Batch[]> {
  const outbox = await store.outbox();
  const taken: Batch[] = [];
  for (const tabId of tabIds)
    for (const entry of outbox.filter((batch) => batch.tabId === tabId)) {
      const batch = await store.read(entry);
      if (!batch) throw new Error(`The body of ${tabId}/${entry.seq} is gone`);
      taken.push(batch);
    }
  await store.replace(taken, []);
  return taken;
}

import type {
  Batch,
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
  version: '1.2.3',
};

/** A context that differs from the sample in what is given. */
export function sampleContext(
  differs: Partial<CaptureContext> = {},
): CaptureContext {
  return { ...SAMPLE_CONTEXT, ...differs };
}

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
    rawBytes: new TextEncoder().encode(events.join('')).length,
    ...differs,
  };
}

/** A sealed batch with one event, whose timestamp is the batch's number. */
export function sampleBatch(seq: number, differs: Partial<Batch> = {}): Batch {
  return {
    tabId: 'tab-1',
    seq,
    context: SAMPLE_CONTEXT,
    body: new TextEncoder().encode(
      JSON.stringify({ version: 1, events: [sampleEvent(seq)] }),
    ),
    gzipped: false,
    eventCount: 1,
    pageUrl: 'https://shop.example/',
    sealedAt: 1_719_792_000_000,
    ...differs,
  };
}

/** A batch whose body can be compared: stores copy typed arrays from one realm to another. */
export function comparable(batch: Batch | undefined) {
  return batch && { ...batch, body: [...batch.body] };
}

/** Takes the batches of these tabs out of a store, in the order in which they would be sent. */
export async function takeBatches(
  store: Pick<SessionStore, 'nextBatch' | 'remove'>,
  tabIds: readonly string[] = ['tab-1'],
): Promise<Batch[]> {
  const taken: Batch[] = [];
  for (;;) {
    const batch = await store.nextBatch(tabIds);
    if (!batch) return taken;
    taken.push(batch);
    await store.remove(batch);
  }
}

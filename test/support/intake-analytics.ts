import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { IntakeRecords, TrackedEvent } from './intake-records.js';

/** Takes the events of the Browser SDK, uncompressed as it sends them by default. */
export async function takeAnalytics(
  records: Pick<IntakeRecords, 'trackedEvents' | 'invalid'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '' } = request;
  const body = await buffer(request);
  const events = method === 'POST' ? readEvents(body) : undefined;
  const code = events ? 200 : 400;
  if (events) {
    records.trackedEvents.push(...events);
  } else {
    records.invalid.push({ method, url, problem: 'not an analytics request' });
  }
  response.writeHead(code, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ code, events_ingested: events?.length ?? 0 }));
}

function readEvents(body: Buffer): TrackedEvent[] | undefined {
  try {
    const upload: { events?: TrackedEvent[] } = JSON.parse(
      body.toString('utf8'),
    );
    const { events } = upload;
    return Array.isArray(events) ? events : undefined;
  } catch {
    return undefined;
  }
}

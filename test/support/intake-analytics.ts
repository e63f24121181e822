import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import type { IntakeRecords, TrackedEvent } from './intake-records.js';

/** Takes the events of the Browser SDK, compressed or not. */
export async function takeAnalytics(
  records: Pick<IntakeRecords, 'trackedEvents' | 'invalid'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '' } = request;
  const body = await buffer(request);
  const isGzip = request.headers['content-encoding'] === 'gzip';
  const events = method === 'POST' ? readEvents(body, isGzip) : undefined;
  const code = events ? 200 : 400;
  if (events) {
    records.trackedEvents.push(...events);
  } else {
    records.invalid.push({ method, url, problem: 'not an analytics request' });
  }
  response.writeHead(code, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ code, events_ingested: events?.length ?? 0 }));
}

function readEvents(body: Buffer, isGzip: boolean): TrackedEvent[] | undefined {
  try {
    const raw = isGzip ? gunzipSync(body) : body;
    const upload: { events?: TrackedEvent[] } = JSON.parse(
      raw.toString('utf8'),
    );
    const { events } = upload;
    return Array.isArray(events) ? events : undefined;
  } catch {
    return undefined;
  }
}

import type { Request } from 'playwright-core';
import { kindOfEvent, type Trace } from './canary-report.js';
import type { Intake } from './intake-server.js';

/** Addresses and headers of what the recorder has requested. */
export function traceRequests(requests: readonly Request[]): Trace[] {
  return requests.flatMap((request) => [
    { where: 'address of a request', text: request.url() },
    // Not `allHeaders`, which waits for what the browser never says of some requests.
    ...Object.entries(request.headers()).map(([name, text]) => ({
      where: `header ${name}`,
      text,
    })),
  ]);
}

/** The session that pages are recorded under first. */
const FIRST_SESSION = '1';

/** Every event of every upload, also of those that were refused. */
export function traceUploads({ requests }: Pick<Intake, 'requests'>): Trace[] {
  return requests.flatMap(({ upload, headers, isTaken }) => [
    ...(upload?.events ?? []).map((text) => ({
      where: `uploaded ${kindOfEvent(JSON.parse(text))}`,
      text,
      isRecording: isTaken && upload?.sessionId === FIRST_SESSION,
    })),
    { where: 'headers of an upload', text: JSON.stringify(headers) },
  ]);
}

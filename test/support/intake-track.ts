import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './intake-faults.js';
import type { IntakeRecords, TrackRecord } from './intake-records.js';
import { checkTrackRequest, type TrackUpload } from './track-request.js';

/** Takes, refuses or mistreats one upload, and writes down which. */
export async function takeTrack(
  records: Pick<IntakeRecords, 'requests' | 'invalid'>,
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', headers, socket } = request;
  const record: TrackRecord = {
    receivedAtMs: Date.now(),
    headers,
    isTaken: false,
  };
  records.requests.push(record);
  if (fault?.kind === 'cut-body') {
    await once(request, 'data');
    socket.destroy();
    return;
  }

  const body = await buffer(request);
  const check = checkTrackRequest({ method, url, headers, body });
  if (!check.ok) {
    records.invalid.push({ method, url, problem: check.problem });
    record.status = check.status;
    answerJson(response, check.status, { error: check.problem });
    return;
  }
  record.upload = check.upload;
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'cut-answer') {
    record.isTaken = true;
    socket.destroy();
    return;
  }
  if (fault?.kind === 'slow') {
    await sleep(fault.delayMs);
    if (socket.destroyed) return;
  }
  record.status = answerOf(fault, check.upload);
  record.isTaken = record.status >= 200 && record.status < 300;
  if (fault?.kind === 'status') {
    const { retryAfter, skipCode } = fault;
    if (retryAfter !== undefined) {
      const value = typeof retryAfter === 'string' ? retryAfter : retryAfter();
      response.setHeader('Retry-After', value);
    }
    if (skipCode !== undefined) {
      record.isTaken = false;
      response.setHeader('X-Session-Replay-Event-Skipped', String(skipCode));
    }
  }
  answerJson(response, record.status, { code: record.status });
}

function answerOf(fault: Fault | undefined, { events }: TrackUpload): number {
  if (fault?.kind === 'status') return fault.status;
  if (fault?.kind === 'too-large' && events.length > fault.maxEvents)
    return 413;
  if (
    fault?.kind === 'poison' &&
    events.some((event) => event.includes(fault.text))
  )
    return fault.status;
  return 200;
}

function answerJson(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

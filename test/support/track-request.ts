import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { findHeaderProblem } from './track-headers.js';

/** Path of the upload address. */
export const TRACK_PATH = '/sessions/v2/track';

/**
 * Largest body that the server takes, and so also its largest event.
 *
 * Unit: bytes, uncompressed.
 */
const MAX_RAW_BYTES = 10 * 1024 * 1024;

/** An upload that keeps every rule of the wire format. */
export interface TrackUpload {
  apiKey: string;
  deviceId: string;
  sessionId: string;
  /** `plugin/<version>` or `standalone/<version>`. */
  library: string;
  /** Address of the recorded page. */
  pageUrl: string;
  sampleRate: number;
  /** Each one rrweb event, as the JSON text that was sent. */
  events: string[];
  isGzip: boolean;
  /** Size of the body as it was sent. */
  sentBytes: number;
  /** Size of the body, uncompressed. */
  rawBytes: number;
}

export type TrackCheck =
  | { ok: true; upload: TrackUpload }
  | { ok: false; status: number; problem: string };

/**
 * Holds one upload against the wire format, to the letter.
 *
 * Shape: body `{"version":1,"events":["<rrweb event as JSON>", …]}`, gzip or plain.
 * Errors: never throws.
 */
export function checkTrackRequest(request: {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}): TrackCheck {
  const { method, url, headers, body } = request;
  if (method !== 'POST') return refuse(`method ${method}`, 405);
  const query = readQuery(url);
  if (!query) {
    return refuse(
      `query must be device_id, session_id, type=replay, but is ${url}`,
    );
  }
  const headerProblem = findHeaderProblem(headers);
  if (headerProblem !== undefined) return refuse(headerProblem);
  const isGzip = headers['content-encoding'] === 'gzip';
  const raw = isGzip ? inflate(body) : body;
  if (raw === 'not gzip') return refuse('body is not gzip');
  if (raw === 'too large' || raw.length > MAX_RAW_BYTES) {
    return refuse('body is too large', 413);
  }
  const events = readEvents(raw);
  if (typeof events === 'string') return refuse(events);
  const upload: TrackUpload = {
    ...query,
    apiKey: String(headers.authorization).slice('Bearer '.length),
    library: String(headers['x-client-library']),
    pageUrl: String(headers['x-client-url']),
    sampleRate: Number(headers['x-client-sample-rate']),
    events,
    isGzip,
    sentBytes: body.length,
    rawBytes: raw.length,
  };
  return { ok: true, upload };
}

function readQuery(
  url: string,
): Pick<TrackUpload, 'deviceId' | 'sessionId'> | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const names = [...searchParams.keys()].join();
  const deviceId = searchParams.get('device_id');
  const sessionId = searchParams.get('session_id');
  const isRight =
    pathname === TRACK_PATH &&
    names === 'device_id,session_id,type' &&
    searchParams.get('type') === 'replay';
  return isRight && deviceId && sessionId ? { deviceId, sessionId } : undefined;
}

function inflate(body: Buffer): Buffer | 'not gzip' | 'too large' {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_RAW_BYTES });
  } catch (error) {
    const isTooLarge =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? 'too large' : 'not gzip';
  }
}

/** @returns The events, or what is wrong in words. */
function readEvents(raw: Buffer): string[] | string {
  const body = parseObject(raw.toString('utf8'));
  if (!body) return 'body is not a JSON object';
  if (Object.keys(body).join() !== 'version,events') {
    return 'body must have the keys version, events in this order';
  }
  if (body['version'] !== 1) return 'version must be 1';
  const events: unknown = body['events'];
  if (!Array.isArray(events) || events.length === 0) {
    return 'events must be a list with something in it';
  }
  const texts: string[] = [];
  for (const [index, event] of events.entries()) {
    const problem = findEventProblem(event);
    if (problem !== undefined) return `events[${index}] ${problem}`;
    texts.push(String(event));
  }
  return texts;
}

function findEventProblem(text: unknown): string | undefined {
  if (typeof text !== 'string') return 'is not a string';
  const event = parseObject(text);
  if (!event) return 'does not hold a JSON object';
  const keys = Object.keys(event).join();
  if (keys !== 'type,timestamp,data' && keys !== 'type,timestamp,delay,data') {
    return `must have the keys type, timestamp, (delay), data, but has ${keys}`;
  }
  const { type, timestamp, delay } = event;
  if (!Number.isInteger(type)) return 'has no whole number as type';
  if (!(Number(timestamp) > 0)) return 'has no Unix time as timestamp';
  if (delay !== undefined && typeof delay !== 'number') {
    return 'has a delay that is no number';
  }
  return undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}

function refuse(problem: string, status = 400): TrackCheck {
  return { ok: false, status, problem };
}

import { gunzipSync } from 'node:zlib';
import type { eventWithTime } from '@rrweb/types';

/** One upload, read back. */
export interface SentBatch {
  deviceId: string | null;
  sessionId: string | null;
  /** The page's address as the server is told. */
  pageUrl: string | null;
  events: eventWithTime[];
}

/** Reads the uploads among the requests of a fake environment. */
export function readSentBatches(
  requests: readonly { url: string; init: RequestInit }[],
): SentBatch[] {
  return requests
    .filter(({ init }) => init.method === 'POST')
    .map(({ url, init }) => {
      const { searchParams } = new URL(url);
      const body = init.body as Uint8Array;
      const { events }: { events: string[] } = JSON.parse(
        gunzipSync(body).toString('utf8'),
      );
      return {
        deviceId: searchParams.get('device_id'),
        sessionId: searchParams.get('session_id'),
        pageUrl: new Headers(init.headers).get('X-Client-Url'),
        events: events.map((event): eventWithTime => JSON.parse(event)),
      };
    });
}

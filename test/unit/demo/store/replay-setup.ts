import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** 2024-07-01T00:00:00Z. Unit: ms. */
export const NOW_MS = 1_719_792_000_000;

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'replay-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An event of the recorder as JSON. */
export function eventAt(
  timestamp: number,
  { type = 3, data = {} }: { type?: number; data?: unknown } = {},
): string {
  return JSON.stringify({ type, timestamp, data });
}

/** An upload of these events. */
export function uploadOf(events: string[], replayId = 'device/1') {
  return { replayId, userAgent: 'Browser/1', events, receivedBytes: 100 };
}

/** An analytics event. */
export function trackedAt(timeMs: number, insertId = `insert-${timeMs}`) {
  return { insertId, name: `event ${timeMs}`, timeMs, properties: {} };
}

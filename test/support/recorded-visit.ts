import type { BrowserContext } from 'playwright-core';
import { countArrivals } from './arrivals.js';
import type { Intake } from './intake-server.js';
import { openMarked, type MarkedVisit } from './markers.js';
import { waitUntil } from './wait-until.js';

/** A visit to a page that writes markers and is being recorded. */
export interface RecordedVisit extends MarkedVisit {
  /** The page's Unix time of its first marker that was recorded. Unit: ms. */
  recordedAtMs: number;
}

/** Opens a page of a marked site in a new tab, and waits until it is recorded. */
export async function openVisit(
  context: BrowserContext,
  url: string,
): Promise<RecordedVisit> {
  const visit = await openMarked(context, url);
  const { writtenAtMs } = await waitUntil('a recording', () =>
    visit.markers.find(({ isRecorded }) => isRecorded),
  );
  return { ...visit, recordedAtMs: writtenAtMs };
}

/**
 * Waits until the intake has every marker that was written from when the page was recorded until then.
 *
 * @param untilMs The page's Unix time. Unit: ms.
 * @defaultValue sessionId 1
 * Errors: says which markers were lost.
 */
export async function waitForVisit(
  { requests }: Pick<Intake, 'requests'>,
  { markers, recordedAtMs }: Pick<RecordedVisit, 'markers' | 'recordedAtMs'>,
  untilMs: number,
  sessionId: string | number = 1,
): Promise<void> {
  const isOwed = ({ writtenAtMs }: { writtenAtMs: number }): boolean =>
    writtenAtMs >= recordedAtMs && writtenAtMs <= untilMs;
  let lost: string[] = [];
  try {
    await waitUntil('every marker', () => {
      const arrived = countArrivals(
        requests.filter(
          ({ upload }) => upload?.sessionId === String(sessionId),
        ),
      );
      const owed = markers.filter(isOwed).map(({ name }) => name);
      lost = owed.filter((name) => !arrived.has(name));
      // Where nothing is owed, nothing would be proved.
      return owed.length > 0 && lost.length === 0;
    });
  } catch (cause) {
    const { length } = markers.filter(isOwed);
    throw new Error(`Lost ${lost.length} of ${length}: ${lost.join(' ')}`, {
      cause,
    });
  }
}

import type { BrowserContext } from 'playwright-core';
import { countArrivals } from './arrivals.js';
import type { Intake } from './intake-server.js';
import { openMarked, type MarkedVisit } from './markers.js';
import { waitUntil } from './wait-until.js';

/** A visit to a page that writes markers and is being recorded. */
export interface RecordedVisit extends MarkedVisit {
  /** The page's Unix time when it was recorded at the latest. Unit: ms. */
  recordedAtMs: number;
}

/** For a page that `openVisit` opens: notes within 10 ms that it is recorded. */
export const NOTE_RECORDING = `<script>
  const looking = setInterval(() => {
    if (sessionReplay.getStatus().state !== 'recording') return;
    window.recordedAtMs = performance.timeOrigin + performance.now();
    clearInterval(looking);
  }, 10);
</script>`;

/** Opens a page of a marked site in a new tab, and waits until it is recorded. */
export async function openVisit(
  context: BrowserContext,
  url: string,
): Promise<RecordedVisit> {
  const visit = await openMarked(context, url);
  await visit.page.waitForFunction('window.recordedAtMs');
  const recordedAtMs = await visit.page.evaluate<number>('recordedAtMs');
  return { ...visit, recordedAtMs };
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
    writtenAtMs > recordedAtMs && writtenAtMs <= untilMs;
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

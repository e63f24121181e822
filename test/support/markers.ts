import type { BrowserContext, Page as BrowserPage } from 'playwright-core';
import type { Intake } from './intake-server.js';
import type { Page } from './page-server.js';
import { waitUntil } from './wait-until.js';

/** Unit: ms. */
const MARKER_INTERVAL_MS = 50;

/** How long a page may take until its recording begins. Unit: ms. */
const STARTING_MS = 500;

/** Session of the recordings of marked sites, unless the address names another one. */
const MARKED_SESSION = 1;

/** A text that a page wrote into itself. */
export interface Marker {
  name: string;
  /** Unix time. Unit: ms. */
  writtenAtMs: number;
}

/** A visit to a page that writes markers. */
export interface MarkedVisit {
  page: BrowserPage;
  /** What the page has written so far, as far as it is known outside. */
  markers: Marker[];
}

/**
 * A site whose page writes a marker into itself every 50 ms and is recorded from the start.
 *
 * @param nodeCount Further elements of the page, to make its snapshot large.
 */
export function markedSite(
  intake: Pick<Intake, 'trackUrl' | 'configUrl'>,
  { nodeCount = 0 }: { nodeCount?: number } = {},
): Record<string, Page> {
  const options = {
    deviceId: 'device',
    sessionId: MARKED_SESSION,
    sampleRate: 1,
    trackServerUrl: intake.trackUrl,
    configServerUrl: intake.configUrl,
  };
  const page = `<!doctype html><title>Marked</title>
    <script src="/dist/session-replay.min.js"></script>
    <p id="marker"></p><div id="nodes"></div>
    <script>
      const nodes = Array.from({ length: ${nodeCount} }, (_, index) => '<i class="n' + index + '">' + Math.random() + '</i>');
      document.querySelector('#nodes').innerHTML = nodes.join('');
      const visit = Math.random().toString(36).slice(2, 8);
      let count = 0;
      setInterval(() => {
        const name = 'marker-' + visit + '-' + count++ + '-';
        document.querySelector('#marker').textContent = name;
        console.debug(JSON.stringify({ name, writtenAtMs: Date.now() }));
      }, ${MARKER_INTERVAL_MS});
      const session = new URLSearchParams(location.search).get('session') ?? ${options.sessionId};
      sessionReplay.init('test-key', { ...${JSON.stringify(options)}, sessionId: session });
    </script>`;
  return { '/': page, '/second': page, '/third': page };
}

/** Opens a page of a marked site in a new tab. */
export async function openMarked(
  context: BrowserContext,
  url: string,
): Promise<MarkedVisit> {
  const page = await context.newPage();
  const markers: Marker[] = [];
  page.on('console', (message) => {
    if (message.type() === 'debug') markers.push(JSON.parse(message.text()));
  });
  await page.goto(url);
  return { page, markers };
}

/**
 * Waits until the intake has every marker that was written until then.
 *
 * Not owed is what a page wrote before its recording began: in its first moments, and before the first of its
 * markers that arrived.
 * Errors: says which markers were lost.
 */
export async function waitForMarkers(
  intake: Pick<Intake, 'eventsOf'>,
  written: readonly Marker[],
  untilMs: number,
): Promise<void> {
  const due = written.filter(({ writtenAtMs }) => writtenAtMs <= untilMs);
  let lost: string[] = [];
  try {
    await waitUntil('every marker', () => {
      const events = intake.eventsOf(MARKED_SESSION);
      lost = findLost(due, JSON.stringify(events));
      return events.length > 0 && lost.length === 0;
    });
  } catch (error) {
    const names = lost.join(' ');
    throw new Error(`Lost ${lost.length} of ${due.length} markers: ${names}`, {
      cause: error,
    });
  }
}

function findLost(due: readonly Marker[], arrived: string): string[] {
  const pageOf = ({ name }: Marker): string => name.split('-')[1] ?? '';
  const startsMs = new Map<string, number>();
  const begun = new Set<string>();
  return due
    .filter((marker) => {
      const page = pageOf(marker);
      const startMs = startsMs.get(page) ?? marker.writtenAtMs;
      startsMs.set(page, startMs);
      const hasArrived = arrived.includes(marker.name);
      if (hasArrived) begun.add(page);
      const isOwed =
        begun.has(page) || marker.writtenAtMs - startMs > STARTING_MS;
      return isOwed && !hasArrived;
    })
    .map(({ name }) => name);
}

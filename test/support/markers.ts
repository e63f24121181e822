import type {
  BrowserContext,
  ConsoleMessage,
  Page as BrowserPage,
} from 'playwright-core';
import type { TrackUpload } from './track-request.js';

/** A text that a page wrote into itself. */
export interface Marker {
  name: string;
  /** Whether the page was being recorded at that moment. */
  isRecorded: boolean;
  /** Unix time. Unit: ms. */
  writtenAtMs: number;
}

/** A visit to a page that writes markers. */
export interface MarkedVisit {
  page: BrowserPage;
  /** What the page has written so far, as far as it is known outside. Also that of the pages that follow in its tab. */
  markers: Marker[];
}

/** The start of a rrweb event that tells of a change, as the wire format writes it. */
const CHANGE = '{"type":3,';

/** What is in an upload never changes, and is asked for many times. */
const known = new WeakMap<TrackUpload, UploadMarkers>();

interface UploadMarkers {
  /** Names of those whose writing is told, in the order of the events. */
  written: string[];
  /** Names of those that a snapshot shows. */
  shown: string[];
}

/** Opens a page of a marked site in a new tab. */
export async function openMarked(
  context: BrowserContext,
  url: string,
): Promise<MarkedVisit> {
  const page = await context.newPage();
  const markers = watchMarkers(page);
  await page.goto(url);
  return { page, markers };
}

/** Listens to what a page writes from now on. */
export function watchMarkers(page: BrowserPage): Marker[] {
  const markers: Marker[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'debug') markers.push(JSON.parse(message.text()));
  });
  return markers;
}

/** Those that were written during a recording, until then. `untilMs`: Unix time, ms. */
export function owedMarkers(
  markers: readonly Marker[],
  untilMs: number,
): string[] {
  return markers
    .filter(
      ({ isRecorded, writtenAtMs }) => isRecorded && writtenAtMs <= untilMs,
    )
    .map(({ name }) => name);
}

/** The page load that wrote a marker. */
export function pageLoadOf(name: string): string {
  return name.split('-')[1] ?? '';
}

/** The place of a marker among those of its page load, from 0. */
export function numberOf(name: string): number {
  return Number(name.split('-')[2]);
}

/** The markers that an upload holds. */
export function markersIn(upload: TrackUpload): UploadMarkers {
  const before = known.get(upload);
  if (before) return before;
  const found: UploadMarkers = { written: [], shown: [] };
  for (const event of upload.events) {
    const names = event.match(/marker-\w+-\d+-/g) ?? [];
    const list = event.startsWith(CHANGE) ? found.written : found.shown;
    list.push(...new Set(names));
  }
  known.set(upload, found);
  return found;
}

import type { TrackRecord } from './intake-records.js';
import { markersIn, numberOf, pageLoadOf } from './markers.js';

/** Markers whose writing the server was told of, in the order in which that came in. */
export function listArrivals(requests: readonly TrackRecord[]): string[] {
  return requests.flatMap(({ upload, isTaken }) =>
    upload && isTaken ? markersIn(upload).written : [],
  );
}

/** Markers of the uploads that the server did not take. */
export function listRefused(requests: readonly TrackRecord[]): string[] {
  return requests.flatMap(({ upload, isTaken }) =>
    upload && !isTaken ? markersIn(upload).written : [],
  );
}

/**
 * How often the server has each marker. One that a snapshot shows has arrived too, but that it was also told of by
 * itself does not make it a duplicate.
 */
export function countArrivals(
  requests: readonly TrackRecord[],
): Map<string, number> {
  const arrivals = new Map<string, number>();
  for (const name of listArrivals(requests))
    arrivals.set(name, (arrivals.get(name) ?? 0) + 1);
  for (const { upload, isTaken } of requests) {
    if (!upload || !isTaken) continue;
    for (const name of markersIn(upload).shown)
      arrivals.set(name, arrivals.get(name) ?? 1);
  }
  return arrivals;
}

/** The last marker that has arrived; of one page load. */
export function lastArrival(requests: readonly TrackRecord[]): string {
  const names = [...countArrivals(requests).keys()];
  return names.sort((a, b) => numberOf(a) - numberOf(b)).at(-1) ?? '';
}

/** How many uploads were the first to bring these markers. */
export function countFirstUploads(
  requests: readonly TrackRecord[],
  names: readonly string[],
): number {
  const firsts = names.map((name) =>
    requests.find(
      ({ upload, isTaken }) =>
        upload && isTaken && markersIn(upload).written.includes(name),
    ),
  );
  return new Set(firsts).size;
}

/** How many page loads share one upload, where that is most. */
export function maxPageLoads(requests: readonly TrackRecord[]): number {
  const counts = requests.map(({ upload }) => {
    const names = upload ? markersIn(upload).written : [];
    return new Set(names.map(pageLoadOf)).size;
  });
  return Math.max(0, ...counts);
}

import { appendFileSync } from 'node:fs';

/** What became of the markers of one visit, or of several that belong together. */
export interface DeliveryCounts {
  /** Those written during the recording, but the last ones before the end. */
  owed: number;
  /** Of those, the ones that arrived before the visitor came back. */
  atOnce: number;
  /** Of those, the ones that have arrived after the next visit; the others are lost. */
  afterNext: number;
  /** Of those, the ones that arrived more than once. */
  duplicates: number;
}

/** File that gets a line of JSON for each measurement. */
const REPORT_FILE = process.env['DELIVERY_REPORT'];

/** Writes a measurement down for `delivery-table.js`, if one is wanted. */
export function recordDelivery(scenario: string, counts: DeliveryCounts): void {
  append({ scenario, ...counts });
}

/** Prints what a scenario has measured besides markers, and writes it down as well. */
export function reportNumbers(
  scenario: string,
  numbers: Record<string, unknown>,
): void {
  console.info(scenario, JSON.stringify(numbers, undefined, 2));
  append({ scenario, ...numbers });
}

function append(line: object): void {
  if (REPORT_FILE) appendFileSync(REPORT_FILE, `${JSON.stringify(line)}\n`);
}

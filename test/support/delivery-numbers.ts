import { appendFileSync } from 'node:fs';

/** Where whoever compares runs wants the numbers: each scenario adds a line of JSON. */
const REPORT_FILE = process.env['DELIVERY_REPORT'];

/** Prints what a scenario has measured, and adds it to the report where one is wanted. */
export function reportNumbers(
  scenario: string,
  numbers: Record<string, unknown>,
): void {
  console.info(scenario, JSON.stringify(numbers, undefined, 2));
  if (REPORT_FILE)
    appendFileSync(
      REPORT_FILE,
      `${JSON.stringify({ scenario, ...numbers })}\n`,
    );
}

import { setTimeout as sleep } from 'node:timers/promises';
import { countArrivals } from './arrivals.js';
import { recordDelivery } from './delivery-report.js';
import type { Intake } from './intake-server.js';

/** After this long without a request nothing is on its way any more. Unit: ms. */
const QUIET_MS = 1_500;

/** How long what must arrive is waited for. Only a failing test waits that long. Unit: ms. */
const PATIENCE_MS = 30_000;

const LOOK_EVERY_MS = 50;

type Traffic = Pick<Intake, 'requests' | 'preflights'>;

/** What became of the markers that were owed, by name. */
export interface Delivery {
  /** Had not arrived before the visitor came back. */
  missingAtOnce: string[];
  /** Have not arrived after the next visit. */
  lost: string[];
  /** Arrived more than once. */
  repeated: string[];
}

/**
 * Counts what arrives of the owed markers before and after the next visit, and writes it down under the scenario.
 * Asserts nothing: what a scenario demands is said by its test.
 */
export async function measureDelivery(
  scenario: string,
  {
    intake,
    owed,
    comeBack,
    dueWithinMs = 0,
  }: {
    intake: Traffic;
    owed: readonly string[];
    comeBack: () => Promise<unknown>;
    /**
     * How long everything is waited for before the visitor comes back. By default that happens as soon as no more
     * requests come in.
     *
     * Unit: ms.
     */
    dueWithinMs?: number;
  },
): Promise<Delivery> {
  const findMissing = () => {
    const arrived = countArrivals(intake.requests);
    return owed.filter((name) => !arrived.has(name));
  };
  const isComplete = () => findMissing().length === 0;

  if (dueWithinMs > 0) await waitFor(isComplete, dueWithinMs);
  else await untilQuiet(intake);
  const missingAtOnce = findMissing();
  await comeBack();
  await waitFor(isComplete, PATIENCE_MS);
  // What comes twice may come last.
  await untilQuiet(intake);
  const lost = findMissing();
  const arrivals = countArrivals(intake.requests);
  const repeated = owed.filter((name) => (arrivals.get(name) ?? 0) > 1);
  recordDelivery(scenario, {
    owed: owed.length,
    atOnce: owed.length - missingAtOnce.length,
    afterNext: owed.length - lost.length,
    duplicates: repeated.length,
  });
  return { missingAtOnce, lost, repeated };
}

/** How long everything is waited for where nothing may be missing before the next visit. Unit: ms. */
export const DUE_AT_ONCE = { dueWithinMs: PATIENCE_MS };

/** Waits until no request has come in for a while, or for as long as a failing test may take. */
async function untilQuiet({ requests, preflights }: Traffic): Promise<void> {
  let seen = -1;
  let sinceMs = 0;
  const isQuiet = () => {
    const count = requests.length + preflights.length;
    if (count !== seen) sinceMs = Date.now();
    seen = count;
    return Date.now() - sinceMs >= QUIET_MS;
  };
  await waitFor(isQuiet, PATIENCE_MS);
}

async function waitFor(isDone: () => boolean, atMostMs: number): Promise<void> {
  const giveUpAtMs = Date.now() + atMostMs;
  while (!isDone() && Date.now() < giveUpAtMs) await sleep(LOOK_EVERY_MS);
}

import type { Environment } from './environment.js';
import type { Guard } from './guard.js';
import { inTime } from './in-time.js';
import type { RecorderPart } from './load-recorder-part.js';

/** How long it may take to delete what earlier pages have stored. Unit: ms. */
const FORGET_TIMEOUT_MS = 5_000;

/**
 * Settles when nothing is left to delete of a visitor who opted out where no recording was, by database: whoever is
 * added meanwhile, in the place of another one, must not lose what it stores.
 */
const forgetting: Record<string, Promise<void> | undefined> = {};

/** Resolves when nothing is left to delete in a database. Meanwhile there may be more. */
export async function allForgotten(databaseName: string): Promise<void> {
  for (let last; last !== forgetting[databaseName];)
    await (last = forgetting[databaseName]);
}

/** Deletes what earlier pages have stored of a device, if there is a database, after what is being deleted there. */
export function forgetEarlier(
  deviceId: string,
  databaseName: string,
  environment: Pick<Environment, 'schedule' | 'hasDatabase'>,
  guard: Guard,
  loadRecorderPart: () => Promise<RecorderPart>,
): void {
  const task = async (): Promise<void> => {
    if (!(await environment.hasDatabase(databaseName))) return;
    await (await loadRecorderPart()).forgetStored(databaseName, deviceId);
  };
  const before = forgetting[databaseName];
  forgetting[databaseName] = guard.async(
    'deleting what is stored',
    async () => {
      await before;
      await inTime(task(), FORGET_TIMEOUT_MS, environment);
    },
  );
}

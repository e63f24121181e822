import { setTimeout as sleep } from 'node:timers/promises';

/** Only a failing test waits that long. */
const GIVE_UP_MS = 40_000;
const LOOK_EVERY_MS = 50;

/** Waits until `look` finds something, and returns it. Errors: says what was waited for, if it never comes. */
export async function waitUntil<T>(
  what: string,
  look: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const giveUpAtMs = Date.now() + GIVE_UP_MS;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (Date.now() > giveUpAtMs) throw new Error(`Waited in vain for ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

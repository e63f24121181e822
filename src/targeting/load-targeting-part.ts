import type * as part from './targeting-part.js';

/** What `targeting.ts` needs of the part that only projects with targeting rules load. */
export type TargetingPart = Pick<typeof part, 'createDecide'>;

/**
 * Loads it. Bundlers make a file of it.
 *
 * Errors: rejects where that cannot be loaded.
 */
export function loadTargetingPart(): Promise<TargetingPart> {
  return import('./targeting-part.js');
}

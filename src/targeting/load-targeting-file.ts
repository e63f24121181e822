/** Stands in for `load-targeting-part.ts` in script tags: the part is a file beside them. */
import { createFileLoader } from '../load-file.js';
import type { TargetingPart } from './load-targeting-part.js';

/** Loads it. Errors: see `createFileLoader`. */
export const loadTargetingPart = createFileLoader<TargetingPart>(
  'session-replay.targeting.min.js',
);

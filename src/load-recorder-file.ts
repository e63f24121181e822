/** Stands in for `load-recorder-part.ts` in `session-replay.core.min.js`: the part is a file beside that one. */
import { createFileLoader } from './load-file.js';
import type { RecorderPart } from './load-recorder-part.js';

/** Loads it. Errors: see `createFileLoader`. */
export const loadRecorderPart = createFileLoader<RecorderPart>(
  'session-replay.recorder.min.js',
);

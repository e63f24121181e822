import type * as part from './recorder-part.js';

/** What `session-replay.ts` needs of the part that only recorded sessions load. */
export type RecorderPart = Pick<
  typeof part,
  'record' | 'startRecording' | 'forgetStored'
>;

/**
 * Loads it. Bundlers make a file of it.
 *
 * Errors: rejects where that cannot be loaded.
 */
export function loadRecorderPart(): Promise<RecorderPart> {
  return import('./recorder-part.js');
}

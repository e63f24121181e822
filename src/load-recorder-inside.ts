/** Stands in for `load-recorder-part.ts` in `session-replay.min.js`, which holds everything. */
import type { RecorderPart } from './load-recorder-part.js';
import { startRecording } from './recording.js';

/** Gives the part that is here already. Only of rrweb does nothing run before: it looks at the page as it is loaded. */
export async function loadRecorderPart(): Promise<RecorderPart> {
  const { record } = await import('./recorder/rrweb/record.js');
  return { record, startRecording };
}

/** Stands in for `load-recorder-part.ts` in `session-replay.min.js`, which holds everything. */
import type { RecorderPart } from './load-recorder-part.js';
import { record } from './recorder/rrweb/record.js';
import { startRecording } from './recording.js';
import { forgetStored } from './store/forget-stored.js';

/** Gives the part that is here already. Nothing of rrweb looks at the page before it is started. */
export const loadRecorderPart = (): Promise<RecorderPart> =>
  Promise.resolve({ record, startRecording, forgetStored });

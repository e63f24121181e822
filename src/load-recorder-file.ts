/** Stands in for `load-recorder-part.ts` in `session-replay.core.min.js`: the part is a file beside that one. */
import type { RecorderPart } from './load-recorder-part.js';
import { VERSION } from './version.js';

const RECORDER_FILE = 'session-replay.recorder.min.js';

/** Known only while the script runs for the first time. */
const script = globalThis.document?.currentScript;

/**
 * Loads it from the folder of this script.
 *
 * Why not by a script element: an `import()` has the nonce of the script that it is in, and Trusted Types let it pass.
 * Errors: rejects where the file cannot be loaded, or is of another version.
 */
export const loadRecorderPart = createFileLoader({
  ownUrl: script && 'src' in script ? script.src : '',
  importFile: (url) => import(url),
});

/** Builds the loader. `ownUrl` is empty where the script has no address. */
export function createFileLoader({
  ownUrl,
  importFile,
}: {
  ownUrl: string;
  importFile: (url: string) => Promise<RecorderPart & { VERSION: string }>;
}): () => Promise<RecorderPart> {
  return async () => {
    if (!ownUrl)
      throw new Error(
        `load session-replay.core.min.js by a script tag with src: ${RECORDER_FILE} is looked for beside it`,
      );
    const url = new URL(RECORDER_FILE, ownUrl);
    // What sites add to an address, so that caches keep no old file.
    url.search = new URL(ownUrl).search;
    const part = await importFile(url.href);
    if (part.VERSION !== VERSION)
      throw new Error(
        `${RECORDER_FILE} is of version ${part.VERSION}, session-replay.core.min.js of ${VERSION}: serve both of the same`,
      );
    return part;
  };
}

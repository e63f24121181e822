/** Loads what only some visitors need as files beside this script. For script tags. */
import { VERSION } from './version.js';

/** Known only while the script runs for the first time. */
const script = globalThis.document?.currentScript;

/**
 * Builds the loader of a file in the folder of this script. `ownUrl` is empty where the script has no address.
 *
 * Why not by a script element: an `import()` has the nonce of the script that it is in, and Trusted Types let it pass.
 * Errors: what it returns rejects where the file cannot be loaded, or is of another version.
 */
export function createFileLoader<T>(
  file: string,
  ownUrl = script && 'src' in script ? script.src : '',
  importFile: (url: string) => Promise<T & { VERSION: string }> = (url) =>
    import(url),
): () => Promise<T> {
  return async () => {
    if (!ownUrl)
      throw new Error(
        `${file} is looked for beside this script: load that by a script tag with src`,
      );
    const url = new URL(file, ownUrl);
    // What sites add to an address, so that caches keep no old file.
    url.search = new URL(ownUrl).search;
    const part = await importFile(url.href);
    if (part.VERSION !== VERSION)
      throw new Error(
        `${file} is of version ${part.VERSION}, this script of ${VERSION}: serve both of the same`,
      );
    return part;
  };
}

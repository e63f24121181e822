/**
 * Code of the compression worker, as a script. The build puts it in (`tsup.config.ts`).
 *
 * `undefined` where the source runs unbundled, as in unit tests: there is no worker then.
 */
export const compressorSource: string | undefined = undefined;

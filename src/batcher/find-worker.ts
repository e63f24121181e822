import { compressorSource } from './compressor-source.js';

/** Where the compression worker comes from; `undefined`: there is none. */
export function findWorker({
  useWorker,
  workerUrl,
}: {
  useWorker: boolean;
  workerUrl: string | undefined;
}): { url: string } | { source: string } | undefined {
  if (!useWorker) return undefined;
  if (workerUrl !== undefined) return { url: workerUrl };
  return compressorSource === undefined
    ? undefined
    : { source: compressorSource };
}

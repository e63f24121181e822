import type { Contestant } from './contestants.js';
import type { Upload } from './counting-intake.js';
import { decodeUpload } from './decode-upload.js';
import { MARKS } from './site.js';

/** rrweb's numbers of the events that a recording cannot be without: the full snapshot and what changed since. */
const NEEDED_TYPES = [2, 3];

/** Says in what a contestant failed to record the run, or `undefined`. `emitted` counts the events of rrweb by type. */
export function findProblem(
  { uploads: pattern }: Contestant,
  uploads: Upload[],
  emitted: Record<string, number> | undefined,
): string | undefined {
  if (pattern === undefined) return undefined;
  if (pattern === 'emit') {
    const missing = NEEDED_TYPES.find((type) => !emitted?.[type]);
    return missing === undefined
      ? undefined
      : `emitted no events of type ${missing}`;
  }
  const recordings = uploads.filter(({ path }) => pattern.test(path));
  if (recordings.length === 0) return 'sent nothing';
  const text = recordings.map(({ body }) => decodeUpload(body)).join('\n');
  const missing = MARKS.find((mark) => !text.includes(mark));
  return missing && `sent nothing of #${missing}`;
}

import type { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import { BLOCK_CLASS } from '../privacy/place.js';

/** Options of rrweb's `record`. */
export type RrwebOptions = NonNullable<
  Parameters<typeof record<eventWithTime>>[0]
>;

/**
 * Translates our settings into rrweb's.
 *
 * Why nothing about masking: rrweb asks about text and values only, and not everywhere. `privacy` masks whole events.
 */
export function rrwebOptions({
  blockSelector,
  inlineStylesheets,
}: {
  blockSelector: string | null;
  inlineStylesheets: boolean;
}): RrwebOptions {
  return {
    inlineStylesheet: inlineStylesheets,
    blockClass: BLOCK_CLASS,
    ...(blockSelector && { blockSelector }),
    sampling: { mousemove: 50, scroll: 100, media: 500 },
  };
}

import type { Batch } from '../store/session-store.js';
import { sumOf } from '../sum-of.js';
import type { Encoder } from './encoder.js';
import { rawBytesOf } from './raw-bytes.js';

/** Makes other batches of sealed ones. Both reject where that fails, for example because the browser cannot decompress. */
export interface Repacker {
  /**
   * Cuts a batch of several events in two. The first part takes its place, the second one lies behind it, before
   * everything that lay behind the whole.
   */
  split: (batch: Batch) => Promise<[Batch, Batch]>;
  /** Joins batches of one context. The result takes the place of the first one. */
  merge: (batches: readonly [Batch, ...Batch[]]) => Promise<Batch>;
}

/** Builds a repacker. */
export function createRepacker({
  repack,
  gzip,
}: {
  repack: Encoder['repack'];
  gzip: boolean;
}): Repacker {
  return {
    split: async (batch) => {
      const [first, second] = await repack([batch], 2);
      if (!first || !second) throw new Error('a batch was not cut in two');
      const { eventCount, seq } = batch;
      const splitCount = batch.splitCount + 1;
      const firstCount = Math.ceil(eventCount / 2);
      const partOf = (
        body: Batch['body'],
        part: Pick<Batch, 'seq' | 'eventCount'>,
      ): Batch => ({
        ...batch,
        ...part,
        body,
        gzipped: gzip,
        splitCount,
        attemptCount: 0,
        rawBytes: rawBytesOf(body, gzip),
        bodyBytes: body.length,
      });
      return [
        partOf(first, { seq, eventCount: firstCount }),
        partOf(second, {
          seq: seq + 2 ** -splitCount,
          eventCount: eventCount - firstCount,
        }),
      ];
    },
    merge: async (batches) => {
      const [body] = await repack(batches, 1);
      if (!body) throw new Error('batches were not joined');
      const last = batches.at(-1) ?? batches[0];
      return {
        ...batches[0],
        pageUrl: last.pageUrl,
        body,
        gzipped: gzip,
        bodyBytes: body.length,
        rawBytes: rawBytesOf(body, gzip),
        eventCount: sumOf(batches, (batch) => batch.eventCount),
        lastEventAt: Math.max(...batches.map((batch) => batch.lastEventAt)),
      };
    },
  };
}

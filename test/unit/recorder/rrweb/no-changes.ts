import { record } from '@rrweb/record';
import type {
  Changes,
  RrwebRecord,
} from '../../../../src/recorder/rrweb/parts.js';

/** For recordings in which nothing is told of changes of the page. */
export const NO_CHANGES: Changes = {
  watch: () => {},
  settle: () => {},
  flush: () => {},
  finishSnapshot: () => {},
  isReading: () => false,
  readPage: (options, onNode) => {
    const { serialise } = record as RrwebRecord;
    onNode(serialise?.(options.document, options) ?? null);
  },
};

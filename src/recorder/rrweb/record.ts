import { record as theirs } from '@rrweb/record';
import type { RrwebRecord } from './parts.js';

/** rrweb's recorder, as `adapt.ts` has made it when the library was built. */
export const record = theirs as RrwebRecord;

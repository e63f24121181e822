/** Says shorter what js-xxhash computes, when script tags are built: nothing of this file is in a bundle. */
import { editText, type Edit } from '../edit-text.js';

/** With the multiplication of 32 bits that browsers have today, and only for what is asked here: texts, and the seed 0. */
const SHORTER: Edit[] = [
  [
    'export function xxHash32(',
    '//# sourceMappingURL',
    `export function xxHash32(text) {
       const bytes = new TextEncoder().encode(text), { length } = bytes, view = new DataView(bytes.buffer);
       const { imul } = Math, rotate = (it, by) => (it << by) | (it >>> (32 - by));
       let acc = PRIME32_5, offset = 0;
       if (length >= 16) {
         const lanes = [PRIME32_1 + PRIME32_2, PRIME32_2, 0, -PRIME32_1];
         for (; (offset & -16) <= length - 16; offset += 4) {
           const lane = (offset >> 2) & 3;
           lanes[lane] = imul(rotate(lanes[lane] + imul(view.getInt32(offset, true), PRIME32_2), 13), PRIME32_1);
         }
         acc = [1, 7, 12, 18].reduce((sum, by, lane) => sum + rotate(lanes[lane], by), 0);
       }
       acc += length;
       for (; offset <= length - 4; offset += 4)
         acc = imul(rotate(acc + imul(view.getInt32(offset, true), PRIME32_3), 17), PRIME32_4);
       for (; offset < length; offset += 1)
         acc = imul(rotate(acc + imul(bytes[offset], PRIME32_5), 11), PRIME32_1);
       acc = imul(acc ^ (acc >>> 15), PRIME32_2);
       acc = imul(acc ^ (acc >>> 13), PRIME32_3);
       return (acc ^ (acc >>> 16)) >>> 0;
     }`,
  ],
];

/** The module that is changed. */
export const XXHASH_MODULE = /js-xxhash\/dist\/esm\/xxHash32\.js$/;

/** Errors: throws where the text of js-xxhash is not as it is known here. */
export function adaptXxhash(source: string): string {
  return editText(source, SHORTER, 'js-xxhash');
}

/** Leaves of fflate what `codec.ts` calls, when the library is built: nothing of this file is in a bundle. */
import { editText, type Edit } from '../edit-text.js';

const UNUSED_PARTS: Edit[] = [
  // What only reading needs.
  [
    'var _b = freb(fdeb, 0)',
    '// map of value to reverse',
    'var revfd = freb(fdeb, 0).r;',
  ],
  ['    if (r) {\n        // u16 "map"', '        co = new u16(s);', '    {'],
  ['// text decoder\nvar td =', '// decode UTF8', ''],
  // Other levels than 6, dictionaries, and names of files.
  [
    '    if (lvl) {\n        if (pos)',
    '            w[0] = st.r >> 3;\n        var opt',
    '    {\n        if (pos)',
  ],
  [
    '        var opt = deo[lvl - 1];',
    '        var msk_1',
    '        var n = 128, c = 256;',
  ],
  [
    '    else {\n        for (var i = st.w || 0; i < s + lst',
    '    return slc(o, 0, pre + shft(pos) + post);',
    '',
  ],
  [
    'var dopt = function (',
    '// Walmart object spread',
    `var dopt = function (dat, pre, post, st) {
       return dflt(dat, 6, st.l ? Math.ceil(Math.max(8, Math.min(13, Math.log(dat.length))) * 1.5) : 20, pre, post, st);
     };`,
  ],
  // Options, and what only streams without a header need.
  [
    '    function Deflate(opts, cb) {',
    '    /**\n     * Pushes a chunk to be deflated\n     * @param chunk The chunk to push\n     * @param final Whether this is the last chunk\n     */\n    Deflate.prototype.push',
    `    function Deflate(opts, cb) {
         this.ondata = cb;
         this.s = { l: 0, i: 32768, w: 32768, z: 32768 };
         this.b = new u8(98304);
       }`,
  ],
  [
    '        if (final) {\n            // cleanup',
    '    /**\n     * Flushes buffered',
    '    };',
  ],
  [
    'var gzh = function (',
    '// gzip footer',
    `var gzh = function (c) {
       c[0] = 31, c[1] = 139, c[2] = 8, c[9] = 3;
       wbytes(c, 4, Math.floor(Date.now() / 1000));
     };`,
  ],
  // Sending on what is compressed before the end, and calls in a wrong order.
  [
    '        if (!this.ondata)\n            err(5);\n        if (this.s.l)\n            err(4);\n        var endLen',
    '        var endLen',
    '',
  ],
  ['    Deflate.prototype.flush =', '    return Deflate;', ''],
  [
    '    Gzip.prototype.p =',
    '    return Gzip;',
    `Gzip.prototype.p = function (c, f) {
       var raw = dopt(c, this.v && 10, f && 8, this.s);
       if (this.v) gzh(raw), this.v = 0;
       if (f) wbytes(raw, raw.length - 8, this.c.d()), wbytes(raw, raw.length - 4, this.l);
       this.ondata(raw, f);
     };`,
  ],
];

/** The module that is changed. */
export const FFLATE_MODULE = /fflate\/esm\/browser\.js$/;

/** Errors: throws where fflate's text is not as it is known here. */
export function adaptFflate(source: string): string {
  return editText(source, UNUSED_PARTS, 'fflate');
}

/**
 * Makes our recorder of rrweb's, when the library is built and when it is tested: nothing of this file is in a bundle.
 *
 * Why: two thirds of rrweb serve options that nothing here sets, or are done in `src/recorder` at less cost for the page.
 */
import { editText } from '../../edit-text.js';
import { OTHER_WAYS } from './other-ways.js';
import { RELEASES } from './releases.js';
import { SHEET_OBSERVERS } from './sheet-observers.js';
import { UNUSED_PARTS } from './unused-parts.js';
import { VISITOR_OBSERVERS } from './visitor-observers.js';

/** The same in fewer words: what esbuild's and Vite's output says longer than a modern browser needs it. */
const SHORTER: [pattern: RegExp, instead: (...match: string[]) => string][] = [
  // Enumerations: nothing looks up a name by its number.
  [
    /var (\w+) = \/\* @__PURE__ \*\/ \(\(\1\d\) => \{([\s\S]*?)\n  return \1\d;\n\}\)\(\1 \|\| \{\}\);/g,
    (_, name = '', body = '') =>
      `const ${name} = {${body.replace(/.*\["(\w+)"\] = (\d+)\].*/g, '"$1": $2,')}};`,
  ],
  // Fields of classes.
  [/ {4}__publicField\(this, "\w+"\);\n/g, () => ''],
  [/__publicField\(this, "(\w+)", /g, (_, name = '') => `this.${name} = (`],
];

/** The module that is changed. */
export const RRWEB_MODULE = /@rrweb\/record\/dist\/record\.js$/;

/** Errors: throws where rrweb's text is not as it is known here. */
export function adaptRrweb(source: string): string {
  let text = editText(
    source,
    [
      ...UNUSED_PARTS,
      ...OTHER_WAYS,
      ...VISITOR_OBSERVERS,
      ...SHEET_OBSERVERS,
      ...RELEASES,
    ],
    'rrweb',
  );
  for (const [pattern, instead] of SHORTER) {
    if (text.search(pattern) < 0)
      throw new Error(`rrweb has no ${pattern} as this build knows it`);
    text = text.replace(pattern, instead);
  }
  return text;
}

/**
 * Makes our recorder of rrweb's, when the library is built and when it is tested: nothing of this file is in a bundle.
 *
 * Why: two thirds of rrweb serve options that nothing here sets, or are done in `src/recorder` at less cost for the page.
 */
import { editText } from '../../edit-text.js';
import { OTHER_WAYS } from './other-ways.js';
import { RELEASES } from './releases.js';
import { SHEET_OBSERVERS } from './sheet-observers.js';
import { TEXTS } from './texts.js';
import { UNUSED_PARTS } from './unused-parts.js';
import { VISITOR_OBSERVERS } from './visitor-observers.js';

/** Enumerations as esbuild says them. Nothing looks up a name by its number. */
const ENUMERATION =
  /var (\w+) = \/\* @__PURE__ \*\/ \(\(\1\d\) => \{([\s\S]*?)\n  return \1\d;\n\}\)\(\1 \|\| \{\}\);/g;

/** The module that is changed. */
export const RRWEB_MODULE = /@rrweb\/record\/dist\/record\.js$/;

/** Errors: throws where rrweb's text is not as it is known here. */
export function adaptRrweb(source: string): string {
  const text = editText(
    source,
    [
      ...UNUSED_PARTS,
      ...OTHER_WAYS,
      ...TEXTS,
      ...VISITOR_OBSERVERS,
      ...SHEET_OBSERVERS,
      ...RELEASES,
    ],
    'rrweb',
  );
  if (text.search(ENUMERATION) < 0)
    throw new Error('rrweb has no enumeration as this build knows it');
  return text.replace(
    ENUMERATION,
    (_, name: string, body: string) =>
      `const ${name} = {${body.replace(/.*\["(\w+)"\] = (\d+)\].*/g, '"$1": $2,')}};`,
  );
}

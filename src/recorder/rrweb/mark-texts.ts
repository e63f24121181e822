import { textOf } from '../../dom.js';
import type { RrwebParts } from './parts.js';

/** What the replayer looks for where it puts each text of a style element in its place. */
const MARK = '/* rr_split */';

/**
 * The rules of a style element with several texts, with a mark where those of each text end. Without marks, and so in
 * the first text, where the rules are not those of the texts: a script has added some, or a text imports others.
 */
export function markTexts(
  css: string,
  style: HTMLStyleElement,
  { stringifyRule }: RrwebParts,
): string {
  try {
    const rules = [...(style.sheet?.cssRules ?? [])];
    const alone = new CSSStyleSheet();
    let end = 0;
    const texts = [...style.childNodes].map((node) => {
      alone.replaceSync(textOf(node) ?? '');
      return rules
        .slice(end, (end += alone.cssRules.length))
        .map((rule) => stringifyRule(rule, style.baseURI))
        .join('');
    });
    if (end === rules.length && texts.join('') === css) return texts.join(MARK);
  } catch {
    // Browsers in which sheets cannot be made: Safari before 16.4.
  }
  return css;
}

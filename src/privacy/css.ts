/** Takes out of style sheets what they may tell, and leaves what the page looks like. */
import { redact, type IsSecretName } from './redact.js';

/** A style sheet, or a part of one, as it may be recorded. */
export type MaskCss = (css: string, isMasked: boolean) => string;

/** A quoted text. */
const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs;

/** Declarations whose texts a page may show: those of generated content, and of properties that a site made up. */
const SHOWS_TEXT = new RegExp(
  `(?<![\\w-])(?:content|--[\\w-]*)\\s*:(?:${QUOTED.source}|[^;{}"'])*`,
  'gs',
);

/** A text that is empty, a single character, or the number of one: a bullet, or a character of an icon font. */
const SYMBOL = /^.(?:\\[0-9a-f]+\s?|.?).$/isu;

const ADDRESS = /url\([^)]*\)|@import[^;]*/g;

/** Builds it. */
export function createMaskCss(isSecretName: IsSecretName): MaskCss {
  return (css, isMasked) => {
    const redacted = css.replace(ADDRESS, (address) =>
      redact(address, isSecretName),
    );
    return isMasked ? redacted.replace(SHOWS_TEXT, maskQuoted) : redacted;
  };
}

function maskQuoted(declaration: string): string {
  return declaration.replace(QUOTED, (text) =>
    SYMBOL.test(text) ? text : `"${'*'.repeat(text.length - 2)}"`,
  );
}

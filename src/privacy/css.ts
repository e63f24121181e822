/** Takes out of style sheets what they may tell, and leaves what the page looks like. */
import { IN_TEXT, redact, type IsSecretName } from './redact.js';

/** A style sheet, or a part of one, as it may be recorded. */
export type MaskCss = (css: string, isMasked: boolean) => string;

/** A quoted text. */
const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/s;

/**
 * Declarations whose texts a page may show: those of generated content, lists and quotes, and of properties that a
 * site made up.
 */
const SHOWS_TEXT = new RegExp(
  `(?:^|[\\s;{/])(?:content|quotes|list-style(?:-type)?|symbols|prefix|suffix|initial-value|--[\\w-]*)\\s*:(?:${QUOTED.source}|[^;{}"'])*`,
  'gis',
);

/** A text that is empty, a single character, or the number of one: a bullet, or a character of an icon font. */
const SYMBOL = /^.(?:\\[0-9a-f]+\s?|.?).$/isu;

/** One that is data itself has no query. */
const ADDRESS = new RegExp(
  `url\\((?!["'\\s]*data:)(?:${QUOTED.source}|[^)"'])*`,
  'gis',
);
const QUOTED_OR_ADDRESS = new RegExp(
  `url\\((?:${QUOTED.source}|[^)"'])*|${QUOTED.source}`,
  'gis',
);

/** A query or fragment, but one that is the whole address. */
const QUERY = /([^("'\s])[?#][^"']*/;

/** Builds it. */
export function createMaskCss(isSecretName: IsSecretName): MaskCss {
  return (css, isMasked) => {
    const redacted = css.replace(QUOTED_OR_ADDRESS, (address) =>
      redact(address, isSecretName, IN_TEXT),
    );
    return isMasked
      ? redacted
          .replace(SHOWS_TEXT, maskQuoted)
          .replace(ADDRESS, (address) => address.replace(QUERY, '$1'))
      : redacted;
  };
}

/** The same for the value of one declaration; what is no text stays. */
export function maskStyleValue(
  property: string,
  value: unknown,
  isMasked: boolean,
  maskCss: MaskCss,
): unknown {
  if (typeof value !== 'string') return value;
  const name = `${property}:`;
  return maskCss(name + value, isMasked).slice(name.length);
}

function maskQuoted(declaration: string): string {
  return declaration.replace(QUOTED_OR_ADDRESS, (text) =>
    /^url/i.test(text) || SYMBOL.test(text)
      ? text
      : `"${'*'.repeat(text.length - 2)}"`,
  );
}

/** Texts that occur nowhere but where a test puts them, so that an event shows what it holds. */

const TOKEN = /Tk\d{5}q/g;

/** Makes tokens, each only once. */
export type NextToken = () => string;

export function createTokens(): NextToken {
  let count = 0;
  return () => `Tk${String((count += 1)).padStart(5, '0')}q`;
}

/** The tokens within a text. */
export function tokensIn(text: string): Set<string> {
  return new Set(text.match(TOKEN) ?? []);
}

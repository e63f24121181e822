import { TEXT_PATTERN } from './canary-plan.js';

/** A text that was found, and where. */
export interface Finding {
  /** In lower case, as it was made. */
  text: string;
  /** What surrounds it. */
  around: string;
}

/** Unit: characters. */
const AROUND_LENGTH = 60;

/** What may hide a text from a search, undone. Each gives further texts to search. */
const DECODERS: ((text: string) => string[])[] = [
  (text) => [text],
  (text) =>
    text.includes('%')
      ? [text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => char(hex))]
      : [],
  (text) =>
    /\\u/.test(text)
      ? [text.replaceAll(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => char(hex))]
      : [],
  (text) =>
    [...text.matchAll(/&#(\d+|x[0-9a-f]+);/gi)].length > 0
      ? [
          text.replaceAll(/&#x?([0-9a-f]+);/gi, (all, it: string) =>
            char(it, all.includes('x') ? 16 : 10),
          ),
        ]
      : [],
  decodeBase64,
  (text) => (text.match(/z\d{6}yranac/gi) ?? []).map(reverse),
];

/** Every text of a canary within `text`, in whatever case or simple encoding. */
export function findTexts(text: string): Finding[] {
  return DECODERS.flatMap((decode) => decode(text)).flatMap((plain) =>
    [...plain.matchAll(TEXT_PATTERN)].map(({ 0: found, index }) => ({
      text: found.toLowerCase(),
      around: plain.slice(
        Math.max(0, index - AROUND_LENGTH),
        index + found.length + AROUND_LENGTH / 2,
      ),
    })),
  );
}

function char(digits: string, radix = 16): string {
  return String.fromCharCode(Number.parseInt(digits, radix));
}

/** What looks like base64, at each of the places where a group of four may begin. */
function decodeBase64(text: string): string[] {
  const runs = text.match(/[\w+/-]{16,}/g) ?? [];
  return runs.flatMap((run) =>
    [0, 1, 2, 3].map((start) =>
      Buffer.from(run.slice(start), 'base64').toString('latin1'),
    ),
  );
}

function reverse(text: string): string {
  return text.split('').reduceRight((all, it) => all + it, '');
}

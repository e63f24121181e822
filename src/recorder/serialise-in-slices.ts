import { isObject } from '../is-object.js';

/** An event as it is handed on. */
export interface Serialised {
  json: string;
  /** Unit: bytes of UTF-8 in a request, where JSON is a string. At least as many as there are; exact above the limit. */
  rawBytes: number;
}

/**
 * What is made at a time, and how much is made between two looks at the clock.
 *
 * Unit: characters, about.
 * Why: some dozens of nodes, which take less than a millisecond on a slow phone, too.
 */
const PIECE_LENGTH = 8_000;

/** What a character of JSON may take in a request: a Chinese one three bytes, a quote two, as it is escaped there. */
const MAX_BYTES_PER_CHAR = 3;

/** Around a string. Unit: bytes. */
const QUOTES = 2;

const encoder = new TextEncoder();

/** A list or an object whose JSON is begun. */
interface Open {
  members: Record<number | string, unknown>;
  /** Where it is an object. */
  keys: readonly string[] | undefined;
  length: number;
  next: number;
  /** What separates the next member from those before it. */
  comma: string;
}

/**
 * Makes the JSON of an object in slices: to the character what `JSON.stringify` makes, unless a `toJSON` asks for its
 * key, or the page has one for all lists or objects, which is passed over.
 * Bytes are counted only where there may be more than `maxRawBytes`.
 *
 * Each call of the returned function goes on until the time is up or it is done: then it returns the JSON.
 * Errors: throws what `JSON.stringify` throws.
 * Concurrency: the object must not change until it is done.
 */
export function serialiseInSlices(
  whole: object,
  maxRawBytes: number,
): (isTimeUp: () => boolean) => Serialised | undefined {
  const opened: Open[] = [];
  const pieces: string[] = [];
  let piece: string[] = [];
  let pieceLength = 0;
  let json: string | undefined;
  let countedPieces = 0;
  let rawBytes = QUOTES;

  const put = (text: string): void => {
    piece.push(text);
    pieceLength += text.length;
  };
  /** Joined now and then: to join all at the end would take too long. */
  const endPiece = (): void => {
    pieces.push(piece.join(''));
    piece = [];
    pieceLength = 0;
  };
  /** Adds a value, or begins it where it is large. */
  const add = (value: unknown, before: string, isListed: boolean): boolean => {
    // The engine says what is wrong with a cycle.
    if (!isMadeByMember(value) || opened.some((it) => it.members === value)) {
      const text =
        (JSON.stringify(value) as string | undefined) ?? (isListed && 'null');
      if (text) put(before + text);
      return !!text;
    }
    const keys = Array.isArray(value) ? undefined : Object.keys(value);
    const { length } = keys ?? (value as unknown as unknown[]);
    put(before + (keys ? '{' : '['));
    opened.push({ members: value, keys, length, next: 0, comma: '' });
    return true;
  };

  return (isTimeUp) => {
    if (pieces.length === 0) add(whole, '', false);
    for (let last = opened.at(-1); last; last = opened.at(-1)) {
      const { members, keys, next, comma } = last;
      if (next < last.length) {
        last.next += 1;
        const key = keys?.[next] ?? next;
        const before = keys ? `${comma}${JSON.stringify(key)}:` : comma;
        if (add(members[key], before, !keys)) last.comma = ',';
      } else {
        opened.pop();
        put(keys ? '}' : ']');
      }
      if (pieceLength < PIECE_LENGTH) continue;
      endPiece();
      if (isTimeUp()) return undefined;
    }
    if (pieceLength > 0) {
      endPiece();
      // To join many and then to store the whole is enough for a task.
      if (pieces.length > 1 && isTimeUp()) return undefined;
    }
    json ??= pieces.join('');
    const maxBytes = json.length * MAX_BYTES_PER_CHAR;
    if (maxBytes <= maxRawBytes) return { json, rawBytes: maxBytes };
    while (countedPieces < pieces.length) {
      const text = JSON.stringify(pieces[countedPieces]);
      rawBytes += encoder.encode(text).length - QUOTES;
      countedPieces += 1;
      if (isTimeUp()) return undefined;
    }
    return { json, rawBytes };
  };
}

/**
 * Whether a value is better made member by member: a large one, and all on a page with Prototype.js, whose `toJSON`
 * makes texts of lists.
 */
function isMadeByMember(value: unknown): value is Open['members'] {
  return (
    (measure(value, PIECE_LENGTH) < 0 || 'toJSON' in Array.prototype) &&
    (Array.isArray(value) ||
      (isObject(value) && Object.getPrototypeOf(value) === Object.prototype)) &&
    !Object.hasOwn(value, 'toJSON')
  );
}

/** What is left of a length, about, after the JSON of a value; less than nothing where it is longer. */
function measure(value: unknown, length: number): number {
  if (typeof value === 'string') return length - value.length;
  let left = length - 9;
  if (Array.isArray(value))
    for (const member of value) {
      if (left < 0) break;
      left = measure(member, left);
    }
  else if (typeof value === 'object')
    for (const key in value) {
      if (left < 0) break;
      left = measure((value as Open['members'])[key], left);
    }
  return left;
}

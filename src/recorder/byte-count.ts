const encoder = new TextEncoder();

/** Most bytes that a character of JSON takes in a request: a Chinese one three, a quote two, as it is escaped there. */
export const MAX_BYTES_PER_CHAR = 3;

/** How much is counted between two looks at the clock. Unit: characters. */
const PIECE_LENGTH = 65_536;

/**
 * Counts the bytes of UTF-8 that JSON takes in a request, where it is a string. Each call of the returned function goes
 * on until the time is up or it is done: then it returns the number.
 */
export function countInSlices(
  json: string,
): (isTimeUp: () => boolean) => number | undefined {
  const QUOTES = 2;
  let rawBytes = QUOTES;
  let offset = 0;
  return (isTimeUp) => {
    while (offset < json.length) {
      const last = offset + PIECE_LENGTH - 1;
      // Both halves of an emoji belong together.
      const end = (json.codePointAt(last) ?? 0) > 0xffff ? last + 2 : last + 1;
      const text = JSON.stringify(json.slice(offset, end));
      rawBytes += encoder.encode(text).length - QUOTES;
      offset = end;
      if (offset < json.length && isTimeUp()) return undefined;
    }
    return rawBytes;
  };
}

import type { IncomingHttpHeaders } from 'node:http';

/** Headers that a page may send with an upload: the server's CORS allow-list, and closed. */
export const TRACK_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Encoding',
  'Content-Type',
  'X-Client-Library',
  'X-Client-Sample-Rate',
  'X-Client-Url',
  'X-Client-Version',
  'X-Sampling-Hash-Alg',
] as const;

/** Headers that the browser adds to a request by itself. `Sec-*` are its own too. */
const BROWSER_HEADERS = new Set([
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-length',
  'dnt',
  'host',
  'origin',
  'pragma',
  'priority',
  'referer',
  'user-agent',
]);

/**
 * Longest page address that an upload may name.
 *
 * Unit: characters.
 */
const MAX_CLIENT_URL_LENGTH = 1000;

const VERSION = String.raw`\d+\.\d+\.\d+(?:[-+][\w.+-]+)?`;

/** What each header must look like. All but `content-encoding` are required. */
const RULES: Record<string, (value: string) => boolean> = {
  accept: (value) => value === '*/*',
  authorization: (value) => /^Bearer \S+$/.test(value),
  'content-encoding': (value) => value === 'gzip',
  'content-type': (value) => value === 'application/json',
  'x-client-library': (value) =>
    new RegExp(`^(?:plugin|standalone)/${VERSION}$`).test(value),
  'x-client-sample-rate': isSampleRate,
  'x-client-url': (value) =>
    value.length <= MAX_CLIENT_URL_LENGTH && URL.canParse(value),
  'x-client-version': (value) => new RegExp(`^${VERSION}$`).test(value),
  'x-sampling-hash-alg': (value) => value === 'xxhash32',
};

/**
 * Holds the headers of an upload against the wire format.
 *
 * @returns The first broken rule in words, or `undefined`.
 */
export function findHeaderProblem(
  headers: IncomingHttpHeaders,
): string | undefined {
  const stranger = Object.keys(headers).find((name) => !isKnown(name));
  if (stranger !== undefined) return `header ${stranger} is not allowed`;
  for (const [name, holds] of Object.entries(RULES)) {
    const value = headers[name];
    if (value === undefined && name === 'content-encoding') continue;
    if (typeof value !== 'string') return `header ${name} is missing`;
    if (!holds(value)) return `header ${name} must not be "${value}"`;
  }
  const library = String(headers['x-client-library']);
  if (library.split('/')[1] !== headers['x-client-version']) {
    return 'x-client-library and x-client-version name two versions';
  }
  return undefined;
}

function isKnown(name: string): boolean {
  return name in RULES || BROWSER_HEADERS.has(name) || name.startsWith('sec-');
}

/** A rate at which something is recorded: above 0, at most 1, written as JavaScript writes it. */
function isSampleRate(value: string): boolean {
  const rate = Number(value);
  return rate > 0 && rate <= 1 && String(rate) === value;
}

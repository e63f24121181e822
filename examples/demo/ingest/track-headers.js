/**
 * The headers of an upload, and the rules for each.
 *
 * Why a closed list: the real server's CORS allow-list is closed, so one header too many
 * and a browser would not even send the request.
 */

/** Request headers that the CORS preflight of an upload allows, and no others. */
export const TRACK_REQUEST_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Encoding',
  'Content-Type',
  'X-Client-Library',
  'X-Client-Sample-Rate',
  'X-Client-Url',
  'X-Client-Version',
  'X-Sampling-Hash-Alg',
];

/**
 * Longest `X-Client-Url`.
 *
 * Unit: characters.
 */
const MAX_CLIENT_URL_LENGTH = 1000;

const VERSION_PATTERN = /^\d+\.\d+\.\d+\S*$/;
const LIBRARY_PATTERN = /^(plugin|standalone)\/\d+\.\d+\.\d+\S*$/;
const RATE_PATTERN = /^\d+(\.\d+)?(e-\d+)?$/i;
const ALLOWED_X_HEADERS = new Set(
  TRACK_REQUEST_HEADERS.map((name) => name.toLowerCase()),
);

/**
 * @typedef {object} TrackHeaders
 * @property {true} ok
 * @property {string} apiKey
 * @property {string} clientVersion
 * @property {string} clientLibrary `plugin/<version>` or `standalone/<version>`.
 * @property {string} clientUrl Address of the recorded page.
 * @property {number} sampleRate The rate in force. Range: 0 to 1.
 * @property {boolean} isGzip
 */

/**
 * Why a request was turned down, with the HTTP status to answer.
 * @typedef {{ ok: false, status: number, message: string }} Refusal
 */

/**
 * Header names in lower case, one value each.
 * @typedef {Record<string, string | undefined>} FlatHeaders
 */

/**
 * Checks the headers of an upload; the first broken rule is the answer.
 *
 * @param {FlatHeaders} headers
 * @returns {TrackHeaders | Refusal}
 */
export function readTrackHeaders(headers) {
  const refusal = findBrokenRule(headers);
  if (refusal) return { ok: false, ...refusal };
  return {
    ok: true,
    apiKey: (headers['authorization'] ?? '').slice('Bearer '.length),
    clientVersion: headers['x-client-version'] ?? '',
    clientLibrary: headers['x-client-library'] ?? '',
    clientUrl: headers['x-client-url'] ?? '',
    sampleRate: Number(headers['x-client-sample-rate']),
    isGzip: headers['content-encoding'] === 'gzip',
  };
}

/**
 * @param {FlatHeaders} headers
 * @returns {{ status: number, message: string } | undefined}
 */
function findBrokenRule(headers) {
  const authorization = headers['authorization'];
  if (!authorization || !/^Bearer \S+$/.test(authorization)) {
    return refuse(401, 'Authorization must be "Bearer <apiKey>"');
  }
  if (headers['content-type'] !== 'application/json') {
    return refuse(415, 'Content-Type must be application/json');
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'gzip') {
    return refuse(415, 'Content-Encoding must be gzip or absent');
  }
  if (headers['accept'] !== '*/*') return refuse(400, 'Accept must be */*');
  if (!VERSION_PATTERN.test(headers['x-client-version'] ?? '')) {
    return refuse(400, 'X-Client-Version must be a version such as 1.2.3');
  }
  if (!LIBRARY_PATTERN.test(headers['x-client-library'] ?? '')) {
    return refuse(
      400,
      'X-Client-Library must be plugin/<version> or standalone/<version>',
    );
  }
  const url = headers['x-client-url'];
  if (!url || url.length > MAX_CLIENT_URL_LENGTH) {
    return refuse(400, 'X-Client-Url must hold 1 to 1000 characters');
  }
  const rate = headers['x-client-sample-rate'] ?? '';
  if (!RATE_PATTERN.test(rate) || Number(rate) > 1) {
    return refuse(400, 'X-Client-Sample-Rate must be a number from 0 to 1');
  }
  if (headers['x-sampling-hash-alg'] !== 'xxhash32') {
    return refuse(400, 'X-Sampling-Hash-Alg must be xxhash32');
  }
  const stranger = Object.keys(headers).find(isForbiddenHeader);
  if (stranger) return refuse(400, `Header ${stranger} is not allowed`);
  return undefined;
}

/**
 * What a proxy adds on the way is not the client's doing.
 *
 * @param {string} name
 */
function isForbiddenHeader(name) {
  return (
    name.startsWith('x-') &&
    !name.startsWith('x-forwarded-') &&
    !ALLOWED_X_HEADERS.has(name)
  );
}

/**
 * @param {number} status
 * @param {string} message
 */
function refuse(status, message) {
  return { status, message };
}

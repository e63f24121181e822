import { readTrackBody } from './track-body.js';
import { readTrackHeaders } from './track-headers.js';

/** @import { FlatHeaders, Refusal } from './track-headers.js' */

/**
 * @typedef {object} TrackRequest
 * @property {string | undefined} method
 * @property {string | undefined} url Path and query, or the whole address.
 * @property {Record<string, string | string[] | undefined>} headers
 * @property {Buffer} body As it came over the wire.
 */

/**
 * An upload that keeps every rule.
 *
 * @typedef {object} AcceptedTrack
 * @property {true} ok
 * @property {string} deviceId
 * @property {string} sessionId
 * @property {string} replayId `<deviceId>/<sessionId>`.
 * @property {string} apiKey
 * @property {number} sampleRate Range: 0 to 1.
 * @property {string[]} events Each one rrweb event, as the JSON text that was sent.
 * @property {string} clientLibrary `plugin/<version>` or `standalone/<version>`.
 * @property {string} clientVersion
 * @property {string} clientUrl Address of the recorded page.
 * @property {boolean} isGzip
 * @property {number} rawBytes Size of the body after decompression.
 * @property {number} receivedBytes Size of the body over the wire.
 */

/**
 * Holds one upload against the wire format, to the letter. Touches nothing but its argument.
 *
 * @param {TrackRequest} request
 * @returns {AcceptedTrack | Refusal}
 */
export function validateTrackRequest({ method, url, headers, body }) {
  if (method !== 'POST') return refuse(405, 'Only POST is allowed');
  const query = readQuery(url ?? '');
  if (!query.ok) return query;
  const checkedHeaders = readTrackHeaders(flatten(headers));
  if (!checkedHeaders.ok) return checkedHeaders;
  const checkedBody = readTrackBody(body, checkedHeaders.isGzip);
  if (!checkedBody.ok) return checkedBody;
  return {
    ...query,
    ...checkedHeaders,
    ...checkedBody,
    receivedBytes: body.length,
  };
}

/**
 * @param {string} url
 * @returns {{ ok: true, deviceId: string, sessionId: string, replayId: string } | Refusal}
 */
function readQuery(url) {
  const start = url.indexOf('?');
  const query = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
  for (const name of ['device_id', 'session_id', 'type']) {
    if (query.getAll(name).length !== 1 || !query.get(name)) {
      return refuse(400, `The query must hold ${name} once`);
    }
  }
  if (query.get('type') !== 'replay') return refuse(400, 'type must be replay');
  const deviceId = query.get('device_id') ?? '';
  const sessionId = query.get('session_id') ?? '';
  return {
    ok: true,
    deviceId,
    sessionId,
    replayId: `${deviceId}/${sessionId}`,
  };
}

/**
 * @param {TrackRequest['headers']} headers
 * @returns {FlatHeaders}
 */
function flatten(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

/**
 * @param {number} status
 * @param {string} message
 * @returns {Refusal}
 */
function refuse(status, message) {
  return { ok: false, status, message };
}

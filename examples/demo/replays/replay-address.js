const PAGE_PREFIX = '/replays/';
const DATA_PREFIX = '/api/replays/';

/**
 * Address of the page that plays a replay.
 *
 * @param {string} replayId `<deviceId>/<sessionId>`.
 */
export function replayPageAddress(replayId) {
  return PAGE_PREFIX + encodeParts(replayId);
}

/**
 * Address of a replay's events.
 *
 * @param {string} replayId `<deviceId>/<sessionId>`.
 */
export function replayDataAddress(replayId) {
  return DATA_PREFIX + encodeParts(replayId);
}

/**
 * The replay that a page's address names.
 *
 * @param {string} pathname Not decoded.
 */
export function readReplayId(pathname) {
  return decodeURIComponent(pathname).slice(PAGE_PREFIX.length);
}

/** @param {string} replayId */
function encodeParts(replayId) {
  return replayId.split('/').map(encodeURIComponent).join('/');
}

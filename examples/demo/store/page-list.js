/** rrweb's numbers for the events that may name a page. */
const META_EVENT = 4;
const CUSTOM_EVENT = 5;
const PLUGIN_EVENT = 6;

/** Most pages kept for one replay; later ones are left out. */
const MAX_PAGES = 200;

/**
 * Collects the pages of a visit, whatever order their events arrive in.
 */
export function createPageList() {
  /** @type {{ timestamp: number, path: string }[]} */
  const visits = [];
  /**
   * @param {number} timestamp
   * @param {unknown} path Anything but a text is no page.
   */
  const addPath = (timestamp, path) => {
    if (typeof path === 'string' && visits.length < MAX_PAGES) {
      visits.push({ timestamp, path });
    }
  };

  return {
    addPath,
    /** @param {{ type: number, timestamp: number, data: unknown }} event */
    add: ({ type, timestamp, data }) => {
      addPath(timestamp, toPath(readAddress(type, Object(data))));
    },
    /** The paths in the order of the visit; a page that is reported twice in a row counts once. */
    read: () =>
      [...visits]
        .sort((a, b) => a.timestamp - b.timestamp)
        .map(({ path }) => path)
        .filter((path, index, paths) => path !== paths[index - 1]),
  };
}

/**
 * Loads report their address in a meta event, client-side navigation in an event of the recorder.
 *
 * @param {number} type
 * @param {Record<string, unknown>} data
 * @returns {unknown}
 */
function readAddress(type, data) {
  if (type === META_EVENT) return data['href'];
  const isUrlChange =
    (type === CUSTOM_EVENT && String(data['tag']).includes('url')) ||
    (type === PLUGIN_EVENT && String(data['plugin']).includes('url'));
  return isUrlChange ? Object(data['payload'])['href'] : undefined;
}

/** @param {unknown} address */
function toPath(address) {
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  return new URL(address).pathname;
}

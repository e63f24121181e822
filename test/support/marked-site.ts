import type { Intake } from './intake-server.js';
import type { Page } from './page-server.js';

/** Session of the recordings of marked sites, unless the address names another one. */
export const MARKED_SESSION = 1;

/** Device of the recordings of marked sites, unless the address names another one. */
export const MARKED_DEVICE = 'device';

/** Unit: ms. */
const MARKER_INTERVAL_MS = 50;

/** Markers are written into so many places in turn. */
const MARKER_PLACES = 20;

export interface MarkedSiteOptions {
  /**
   * Further elements of each page, to make its snapshot large.
   *
   * @defaultValue 0
   */
  nodeCount?: number;
  /** HTML of the element `#content` of each page. */
  content?: string;
  /** Source of an object with further options of `init`. May use `options`, those that every page passes. */
  moreOptions?: string;
  /** Source of a script that runs before everything else. */
  script?: string;
}

/**
 * A site whose pages write a marker into themselves every 50 ms, and record themselves from the start.
 *
 * Query: `session` and `device` say whose recording it is, `every` how often a marker is written in ms (0: never),
 * `nodes` how many further elements this page has.
 *
 * A marker says whether it was recorded, as far as the page can know it.
 */
export function markedSite(
  intake: Pick<Intake, 'trackUrl' | 'configUrl'>,
  {
    nodeCount = 0,
    content = '',
    moreOptions = '{}',
    script = '',
  }: MarkedSiteOptions = {},
): Record<string, Page> {
  const options = {
    sampleRate: 1,
    trackServerUrl: intake.trackUrl,
    configServerUrl: intake.configUrl,
  };
  const page = `<!doctype html><title>Marked</title>
    <script>${script}</script>
    <script src="/dist/session-replay.min.js"></script>
    <p id="markers">${'<b></b>'.repeat(MARKER_PLACES)}</p><div id="nodes"></div><div id="content">${content}</div>
    <script>
      const query = new URLSearchParams(location.search);
      const nodeCount = Number(query.get('nodes') ?? ${nodeCount});
      const nodes = Array.from({ length: nodeCount }, (_, index) => '<i class="n' + index + '">' + Math.random() + '</i>');
      document.querySelector('#nodes').innerHTML = nodes.join('');
      const visit = Math.random().toString(36).slice(2, 8);
      const markers = document.querySelector('#markers');
      let count = 0;
      const writeMarker = () => {
        const name = 'marker-' + visit + '-' + count++ + '-';
        const isRecorded = document.readyState !== 'loading' && sessionReplay.getStatus().state === 'recording';
        // Each in another place than those shortly before: what is overwritten at once is not recorded.
        markers.children[count % markers.children.length].textContent = name;
        // Not \`Date.now()\`, which some tests shift.
        const writtenAtMs = performance.timeOrigin + performance.now();
        console.debug(JSON.stringify({ name, isRecorded, writtenAtMs }));
      };
      const everyMs = Number(query.get('every') ?? ${MARKER_INTERVAL_MS});
      const writing = everyMs > 0 && setInterval(writeMarker, everyMs);
      const options = ${JSON.stringify(options)};
      sessionReplay.init('test-key', {
        ...options,
        sessionId: query.get('session') ?? ${MARKED_SESSION},
        deviceId: query.get('device') ?? '${MARKED_DEVICE}',
        ...(${moreOptions}),
      });
    </script>`;
  return { '/': page, '/second': page, '/third': page };
}

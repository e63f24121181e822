import { h } from '../shared/dom.js';
import { describeBrowser } from './browser-name.js';
import { formatBytes, formatClock } from './format.js';

/** @import { ReplayOverview } from '../store/replay-store.js' */

/**
 * What is known about a replay, as a list of terms and their values.
 *
 * @param {ReplayOverview} overview
 */
export function replayFacts(overview) {
  const { browser, system } = describeBrowser(overview.userAgent);
  const { viewport, pages } = overview;
  const device = [
    system ? `${browser} on ${system}` : browser,
    viewport && `${viewport.width}\u00a0×\u00a0${viewport.height}`,
  ];
  return [
    fact('Replay ID', h('code', {}, overview.replayId)),
    fact('Device', device.filter(Boolean).join(', ')),
    fact('Duration', formatClock(overview.endMs - overview.startMs)),
    fact(
      'Size',
      `${formatBytes(overview.receivedBytes)} sent, ${formatBytes(overview.rawBytes)} of events`,
    ),
    fact('Recorded', `${overview.eventCount.toLocaleString('en')} events`),
    fact(
      `Pages (${pages.length})`,
      h(
        'ol',
        { class: 'page-list' },
        pages.map((path) => h('li', {}, path)),
      ),
    ),
  ];
}

/**
 * @param {string} term
 * @param {Node | string} value
 */
function fact(term, value) {
  return h('div', {}, h('dt', {}, term), h('dd', {}, value));
}

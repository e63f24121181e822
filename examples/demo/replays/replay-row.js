import { h } from '../shared/dom.js';
import { describeBrowser } from './browser-name.js';
import {
  formatAbsolute,
  formatBytes,
  formatClock,
  formatRelative,
} from './format.js';
import { replayPageAddress } from './replay-address.js';
import { setHidden, setText } from './set-if-changed.js';

/** @import { ReplayOverview } from '../store/replay-store.js' */

/**
 * One replay in the table: its link, and the facts that grow while it is being recorded.
 *
 * @param {ReplayOverview} replay
 */
export function createReplayRow({ replayId, userAgent }) {
  const { browser, system } = describeBrowser(userAgent);
  const time = h('time');
  const badge = h('span', { class: 'recording-badge' }, 'Recording now');
  const path = h('span', { class: 'visit-path' });
  const link = h(
    'a',
    { href: replayPageAddress(replayId), class: 'visit-link' },
    h('span', { class: 'visit-time' }, time, badge),
    path,
  );
  const duration = h('span');
  const pages = h('span');
  const events = h('span');
  const tracked = h('span');
  const sentBytes = h('span');
  const rawBytes = h('span', { class: 'aside' });
  const element = h(
    'tr',
    {},
    h('td', { class: 'visit' }, link),
    factCell('Duration', duration),
    factCell('Pages', pages),
    factCell('Recorded events', events),
    factCell('Analytics events', tracked),
    factCell('Sent', sentBytes, rawBytes),
    factCell(
      'Browser',
      h('span', {}, browser),
      h('span', { class: 'aside' }, system ?? ''),
    ),
  );

  return {
    element,

    /**
     * @param {ReplayOverview} replay
     * @param {number} nowMs
     */
    update: (replay, nowMs) => {
      const startedAt = formatAbsolute(replay.startMs);
      setText(time, formatRelative(replay.startMs, nowMs), startedAt);
      setHidden(badge, !replay.isRecordingNow);
      setText(path, replay.pages.join('  →  '), replay.pages.join('\n'));
      setText(duration, formatClock(replay.endMs - replay.startMs));
      setText(pages, String(replay.pages.length));
      setText(events, replay.eventCount.toLocaleString('en'));
      setText(tracked, replay.trackedCount.toLocaleString('en'));
      setText(sentBytes, formatBytes(replay.receivedBytes));
      setText(rawBytes, `${formatBytes(replay.rawBytes)} raw`);
    },
  };
}

/**
 * @param {string} label Shown beside the value where there is no room for column heads.
 * @param {...HTMLElement} values
 */
function factCell(label, ...values) {
  return h('td', { class: 'fact', 'data-label': label }, values);
}

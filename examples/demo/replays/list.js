import { find } from '../shared/dom.js';
import { fetchReplays } from './fetch-replays.js';
import { formatCount } from './format.js';
import { createReplayTable } from './replay-table.js';
import { setHidden, setText } from './set-if-changed.js';
import { startPolling } from './start-polling.js';

/** @import { ReplayOverview } from '../store/replay-store.js' */

/** Pause between two looks at the list. Unit: ms. */
const POLL_INTERVAL_MS = 2000;

const table = createReplayTable();
const list = find('#list');
list.append(table.element);

async function refresh() {
  const answer = await fetchReplays();
  const isReachable = answer.kind === 'found';
  setHidden(find('#unreachable'), isReachable);
  list.classList.toggle('stale', !isReachable);
  if (isReachable) show(answer.value.replays);
}

/** @param {ReplayOverview[]} replays */
function show(replays) {
  const isEmpty = replays.length === 0;
  setHidden(find('#empty'), !isEmpty);
  setHidden(find('#shop-link'), isEmpty);
  list.hidden = isEmpty;
  setText(find('#count'), isEmpty ? '' : describeCount(replays));
  table.update(replays);
}

/** @param {ReplayOverview[]} replays */
function describeCount(replays) {
  const total = formatCount(replays.length, 'visit', 'visits');
  const running = replays.filter(({ isRecordingNow }) => isRecordingNow);
  return running.length === 0
    ? `${total} recorded`
    : `${total} recorded, ${running.length} being recorded right now`;
}

startPolling({ intervalMs: POLL_INTERVAL_MS, task: refresh });

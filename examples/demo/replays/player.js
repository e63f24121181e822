import { find } from '../shared/dom.js';
import { fetchReplay, fetchReplays } from './fetch-replays.js';
import { readReplayId } from './replay-address.js';
import { createReplayView } from './replay-view.js';
import { isPlayable } from './moments.js';
import { setHidden } from './set-if-changed.js';
import { startPolling } from './start-polling.js';

/** Pause between two looks at whether more has arrived. Unit: ms. */
const POLL_INTERVAL_MS = 2000;

const replayId = readReplayId(location.pathname);
const view = createReplayView({ onLoadMore: () => void load() });

/** Takes the whole replay from the server. */
async function load() {
  const answer = await fetchReplay(replayId);
  showReachable(answer.kind !== 'unreachable');
  if (answer.kind === 'missing') view.showMissing();
  if (answer.kind !== 'found') return;
  if (isPlayable(answer.value.events)) view.showReplay(answer.value);
  else view.showWaiting(answer.value.overview);
}

/** Asks whether there is more than what is shown, which is cheaper than taking it. */
async function lookForMore() {
  const answer = await fetchReplays();
  showReachable(answer.kind !== 'unreachable');
  if (answer.kind !== 'found') return;
  const latest = answer.value.replays.find(
    (overview) => overview.replayId === replayId,
  );
  if (latest) view.showLatest(latest);
}

/** @param {boolean} isReachable */
function showReachable(isReachable) {
  setHidden(find('#unreachable'), isReachable);
}

startPolling({
  intervalMs: POLL_INTERVAL_MS,
  task: () => (view.isShowingReplay() ? lookForMore() : load()),
});

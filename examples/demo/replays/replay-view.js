import { find } from '../shared/dom.js';
import { formatAbsolute, formatClock } from './format.js';
import { createMomentList } from './moment-list.js';
import { markMoments, toMoments } from './moments.js';
import { createPlayerStage } from './player-stage.js';
import { replayFacts } from './replay-facts.js';
import { setHidden, setText } from './set-if-changed.js';

/** @import { Replay } from './fetch-replays.js' */
/** @import { PlayerStage } from './player-stage.js' */
/** @import { ReplayOverview } from '../store/replay-store.js' */

/** Assumed where the recording does not say how large the page was. Unit: px. */
const DEFAULT_VIEWPORT = { width: 1280, height: 720 };

/** The parts of the page of which one is shown. */
const SECTIONS = ['#waiting', '#missing', '#broken', '#replay'];

/**
 * The page that plays one replay.
 *
 * @param {{ onLoadMore: () => void }} options
 */
export function createReplayView({ onLoadMore }) {
  /** @type {{ overview: ReplayOverview, stage: PlayerStage | undefined } | undefined} */
  let shown;
  find('#load-more').addEventListener('click', onLoadMore);

  /** @param {string} selector One of the sections. */
  const showSection = (selector) => {
    for (const section of SECTIONS)
      setHidden(find(section), section !== selector);
  };

  /** @param {ReplayOverview} overview */
  const showHeader = ({ startMs, isRecordingNow }) => {
    if (startMs > 0) {
      setText(find('#title'), `Visit of ${formatAbsolute(startMs)}`);
      document.title = `${formatAbsolute(startMs)} · Session replay`;
    }
    setHidden(find('#recording'), !isRecordingNow);
  };

  return {
    isShowingReplay: () => shown !== undefined,

    showMissing: () => {
      shown?.stage?.close();
      shown = undefined;
      showSection('#missing');
    },

    /** @param {ReplayOverview} overview */
    showWaiting: (overview) => {
      showHeader(overview);
      showSection('#waiting');
    },

    /**
     * Plays a replay; goes on where the one before it was.
     *
     * @param {Replay} replay
     */
    showReplay: (replay) => {
      const start = shown?.stage?.read() ?? {
        offsetMs: 0,
        isPlaying: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      };
      shown?.stage?.close();
      showHeader(replay.overview);
      showSection('#replay');
      setHidden(find('#news'), true);
      find('#facts').replaceChildren(...replayFacts(replay.overview));
      shown = { overview: replay.overview, stage: undefined };
      try {
        shown.stage = startStage(replay, start);
      } catch (error) {
        console.error('This replay cannot be played', error);
        setText(find('#broken-reason'), String(error));
        showSection('#broken');
      }
    },

    /** @param {ReplayOverview} latest What the server has by now. */
    showLatest: (latest) => {
      if (!shown) return;
      showHeader(latest);
      const news = describeNews(shown.overview, latest);
      setText(find('#news-text'), news ?? '');
      setHidden(find('#news'), news === undefined);
    },
  };
}

/**
 * @param {Replay} replay
 * @param {{ offsetMs: number, isPlaying: boolean }} start
 */
function startStage({ overview, tracked, events }, start) {
  const moments = toMoments(tracked, events);
  setHidden(find('#no-moments'), moments.length > 0);
  setText(find('#moment-count'), String(moments.length));
  const list = createMomentList(find('#moments'), {
    moments,
    onPick: (offsetMs) => stage.seek(offsetMs),
  });
  const stage = createPlayerStage(find('#stage'), {
    events: markMoments(events, moments),
    markers: moments.map(({ name }) => name),
    viewport: readViewport(overview),
    startAtMs: start.offsetMs,
    isPlaying: start.isPlaying,
    onProgress: list.reach,
  });
  return stage;
}

/** @param {ReplayOverview} overview */
function readViewport({ viewport }) {
  const isSize = viewport && viewport.width > 0 && viewport.height > 0;
  return isSize ? viewport : DEFAULT_VIEWPORT;
}

/**
 * @param {ReplayOverview} shown
 * @param {ReplayOverview} latest
 * @returns {string | undefined} Nothing if there is nothing new.
 */
function describeNews(shown, latest) {
  const isNewer =
    latest.eventCount > shown.eventCount ||
    latest.trackedCount > shown.trackedCount;
  if (!isNewer) return undefined;
  const laterMs = latest.endMs - shown.endMs;
  return laterMs >= 1000
    ? `${formatClock(laterMs)} more of this visit has come in.`
    : 'More of this visit has come in.';
}

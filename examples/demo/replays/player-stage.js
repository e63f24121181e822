/** @import { RecordedEvent } from './fetch-replays.js' */

/** Height of rrweb-player's controls, below the picture. Unit: px. */
const CONTROLS_HEIGHT = 80;

/** Smallest picture. Unit: px. */
const MIN_WIDTH = 240;
const MIN_HEIGHT = 120;

/** How far a small page may be blown up. */
const MAX_SCALE = 2;

/** Colour of tracked events on the timeline, and of the mouse's trail. */
const ACCENT_COLOR = '#c4623a';
const INACTIVE_COLOR = '#d8cfc2';

/**
 * Shows a replay with rrweb-player, always as large as its place allows.
 *
 * Errors: throws if rrweb cannot make sense of the events.
 *
 * @param {HTMLElement} place
 * @param {object} options
 * @param {RecordedEvent[]} options.events Playable ones.
 * @param {string[]} options.markers Tags of the custom events that the timeline shows.
 * @param {{ width: number, height: number }} options.viewport Of the recorded page.
 * @param {number} options.startAtMs From the start of the replay.
 * @param {boolean} options.isPlaying
 * @param {(offsetMs: number) => void} options.onProgress
 */
export function createPlayerStage(
  place,
  { events, markers, viewport, startAtMs, isPlaying, onProgress },
) {
  const Player = window.rrwebPlayer?.default;
  if (!Player) throw new Error('rrweb-player did not load');
  const ratio = viewport.height / viewport.width;
  place.style.setProperty('--page-ratio', String(ratio));
  const tags = Object.fromEntries(markers.map((tag) => [tag, ACCENT_COLOR]));
  const player = new Player({
    target: place,
    props: {
      ...measure(place, ratio),
      events,
      tags,
      inactiveColor: INACTIVE_COLOR,
      mouseTail: { strokeStyle: ACCENT_COLOR, lineWidth: 2, duration: 400 },
      skipInactive: true,
      maxScale: MAX_SCALE,
      autoPlay: false,
    },
  });
  nameControls(place);

  const state = { offsetMs: startAtMs, isPlaying };
  player.addEventListener('ui-update-current-time', ({ payload }) => {
    state.offsetMs = payload;
    onProgress(payload);
  });
  player.addEventListener('ui-update-player-state', ({ payload }) => {
    state.isPlaying = payload === 'playing';
  });
  player.goto(startAtMs, isPlaying);

  const resizing = new ResizeObserver(() => {
    if (document.fullscreenElement) return;
    player.$set(measure(place, ratio));
    player.triggerResize();
  });
  resizing.observe(place);

  return {
    /** @param {number} offsetMs */
    seek: (offsetMs) => player.goto(offsetMs),
    /** How to go on with more events: one who saw all there was wants to see the rest. */
    read: () => ({
      offsetMs: state.offsetMs,
      isPlaying:
        state.isPlaying || state.offsetMs >= player.getMetaData().totalTime,
    }),
    close: () => {
      resizing.disconnect();
      player.$destroy();
    },
  };
}

/** @typedef {ReturnType<typeof createPlayerStage>} PlayerStage */

/**
 * The largest picture of the page's shape, but as wide as the place: the controls need it.
 *
 * @param {HTMLElement} place
 * @param {number} ratio
 */
function measure(place, ratio) {
  const width = Math.max(MIN_WIDTH, place.clientWidth);
  const room = Math.max(MIN_HEIGHT, place.clientHeight - CONTROLS_HEIGHT);
  return { width, height: Math.round(Math.min(room, width * ratio)) };
}

/**
 * rrweb-player gives its buttons icons only.
 *
 * @param {HTMLElement} place
 */
function nameControls(place) {
  const buttons = place.querySelectorAll('.rr-controller__btns > button');
  buttons[0]?.setAttribute('aria-label', 'Play or pause');
  buttons[buttons.length - 1]?.setAttribute('aria-label', 'Full screen');
}

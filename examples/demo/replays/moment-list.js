import { h } from '../shared/dom.js';
import { formatClock } from './format.js';

/** @import { Moment } from './moments.js' */

/**
 * The tracked events of a replay, the one that playback has reached highlighted.
 *
 * @param {HTMLElement} place May scroll.
 * @param {object} options
 * @param {Moment[]} options.moments In order of their time.
 * @param {(offsetMs: number) => void} options.onPick
 */
export function createMomentList(place, { moments, onPick }) {
  let picked = -1;
  let reached = -1;

  const buttons = moments.map((moment, index) => {
    const pick = () => {
      picked = index;
      onPick(moment.offsetMs);
    };
    return momentButton(moment, pick);
  });
  const items = buttons.map((button) => h('li', {}, button));
  place.replaceChildren(h('ol', {}, items));

  /** @param {number} offsetMs */
  const findReached = (offsetMs) => {
    const after = moments.findIndex((moment) => moment.offsetMs > offsetMs);
    const last = (after === -1 ? moments.length : after) - 1;
    // Of events of the same instant, it is the one that was asked for.
    const isPicked = moments[picked]?.offsetMs === moments[last]?.offsetMs;
    return isPicked ? picked : last;
  };

  return {
    /** @param {number} offsetMs Where the playback is. */
    reach: (offsetMs) => {
      const next = findReached(offsetMs);
      if (next === reached) return;
      buttons[reached]?.removeAttribute('aria-current');
      reached = next;
      buttons[reached]?.setAttribute('aria-current', 'true');
      revealIn(place, buttons[reached]);
    },
  };
}

/** @typedef {ReturnType<typeof createMomentList>} MomentList */

/**
 * @param {Moment} moment
 * @param {() => void} pick
 */
function momentButton({ name, offsetMs, properties }, pick) {
  return h(
    'button',
    { type: 'button', class: 'moment', onclick: pick },
    h('span', { class: 'moment-time' }, formatClock(offsetMs)),
    h('span', { class: 'moment-name' }, name),
    ...Object.entries(properties).map(([key, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return h(
        'span',
        { class: 'moment-property', title: text },
        h('span', { class: 'soft' }, `${key.replace('[Amplitude] ', '')}: `),
        text,
      );
    }),
  );
}

/**
 * Scrolls the list alone: `scrollIntoView` would take the whole page along.
 *
 * @param {HTMLElement} place
 * @param {HTMLElement | undefined} element
 */
function revealIn(place, element) {
  if (!element) return;
  const frame = place.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  if (box.top < frame.top) place.scrollTop -= frame.top - box.top;
  if (box.bottom > frame.bottom) place.scrollTop += box.bottom - frame.bottom;
}

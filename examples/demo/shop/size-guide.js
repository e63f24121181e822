import { h } from '../shared/dom.js';

/** @import { Product } from './products.js' */

/** Familiar things to compare a size with. */
const COMPARISONS = [
  ['A postcard', '15 × 10 cm'],
  ['A sheet of paper (A4)', '21 × 30 cm'],
  ['A dinner plate', '27 cm wide'],
  ['A pillow', '50 × 70 cm'],
];

/**
 * A dialog that tells how big a product is. It closes by its button, by Escape and by a click beside it.
 *
 * @param {Product} product
 */
export function sizeGuide({ name, size }) {
  const rows = [[name, size], ...COMPARISONS].map(([thing = '', extent = '']) =>
    h('tr', {}, h('th', { scope: 'row' }, thing), h('td', {}, extent)),
  );
  /** @type {HTMLDialogElement} */
  const dialog = h(
    'dialog',
    {
      id: 'size-guide',
      class: 'size-guide',
      'aria-labelledby': 'size-guide-title',
      onclick: (event) => event.target === dialog && dialog.close(),
    },
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'size-guide-title' }, 'How big is that?'),
      h('p', { class: 'soft' }, 'Next to things you have at home.'),
      h('table', {}, h('tbody', {}, ...rows)),
      h('button', { id: 'close-size-guide', class: 'button' }, 'Got it'),
    ),
  );
  return dialog;
}

import { KITCHEN_DRAWINGS } from './drawings/kitchen.js';
import { LIGHT_DRAWINGS } from './drawings/light.js';
import { LIVING_DRAWINGS } from './drawings/living.js';

/** @import { Product } from './products.js' */

/** @type {Map<string, string>} */
const DRAWINGS = new Map([
  ...KITCHEN_DRAWINGS,
  ...LIGHT_DRAWINGS,
  ...LIVING_DRAWINGS,
]);

/**
 * A drawing of the product, on its tint.
 *
 * @param {Product} product
 */
export function productArt({ slug, tint, name }) {
  const figure = document.createElement('figure');
  figure.className = 'art';
  figure.style.background = tint;
  // Markup is safe here: it is this shop's own, never anybody's input.
  figure.innerHTML = `<svg viewBox="0 0 400 400" role="img">
    <ellipse cx="200" cy="328" rx="128" ry="14" fill="#24211d" opacity=".09" />
    ${DRAWINGS.get(slug) ?? ''}
  </svg>`;
  figure.querySelector('svg')?.setAttribute('aria-label', name);
  return figure;
}

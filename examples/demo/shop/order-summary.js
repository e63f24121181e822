import { h } from '../shared/dom.js';
import { productArt } from './product-art.js';
import { formatUsd } from './products.js';

/** @import { Cart } from './cart.js' */

/** The first one is chosen to begin with. */
export const SHIPPING_OPTIONS = [
  { id: 'standard', label: 'Standard, 3 to 5 days', priceUsd: 6 },
  { id: 'express', label: 'Express, tomorrow', priceUsd: 14 },
  { id: 'pickup', label: 'Pick it up yourself', priceUsd: 0 },
];

/**
 * What is ordered and what it costs, beside the form.
 *
 * @param {Cart} cart
 */
export function orderSummary(cart) {
  let shippingUsd = SHIPPING_OPTIONS[0]?.priceUsd ?? 0;
  const shippingCell = h('dd', {});
  const totalCell = h('dd', { id: 'total' });
  const totalUsd = () => cart.subtotalUsd() + shippingUsd;

  const draw = () => {
    shippingCell.textContent = formatUsd(shippingUsd);
    totalCell.textContent = formatUsd(totalUsd());
  };

  draw();
  const element = h(
    'aside',
    { class: 'order-summary' },
    h('h2', {}, 'Your order'),
    h('ul', {}, cart.lines().map(summaryLine)),
    h(
      'dl',
      { class: 'sums' },
      sum('Subtotal', h('dd', {}, formatUsd(cart.subtotalUsd()))),
      sum('Shipping', shippingCell),
      sum('Total', totalCell),
    ),
  );

  return {
    element,
    totalUsd,
    /** @param {string} id One of `SHIPPING_OPTIONS`. */
    setShipping: (id) => {
      const option = SHIPPING_OPTIONS.find((candidate) => candidate.id === id);
      shippingUsd = option?.priceUsd ?? shippingUsd;
      draw();
    },
  };
}

/** @param {import('./cart.js').CartLine} line */
function summaryLine({ product, quantity }) {
  return h(
    'li',
    { class: 'summary-line' },
    productArt(product),
    h('span', {}, `${quantity} × ${product.name}`),
    h('span', { class: 'price' }, formatUsd(product.priceUsd * quantity)),
  );
}

/**
 * @param {string} label
 * @param {HTMLElement} cell
 */
function sum(label, cell) {
  return h('div', {}, h('dt', {}, label), cell);
}

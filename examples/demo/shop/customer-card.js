import { h } from '../shared/dom.js';
import { readCustomerName } from './customer.js';

/**
 * Greets a customer by name. Blocked: a replay shows a placeholder of the same size.
 *
 * @param {string} greeting
 * @returns {HTMLElement | undefined} Nothing for visitors who have not ordered yet.
 */
export function customerCard(greeting) {
  const name = readCustomerName();
  if (!name) return undefined;
  return h(
    'aside',
    { id: 'customer-card', class: 'customer-card amp-block' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1)),
    h(
      'div',
      {},
      h('p', { class: 'customer-greeting' }, `${greeting}, ${name}`),
      h('p', { class: 'soft' }, 'Club member · 120 points · free returns'),
    ),
  );
}

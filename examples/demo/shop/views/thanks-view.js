import { h } from '../../shared/dom.js';
import { customerCard } from '../customer-card.js';
import { readLastOrder } from '../customer.js';
import { formatUsd } from '../products.js';

/** @import { View } from '../app.js' */

/** @returns {View | undefined} */
export function thanksView() {
  const order = readLastOrder();
  if (!order) return undefined;
  const { reference, itemCount, totalUsd } = order;
  const things = itemCount === 1 ? '1 thing' : `${itemCount} things`;
  const content = h(
    'div',
    { class: 'page narrow' },
    h(
      'section',
      { id: 'thanks', class: 'thanks' },
      h('span', { class: 'big-tick', 'aria-hidden': 'true' }, '✓'),
      h('h1', {}, 'Thank you'),
      h(
        'p',
        { class: 'soft' },
        `${things} for ${formatUsd(totalUsd)}. We are wrapping it as you read.`,
      ),
      h(
        'p',
        { class: 'order-reference' },
        'Order ',
        // Masked: whoever watches the replay could ask support for this order by its reference.
        h('strong', { id: 'order-reference', class: 'amp-mask' }, reference),
      ),
      customerCard('Welcome to the club'),
      h('a', { class: 'button quiet', href: '/' }, 'Keep looking'),
    ),
  );
  return { title: 'Thank you', content };
}

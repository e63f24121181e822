import { h } from '../../shared/dom.js';
import { checkoutForm } from '../checkout-form.js';
import { rememberCustomerName, rememberOrder } from '../customer.js';
import { orderSummary } from '../order-summary.js';

/** @import { ViewContext, View } from '../app.js' */

/**
 * @param {ViewContext} context
 * @returns {View}
 */
export function checkoutView({ cart, navigate, track }) {
  if (cart.count() === 0) return { title: 'Checkout', content: nothingToBuy() };
  track('Checkout Started', {
    itemCount: cart.count(),
    valueUsd: cart.subtotalUsd(),
  });

  const summary = orderSummary(cart);
  const form = checkoutForm({
    onShippingChange: (shipping) => {
      summary.setShipping(shipping);
      track('Shipping Selected', { shipping });
    },
    onSubmit: (order) => {
      const itemCount = cart.count();
      const totalUsd = summary.totalUsd();
      rememberCustomerName(order.name);
      rememberOrder({ reference: createReference(), itemCount, totalUsd });
      const { shipping, packaging, hasAccount } = order;
      track('Order Placed', {
        itemCount,
        totalUsd,
        shipping,
        packaging,
        hasAccount,
      });
      cart.clear();
      navigate('/thanks');
    },
  });

  const content = h(
    'div',
    { class: 'page' },
    h('a', { class: 'back-link', href: '/cart' }, '← Your cart'),
    h('h1', {}, 'Checkout'),
    h('div', { class: 'checkout' }, form, summary.element),
  );
  return { title: 'Checkout', content };
}

function nothingToBuy() {
  return h(
    'section',
    { class: 'message' },
    h('h1', {}, 'There is nothing to pay for'),
    h('p', { class: 'soft' }, 'Your cart is empty.'),
    h('a', { class: 'button', href: '/' }, 'Look around'),
  );
}

function createReference() {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `AC-${number.toString(36).toUpperCase().padStart(7, '0')}`;
}

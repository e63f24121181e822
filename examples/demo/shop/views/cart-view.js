import { h } from '../../shared/dom.js';
import { productArt } from '../product-art.js';
import { formatUsd } from '../products.js';

/** @import { ViewContext, View } from '../app.js' */
/** @import { CartLine } from '../cart.js' */

/**
 * @param {ViewContext} context
 * @returns {View}
 */
export function cartView(context) {
  const content = h('div', { class: 'page narrow' });
  const draw = () => {
    const isEmpty = context.cart.count() === 0;
    content.replaceChildren(isEmpty ? emptyCart() : filledCart(context, draw));
  };
  draw();
  return { title: 'Your cart', content };
}

function emptyCart() {
  return h(
    'section',
    { class: 'message' },
    h('h1', {}, 'Your cart is empty'),
    h('p', { class: 'soft' }, 'A mug is a good place to start.'),
    h('a', { class: 'button', href: '/' }, 'Look around'),
  );
}

/**
 * @param {ViewContext} context
 * @param {() => void} redraw
 */
function filledCart(context, redraw) {
  const { cart } = context;
  return h(
    'section',
    {},
    h('h1', {}, 'Your cart'),
    h(
      'ul',
      { id: 'cart-lines', class: 'cart-lines' },
      cart.lines().map((line) => cartLine(context, line, redraw)),
    ),
    h(
      'div',
      { class: 'cart-total' },
      h(
        'div',
        {},
        h('p', { class: 'soft' }, 'Subtotal, shipping comes next'),
        h(
          'p',
          { id: 'subtotal', class: 'product-price' },
          formatUsd(cart.subtotalUsd()),
        ),
      ),
      h(
        'a',
        { id: 'go-to-checkout', class: 'button', href: '/checkout' },
        'Check out',
      ),
    ),
  );
}

/**
 * @param {ViewContext} context
 * @param {CartLine} line
 * @param {() => void} redraw
 */
function cartLine({ cart, track }, { product, quantity }, redraw) {
  const changeQuantity = () => {
    cart.setQuantity(product, stepper.value);
    track('Cart Changed', { product: product.name, quantity: stepper.value });
    redraw();
  };
  const remove = () => {
    cart.remove(product);
    track('Removed from Cart', { product: product.name });
    redraw();
  };
  const stepper = h('quantity-stepper', {
    value: quantity,
    onchange: changeQuantity,
  });
  const item = h(
    'li',
    { class: 'cart-line' },
    productArt(product),
    h(
      'div',
      { class: 'cart-line-text' },
      h(
        'a',
        { class: 'cart-line-name', href: `/product/${product.slug}` },
        product.name,
      ),
      h('p', { class: 'soft' }, `${formatUsd(product.priceUsd)} each`),
      h(
        'button',
        { class: 'text-button remove', type: 'button', onclick: remove },
        'Remove',
      ),
    ),
    stepper,
    h('p', { class: 'price' }, formatUsd(product.priceUsd * quantity)),
  );
  item.dataset['slug'] = product.slug;
  return item;
}

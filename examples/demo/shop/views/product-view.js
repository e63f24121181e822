import { h } from '../../shared/dom.js';
import { productArt } from '../product-art.js';
import { findProduct, formatUsd } from '../products.js';
import { sizeGuide } from '../size-guide.js';

/** @import { ViewContext, View } from '../app.js' */
/** @import { Product } from '../products.js' */

/**
 * @param {ViewContext} context
 * @returns {View | undefined}
 */
export function productView({ slug, cart, track }) {
  const product = findProduct(slug);
  if (!product) return undefined;
  const { name, category, priceUsd } = product;
  track('Product Viewed', { product: name, category, priceUsd });

  const guide = sizeGuide(product);
  const stepper = h('quantity-stepper', { id: 'quantity' });
  const notice = h('p', { class: 'added-notice', role: 'status' });
  const addToCart = () => {
    cart.add(product, stepper.value);
    track('Added to Cart', {
      product: name,
      quantity: stepper.value,
      valueUsd: priceUsd * stepper.value,
    });
    notice.replaceChildren(
      'In your cart. ',
      h('a', { href: '/cart' }, 'See it'),
    );
  };
  const openGuide = () => {
    guide.showModal();
    track('Size Guide Opened', { product: name });
  };

  const content = h(
    'div',
    { class: 'page' },
    h('a', { class: 'back-link', href: '/' }, '← Everything'),
    h(
      'article',
      { class: 'product' },
      productArt(product),
      h(
        'div',
        { class: 'product-text' },
        h('p', { class: 'eyebrow' }, category),
        h('h1', {}, name),
        h('star-rating', { value: product.rating, count: product.reviewCount }),
        h('p', { class: 'product-price' }, formatUsd(priceUsd)),
        h('p', { class: 'soft' }, product.description),
        facts(product),
        h(
          'button',
          {
            id: 'open-size-guide',
            class: 'text-button',
            type: 'button',
            onclick: openGuide,
          },
          'How big is that?',
        ),
        h(
          'div',
          { class: 'buy' },
          stepper,
          h(
            'button',
            {
              id: 'add-to-cart',
              class: 'button',
              type: 'button',
              onclick: addToCart,
            },
            'Add to cart',
          ),
        ),
        notice,
      ),
    ),
    guide,
  );
  return { title: name, content };
}

/** @param {Product} product */
function facts({ material, size }) {
  return h(
    'dl',
    { class: 'facts' },
    h('div', {}, h('dt', {}, 'Made of'), h('dd', {}, material)),
    h('div', {}, h('dt', {}, 'Size'), h('dd', {}, size)),
    h('div', {}, h('dt', {}, 'Ships in'), h('dd', {}, '2 to 3 days')),
  );
}

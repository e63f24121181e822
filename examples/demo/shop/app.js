import './elements/quantity-stepper.js';
import './elements/star-rating.js';
import { find, h } from '../shared/dom.js';
import { openCart } from './cart.js';
import { cartView } from './views/cart-view.js';
import { checkoutView } from './views/checkout-view.js';
import { listView } from './views/list-view.js';
import { productView } from './views/product-view.js';
import { thanksView } from './views/thanks-view.js';

/**
 * What a view gets.
 *
 * @typedef {object} ViewContext
 * @property {import('./cart.js').Cart} cart
 * @property {(path: string) => void} navigate
 * @property {(name: string, properties?: Record<string, unknown>) => void} track
 * @property {string} slug The varying part of the address, or nothing.
 */

/** @typedef {{ title: string, content: HTMLElement }} View */

/** @type {[RegExp, (context: ViewContext) => View | undefined][]} */
const ROUTES = [
  [/^\/$/, listView],
  [/^\/product\/([\w-]+)$/, productView],
  [/^\/cart$/, cartView],
  [/^\/checkout$/, checkoutView],
  [/^\/thanks$/, thanksView],
];

const cart = openCart(localStorage);
const main = find('#main');

/** @param {string} path */
function navigate(path) {
  history.pushState(undefined, '', path);
  draw();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} [properties]
 */
function track(name, properties) {
  window.amplitude.track(name, properties);
}

function draw() {
  const { title, content } = findView() ?? missingView();
  document.title = `${title} · Alder & Clay`;
  main.replaceChildren(content);
}

function findView() {
  for (const [pattern, view] of ROUTES) {
    const match = pattern.exec(location.pathname);
    if (match) return view({ cart, navigate, track, slug: match[1] ?? '' });
  }
  return undefined;
}

/** @returns {View} */
function missingView() {
  const content = h(
    'section',
    { class: 'message' },
    h('h1', {}, 'We do not make this one'),
    h('p', { class: 'soft' }, 'Perhaps something similar is on the shelf.'),
    h('a', { class: 'button', href: '/' }, 'See everything'),
  );
  return { title: 'Not found', content };
}

/**
 * Links within the shop change the page without a load.
 *
 * @param {MouseEvent} event
 */
function followLink(event) {
  const link = event.target instanceof Element && event.target.closest('a');
  const isPlainClick =
    event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !isPlainClick || link.target || link.origin !== location.origin)
    return;
  event.preventDefault();
  navigate(link.pathname);
}

function drawCartCount() {
  find('#cart-count').textContent = String(cart.count());
}

document.addEventListener('click', followLink);
window.addEventListener('popstate', draw);
cart.onChange(drawCartCount);
drawCartCount();
draw();

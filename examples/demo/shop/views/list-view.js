import { h } from '../../shared/dom.js';
import { customerCard } from '../customer-card.js';
import { productArt } from '../product-art.js';
import {
  CATEGORIES,
  findProduct,
  formatUsd,
  searchProducts,
} from '../products.js';

/** @import { ViewContext, View } from '../app.js' */
/** @import { Category, Product } from '../products.js' */

/**
 * How long typing must rest before a search counts as one.
 *
 * Unit: ms.
 */
const SEARCH_REST_MS = 700;

/**
 * @param {ViewContext} context
 * @returns {View}
 */
export function listView({ track }) {
  /** @type {Category | undefined} */
  let category;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let searchTimer;
  const grid = h('ul', { id: 'products', class: 'product-grid' });
  const resultCount = h('p', { class: 'soft', 'aria-live': 'polite' });
  // Masked like every field unless said otherwise; what people look for in a shop is no secret.
  const search = h('input', {
    id: 'search',
    class: 'search amp-unmask',
    type: 'search',
    placeholder: 'Search mugs, lamps, linen…',
    'aria-label': 'Search',
    oninput: () => {
      draw();
      clearTimeout(searchTimer);
      searchTimer = setTimeout(trackSearch, SEARCH_REST_MS);
    },
  });

  const draw = () => {
    const found = searchProducts(search.value, category);
    grid.replaceChildren(...found.map(productCard));
    resultCount.textContent =
      found.length === 0
        ? 'Nothing found. Try another word.'
        : `${found.length} ${found.length === 1 ? 'thing' : 'things'}`;
  };

  const trackSearch = () => {
    const query = search.value.trim();
    if (!query) return;
    const resultCount = searchProducts(query, category).length;
    track('Searched', { query, resultCount });
  };

  const chips = [undefined, ...CATEGORIES].map((choice) => {
    const chip = h(
      'button',
      { class: 'chip', type: 'button' },
      choice ?? 'All',
    );
    chip.dataset['category'] = choice ?? 'All';
    chip.setAttribute('aria-pressed', String(choice === category));
    chip.addEventListener('click', () => {
      category = choice;
      for (const other of chips) {
        other.setAttribute('aria-pressed', String(other === chip));
      }
      track('Category Selected', { category: choice ?? 'All' });
      draw();
    });
    return chip;
  });

  draw();
  const content = h(
    'div',
    { class: 'page' },
    hero(),
    customerCard('Welcome back'),
    h(
      'div',
      { class: 'toolbar' },
      search,
      h(
        'div',
        { class: 'chips', role: 'group', 'aria-label': 'Category' },
        chips,
      ),
      resultCount,
    ),
    grid,
  );
  return { title: 'Things for slow mornings', content };
}

function hero() {
  const pictures = ['dune-vase', 'halo-lamp', 'ridge-mug'].flatMap((slug) => {
    const product = findProduct(slug);
    return product ? [productArt(product)] : [];
  });
  return h(
    'section',
    { class: 'hero' },
    h(
      'div',
      { class: 'hero-text' },
      h('p', { class: 'eyebrow' }, 'The autumn shelf'),
      h('h1', {}, 'Things for slow mornings'),
      h(
        'p',
        { class: 'soft' },
        'Twelve pieces in clay, wool and wood, made by people whose names we know.',
      ),
    ),
    h('div', { class: 'hero-art', 'aria-hidden': 'true' }, pictures),
  );
}

/** @param {Product} product */
function productCard(product) {
  const card = h(
    'a',
    { class: 'product-card', href: `/product/${product.slug}` },
    productArt(product),
    h(
      'div',
      { class: 'product-line' },
      h('h3', {}, product.name),
      h('span', { class: 'price' }, formatUsd(product.priceUsd)),
    ),
    h('star-rating', { value: product.rating, count: product.reviewCount }),
  );
  card.dataset['slug'] = product.slug;
  return h('li', {}, card);
}

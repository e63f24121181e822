import { findProduct } from './products.js';

/** @import { Product } from './products.js' */

const STORAGE_KEY = 'alder-clay-cart';

/** Most pieces of one thing in a cart. */
const MAX_QUANTITY = 9;

/** @typedef {{ product: Product, quantity: number }} CartLine */

/**
 * A cart that outlives the page.
 *
 * @param {Storage} storage
 */
export function openCart(storage) {
  let lines = read(storage);
  /** @type {(() => void)[]} */
  const listeners = [];

  /** @param {CartLine[]} newLines */
  const change = (newLines) => {
    lines = newLines;
    const rows = lines.map(({ product, quantity }) => [product.slug, quantity]);
    storage.setItem(STORAGE_KEY, JSON.stringify(rows));
    listeners.forEach((listener) => listener());
  };

  /** @param {Product} product */
  const quantityOf = (product) =>
    lines.find((line) => line.product === product)?.quantity ?? 0;

  /**
   * @param {Product} product
   * @param {number} quantity
   */
  const setQuantity = (product, quantity) => {
    const line = { product, quantity: Math.min(MAX_QUANTITY, quantity) };
    const isNew = quantityOf(product) === 0;
    change(
      isNew
        ? [...lines, line]
        : lines.map((old) => (old.product === product ? line : old)),
    );
  };

  return {
    lines: () => lines,
    count: () => lines.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotalUsd: () =>
      lines.reduce(
        (sum, { product, quantity }) => sum + product.priceUsd * quantity,
        0,
      ),
    /**
     * @param {Product} product
     * @param {number} quantity
     */
    add: (product, quantity) =>
      setQuantity(product, quantityOf(product) + quantity),
    setQuantity,
    /** @param {Product} product */
    remove: (product) =>
      change(lines.filter((line) => line.product !== product)),
    clear: () => change([]),
    /** @param {() => void} listener Called after every change. */
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

/** @typedef {ReturnType<typeof openCart>} Cart */

/**
 * @param {Storage} storage
 * @returns {CartLine[]} Nothing if what is stored cannot be read.
 */
function read(storage) {
  try {
    /** @type {[string, number][]} */
    const rows = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]');
    return rows.flatMap(([slug, quantity]) => {
      const product = findProduct(slug);
      return product ? [{ product, quantity }] : [];
    });
  } catch {
    return [];
  }
}

/**
 * What an element is made with: an event listener under a name such as `onclick`, an
 * attribute under any other. `false` and `undefined` leave the attribute out.
 *
 * @typedef {Record<string, string | number | boolean | undefined | ((event: Event) => void)>} Properties
 */

/** @typedef {Node | string | undefined | false} Child Text is never read as markup. */

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      element.addEventListener(name.replace(/^on/, ''), value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat().filter(isPresent));
  return element;
}

/**
 * Finds an element that the page's own HTML is known to hold.
 *
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
export function find(selector, root = document) {
  const element = root.querySelector(selector);
  if (element instanceof HTMLElement) return element;
  throw new Error(`The page lacks ${selector}`);
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isPresent(child) {
  return child !== undefined && child !== false;
}

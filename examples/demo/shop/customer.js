const NAME_KEY = 'alder-clay-customer';
const ORDER_KEY = 'alder-clay-order';

/** @typedef {{ reference: string, itemCount: number, totalUsd: number }} Order */

/** The name given with an earlier order in this browser, if there was one. */
export function readCustomerName() {
  return localStorage.getItem(NAME_KEY) ?? undefined;
}

/** @param {string} name */
export function rememberCustomerName(name) {
  localStorage.setItem(NAME_KEY, name);
}

/** @returns {Order | undefined} The order placed last in this tab. */
export function readLastOrder() {
  return JSON.parse(sessionStorage.getItem(ORDER_KEY) ?? 'null') ?? undefined;
}

/** @param {Order} order */
export function rememberOrder(order) {
  sessionStorage.setItem(ORDER_KEY, JSON.stringify(order));
}

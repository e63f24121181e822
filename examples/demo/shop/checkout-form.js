import { h } from '../shared/dom.js';
import { checkbox, choice, field, section, textArea } from './form-fields.js';
import { SHIPPING_OPTIONS } from './order-summary.js';
import { formatUsd } from './products.js';

/**
 * What the shop keeps of an order. Password and card never leave the form.
 *
 * @typedef {{ name: string, shipping: string, packaging: string, hasAccount: boolean }} OrderForm
 */

/**
 * @param {object} handlers
 * @param {(shipping: string) => void} handlers.onShippingChange
 * @param {(order: OrderForm) => void} handlers.onSubmit
 */
export function checkoutForm({ onShippingChange, onSubmit }) {
  const shipping = h(
    'select',
    { id: 'shipping', name: 'shipping' },
    SHIPPING_OPTIONS.map(({ id, label, priceUsd }) =>
      h('option', { value: id }, `${label} — ${formatUsd(priceUsd)}`),
    ),
  );
  shipping.addEventListener('change', () => onShippingChange(shipping.value));

  const form = h(
    'form',
    { id: 'checkout-form', class: 'checkout-form' },
    contactSection(),
    addressSection(shipping),
    paymentSection(),
    giftSection(),
    h('button', { id: 'place-order', class: 'button wide' }, 'Place order'),
    h('p', { class: 'soft small' }, 'This is a demo: make something up.'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    /** @param {string} name */
    const read = (name) => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    onSubmit({
      name: read('name'),
      shipping: shipping.value,
      packaging: read('packaging'),
      hasAccount: data.has('create-account'),
    });
  });
  return form;
}

function contactSection() {
  const password = field('Password', {
    id: 'password',
    type: 'password',
    autocomplete: 'new-password',
    minlength: 8,
  });
  const input = password.querySelector('input');
  password.hidden = true;
  const account = checkbox('Create an account', 'create-account', (isOn) => {
    password.hidden = !isOn;
    input?.toggleAttribute('required', isOn);
  });
  return section(
    'Contact',
    field('Name', { id: 'name', autocomplete: 'name', required: true }),
    field('E-mail', {
      id: 'email',
      type: 'email',
      autocomplete: 'email',
      required: true,
    }),
    account,
    password,
  );
}

/** @param {HTMLElement} shipping */
function addressSection(shipping) {
  return section(
    'Delivery',
    field('Street and number', {
      id: 'address',
      autocomplete: 'street-address',
      required: true,
    }),
    h(
      'div',
      { class: 'field-row' },
      field('Postcode', {
        id: 'postcode',
        autocomplete: 'postal-code',
        required: true,
      }),
      field('City', {
        id: 'city',
        autocomplete: 'address-level2',
        required: true,
      }),
    ),
    h('label', { class: 'field' }, h('span', {}, 'Shipping'), shipping),
  );
}

function paymentSection() {
  return section(
    'Payment',
    field('Card number', {
      id: 'card-number',
      autocomplete: 'cc-number',
      inputmode: 'numeric',
      placeholder: '4242 4242 4242 4242',
      required: true,
    }),
    h(
      'div',
      { class: 'field-row' },
      field('Expiry', {
        id: 'card-expiry',
        autocomplete: 'cc-exp',
        placeholder: 'MM / YY',
        required: true,
      }),
      field('Security code', {
        id: 'card-cvc',
        autocomplete: 'cc-csc',
        inputmode: 'numeric',
        placeholder: 'CVC',
        required: true,
      }),
    ),
  );
}

function giftSection() {
  return section(
    'Is it a gift?',
    choice('packaging', [
      ['plain', 'Plain box'],
      ['paper', 'Gift paper'],
      ['cloth', 'Cloth wrap'],
    ]),
    textArea('A message for the card', {
      id: 'gift-message',
      placeholder: 'Happy birthday…',
      rows: 3,
    }),
  );
}

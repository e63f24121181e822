import { h } from '../shared/dom.js';

/** @import { Child, Properties } from '../shared/dom.js' */

/**
 * @param {string} title
 * @param {...Child} children
 */
export function section(title, ...children) {
  return h(
    'fieldset',
    { class: 'form-section' },
    h('legend', {}, title),
    ...children,
  );
}

/**
 * A labelled input; its name is its id.
 *
 * @param {string} label
 * @param {Properties & { id: string }} properties
 */
export function field(label, properties) {
  const input = h('input', { name: properties.id, ...properties });
  return h('label', { class: 'field' }, h('span', {}, label), input);
}

/**
 * @param {string} label
 * @param {Properties & { id: string }} properties
 */
export function textArea(label, properties) {
  const area = h('textarea', { name: properties.id, ...properties });
  return h('label', { class: 'field' }, h('span', {}, label), area);
}

/**
 * @param {string} label
 * @param {string} id
 * @param {(isOn: boolean) => void} onChange
 */
export function checkbox(label, id, onChange) {
  const input = h('input', { id, name: id, type: 'checkbox' });
  input.addEventListener('change', () => onChange(input.checked));
  return h('label', { class: 'tick' }, input, label);
}

/**
 * Radio buttons of which the first is chosen.
 *
 * @param {string} name
 * @param {[value: string, label: string][]} options
 */
export function choice(name, options) {
  return h(
    'div',
    { class: 'choices', role: 'radiogroup' },
    options.map(([value, label], index) =>
      h(
        'label',
        { class: 'choice' },
        h('input', {
          id: `${name}-${value}`,
          type: 'radio',
          name,
          value,
          checked: index === 0,
        }),
        label,
      ),
    ),
  );
}

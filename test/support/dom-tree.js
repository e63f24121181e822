/**
 * Describes a document as text, one line a node, so that a page and its replay can be compared.
 *
 * Runs in the browser, so it must not use anything outside itself. What a recording leaves out on purpose is
 * left out: scripts, comments, style sheets and the favicon. What it masks is masked: values of form fields, and what
 * has `amp-mask`, unless it has `amp-unmask`; of what has `amp-block` only the element is described.
 *
 * @param {Document} root
 * @returns {string[]}
 */
export function describeDom(root) {
  const left = new Set(['SCRIPT', 'NOSCRIPT', 'STYLE', 'LINK', 'META']);
  const fields = 'input, textarea, select';
  /** Classes that a replay sets. */
  const marks = new Set([':hover', 'rrweb-paused']);
  const secrets = '[type=password], [autocomplete^=cc-]';
  /** @type {string[]} */
  const lines = [];

  /** @param {Element} element */
  const isMasked = (element) => {
    if (element.matches(secrets) || element.closest('.amp-mask')) return true;
    if (element.closest('.amp-unmask')) return false;
    return element.closest(`${fields}, option`) !== null;
  };
  /**
   * @param {Element} element
   * @param {string} text
   */
  const show = (element, text) =>
    isMasked(element) ? text.replace(/\S/g, '*') : text;

  /** @param {Attr} attribute */
  const describeAttribute = ({ name, value, ownerElement }) => {
    // A replay marks elements, and keeps the browser from filling in its fields.
    if (name.startsWith('rr_') || name === 'autocomplete') return '';
    // What a field holds is told by its state.
    if (['value', 'selected', 'checked'].includes(name)) return '';
    // What a frame shows is recorded, not where it is.
    if (ownerElement?.tagName === 'IFRAME' && name.startsWith('src')) return '';
    if (['href', 'src', 'action'].includes(name)) {
      const url = ownerElement && Reflect.get(ownerElement, name);
      return ` ${name}=${typeof url === 'string' ? url : value}`;
    }
    if (name === 'class') {
      const names = value.split(/\s+/).filter((it) => it && !marks.has(it));
      return names.length > 0 ? ` class=${names.join(' ')}` : '';
    }
    if (name === 'style') return ` style=${value.replaceAll(/\s/g, '')}`;
    return ` ${name}=${value}`;
  };
  /** @param {Element} element */
  const describeState = (element) => {
    if (element.matches('[type=checkbox], [type=radio]'))
      return ` checked:${Reflect.get(element, 'checked')}`;
    if (element.matches('input, textarea'))
      return ` value:${show(element, Reflect.get(element, 'value'))}`;
    // Among masked options nobody can tell which one is chosen.
    if (element.matches('select') && !isMasked(element))
      return ` selected:${Reflect.get(element, 'selectedIndex')}`;
    return element.matches('dialog:modal') ? ' modal' : '';
  };

  /**
   * @param {Node} node
   * @param {string} indent
   */
  const walk = (node, indent) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = (node.nodeValue ?? '').replaceAll(/\s+/g, ' ').trim();
      const parent = node.parentElement;
      if (text) lines.push(`${indent}"${parent ? show(parent, text) : text}"`);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      const element = /** @type {Element} */ (node);
      if (left.has(element.tagName)) return;
      const isBlocked = element.matches('.amp-block, [rr_width]');
      const attributes = isBlocked
        ? []
        : [...element.attributes].map(describeAttribute).sort();
      const state = describeState(element);
      lines.push(
        `${indent}<${element.tagName}${attributes.join('')}>${state}${isBlocked ? ' blocked' : ''}`,
      );
      if (isBlocked || element.tagName === 'TEXTAREA') return;
      for (const child of element.shadowRoot?.childNodes ?? [])
        walk(child, `${indent}  ^`);
    }
    for (const child of node.childNodes) walk(child, `${indent}  `);
  };
  walk(root.documentElement, '');
  return lines;
}

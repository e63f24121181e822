/**
 * What the privacy vocabulary says of a node, written down a second time: slow, obvious, and sharing nothing with the
 * code under test.
 */
import type { PrivacyRules } from '../../../../src/privacy/rules.js';

/** The answers, for one moment. */
export interface Vocabulary {
  isBlocked: (node: Node) => boolean;
  /** Whether the place is a masked one, whatever stands there. */
  isMaskedPlace: (node: Node) => boolean;
  hidesText: (text: Text) => boolean;
  /** Of anything but a field: whether its place is masked, or what it holds is typed there. */
  hidesValue: (element: Element) => boolean;
}

/** An element that holds a node, and whether a frame stands between them. */
interface Holder {
  element: Element;
  classes: string[];
  isBeyondFrame: boolean;
}

export function createVocabulary(
  rules: PrivacyRules,
  url: string,
  wasPassword: (element: Element) => boolean,
): Vocabulary {
  const holdersOf = createHolders();
  const has = (
    node: Node,
    className: string,
    selector: string | null,
    isThroughFrames: boolean,
  ): boolean =>
    holdersOf(node).some(
      (holder) =>
        (isThroughFrames || !holder.isBeyondFrame) &&
        (holder.classes.includes(className) || isSelected(holder, selector)),
    );
  const isAskedToMask = (node: Node) =>
    has(node, 'amp-mask', rules.maskSelector, true);
  const isAskedToShow = (node: Node) =>
    has(node, 'amp-unmask', rules.unmaskSelector, false);
  const isTyped = (node: Node) =>
    holdersOf(node).some(
      ({ element, isBeyondFrame }) => !isBeyondFrame && isTypedInto(element),
    );
  const level = levelOf(rules, url);

  const isMaskedPlace = (node: Node): boolean =>
    isAskedToMask(node) || (level === 'conservative' && !isAskedToShow(node));

  /** Of what is typed or chosen in this field. */
  const hidesField = (node: Node, field: Element | undefined): boolean => {
    if (field && isSecret(field, wasPassword)) return true;
    if (isMaskedPlace(node)) return true;
    if (isAskedToShow(node)) return false;
    if (level === 'medium') return true;
    const type = field?.getAttribute('type') ?? '';
    return (
      field?.localName === 'input' &&
      ['password', 'hidden', 'email', 'tel'].includes(type)
    );
  };

  return {
    isBlocked: (node) => has(node, 'amp-block', rules.blockSelector, true),
    isMaskedPlace,
    hidesText: (text) => {
      const field = text.parentElement ?? undefined;
      return isTyped(text) ? hidesField(text, field) : isMaskedPlace(text);
    },
    hidesValue: (element) => {
      const type = element.getAttribute('type') ?? '';
      const isCaption = ['button', 'submit', 'reset', 'image'].includes(type);
      const isField =
        element.localName === 'input'
          ? !isCaption
          : /-/.test(element.localName);
      if (isField || isTyped(element) || isSecret(element, wasPassword))
        return hidesField(element, element);
      return isMaskedPlace(element);
    },
  };
}

/**
 * Finds what holds a node: itself, where it is an element, and its parents, shadow hosts, slots and frames.
 *
 * Why it remembers: a page is asked about many times, and jsdom is slow.
 */
function createHolders(): (node: Node) => Holder[] {
  const known = new Map<Node, Holder[]>();
  const find = (node: Node): Holder[] => {
    const found: Holder[] = [];
    const { parentNode } = node;
    if (node.nodeType === Node.ELEMENT_NODE)
      found.push(holder(node as Element));
    const { assignedSlot } = node as Element;
    if (assignedSlot) found.push(...holdersOf(assignedSlot));
    if (parentNode) found.push(...holdersOf(parentNode));
    const { host } = node as Partial<ShadowRoot>;
    if (node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && host)
      found.push(...holdersOf(host));
    const frame = (node as Document).defaultView?.frameElement;
    if (frame)
      for (const it of holdersOf(frame))
        found.push({ ...it, isBeyondFrame: true });
    return found;
  };
  const holdersOf = (node: Node): Holder[] => {
    const before = known.get(node);
    if (before) return before;
    const found = find(node);
    known.set(node, found);
    return found;
  };
  return holdersOf;
}

function holder(element: Element): Holder {
  const classes = (element.getAttribute('class') ?? '').split(' ');
  return { element, classes, isBeyondFrame: false };
}

/** By hand, for the few kinds of selectors that the random rules have. */
function isSelected(
  { element, classes }: Holder,
  selectors: string | null,
): boolean {
  if (!selectors) return false;
  return selectors.split(',').some((selector) => {
    if (selector.startsWith('.')) return classes.includes(selector.slice(1));
    if (selector.startsWith('['))
      return element.hasAttribute(selector.slice(1, -1));
    return element.localName === selector;
  });
}

/** The level in force, for the two addresses that the random rules know. */
function levelOf(rules: PrivacyRules, url: string): string {
  for (const { match, maskLevel } of rules.urlMaskLevels) {
    if (match === '*/a' && url.endsWith('/a')) return maskLevel;
    if (match === '*/b*' && url.includes('/b')) return maskLevel;
  }
  return rules.defaultMaskLevel;
}

/** Whether visitors type or choose what the element holds. */
function isTypedInto(element: Element): boolean {
  return (
    ['textarea', 'select', 'datalist', 'optgroup', 'option'].includes(
      element.localName,
    ) ||
    element.getAttribute('contenteditable') === 'true' ||
    element.getAttribute('role') === 'textbox'
  );
}

/** Passwords, card data and one-time codes; of a choice, those of its list. */
function isSecret(
  element: Element,
  wasPassword: (element: Element) => boolean,
): boolean {
  if (wasPassword(element)) return true;
  if (!/^(input|textarea|select|opt(ion|group))$/.test(element.localName))
    return false;
  let field: Element | null = element;
  if (element.localName.startsWith('opt'))
    while (field && field.localName !== 'select') field = field.parentElement;
  return /cc-number|one-time-code/.test(
    field?.getAttribute('autocomplete') ?? '',
  );
}

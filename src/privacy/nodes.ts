/** Masks nodes as rrweb serialises them. */
import type { serializedNodeWithId } from '@rrweb/types';
import type { Attributes, MaskAttributes } from './attributes.js';
import type { MaskCss } from './css.js';
import { elementOf, type Decision } from './decision.js';
import { localNameOf } from '../dom.js';
import { mask } from './mask.js';

/** Elements whose text is never shown: code, or markup, to whose parts no rule can apply. */
const NEVER_SHOWN = /^(script|template|iframe|noembed|noframes)$/;
/** Elements whose text may be something else. */
const SPECIAL = new RegExp(`^(style|noscript)$|${NEVER_SHOWN.source}`);

/** The page at the moment of an event. */
export interface Moment {
  decision: Decision;
  /** The node with this ID; `undefined` where it is off the page: no rule can say anything of it then. */
  nodeOf: (id: number) => Node | undefined;
}

/** What masks the parts of a page. */
export interface NodeMasks {
  /** Masks a serialised node and all below it, in place. */
  node: (serialised: serializedNodeWithId, moment: Moment) => void;
  /** Masks the attributes of an element, in place. */
  attributes: MaskAttributes;
  /** Masks the text of a text node that is not blocked. */
  text: (node: Node, text: string, decision: Decision) => string;
}

/** Builds them. */
export function createNodeMasks({
  maskAttributes,
  maskCss,
  blockedStyle,
}: {
  maskAttributes: MaskAttributes;
  maskCss: MaskCss;
  /** The `style` of placeholders. */
  blockedStyle: string | undefined;
}): NodeMasks {
  const maskText: NodeMasks['text'] = (node, text, decision) => {
    const parent = elementOf(node);
    const tag = parent ? localNameOf(parent) : '';
    const isMarkup = tag === 'noscript' && text.includes('<');
    if (isMarkup || NEVER_SHOWN.test(tag)) return '';
    if (tag === 'style') return maskCss(text, decision.isMasked(node, 'place'));
    return decision.isMasked(node, 'text') ? mask(text) : text;
  };
  const maskChildren = (
    children: serializedNodeWithId[],
    parent: Element | undefined,
    moment: Moment,
  ): void => {
    let isMasked: boolean | undefined;
    // Texts have the place of their parent, unless slots of a shadow tree take them elsewhere.
    const isPlain =
      parent && !parent.shadowRoot && !SPECIAL.test(localNameOf(parent));
    for (const child of children) {
      if (isPlain && 'textContent' in child) {
        isMasked ??= moment.decision.isMasked(parent, 'text');
        if (isMasked) child.textContent = mask(child.textContent);
      } else maskNode(child, moment);
    }
  };
  const maskNode: NodeMasks['node'] = (serialised, moment) => {
    const { decision } = moment;
    const node = moment.nodeOf(serialised.id);
    const isOpen = !!node && !decision.isBlocked(node);
    if ('textContent' in serialised)
      serialised.textContent = isOpen
        ? maskText(node, serialised.textContent, decision)
        : '';
    else if (!('attributes' in serialised)) {
      if ('childNodes' in serialised)
        maskChildren(serialised.childNodes, undefined, moment);
    } else if (isOpen) {
      const element = node as Element;
      try {
        maskAttributes(element, serialised.attributes, decision);
      } catch {
        // Rather less of one element than nothing of the page.
        serialised.attributes = {};
      }
      maskChildren(serialised.childNodes, element, moment);
    } else {
      // Of a field that is shown later, it must be known that it was a password.
      if (node) decision.isMasked(node, 'value');
      serialised.attributes = {
        ...sizeOf(serialised.attributes, node as Element | undefined),
        ...(blockedStyle && { style: blockedStyle }),
      };
      serialised.childNodes = [];
    }
  };
  return { node: maskNode, attributes: maskAttributes, text: maskText };
}

/** The size of a blocked element. rrweb has measured those that it leaves out itself. */
function sizeOf(
  { rr_width, rr_height }: Attributes,
  element: Element | undefined,
): { rr_width: string; rr_height: string } {
  if (typeof rr_width === 'string' && typeof rr_height === 'string')
    return { rr_width, rr_height };
  const box = element?.getBoundingClientRect();
  return {
    rr_width: `${box?.width ?? 0}px`,
    rr_height: `${box?.height ?? 0}px`,
  };
}

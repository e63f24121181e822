/** Decides what is masked and what is blocked. Pure but for the memory of passwords, which is handed in. */
import {
  addressOf,
  documentOf,
  DOCUMENT_NODE,
  ELEMENT_NODE,
  localNameOf,
  nodeTypeOf,
  parentOf,
  rootOf,
} from '../dom.js';
import { isButton, typeOf } from './fields.js';
import {
  CONSERVATIVE,
  MEDIUM,
  strictnessOf,
  type Strictness,
} from './level.js';
import {
  BLOCKED,
  createPlaces,
  frameOf,
  MASKED,
  SHOWN,
  TYPED,
  type Place,
  type PlaceOf,
} from './place.js';
import type { PrivacyRules } from './rules.js';
import type { IsSecret } from './secrets.js';

/**
 * What is asked about: the text of a node; the value of a field, and what it offers to choose from; or whether the
 * place is masked, whatever stands there.
 */
export type Kind = 'text' | 'value' | 'place';

/** What the rules say about nodes, at this moment. Good for one event. */
export interface Decision {
  isBlocked: (node: Node) => boolean;
  isMasked: (node: Node, kind: Kind) => boolean;
}

const LIGHT_TYPES = new Set(['password', 'hidden', 'email', 'tel']);

/** Prepares the rules for use at any address. */
export function createDecisions(
  rules: PrivacyRules,
  isSecret: IsSecret,
): (url: string) => Decision {
  const createPlaceOf = createPlaces(rules);

  return (url) => {
    const placeOf: PlaceOf = createPlaceOf();
    const known = new Map<Document, Strictness>();

    /** A frame's own address may ask for more than the page's, and never for less. */
    const strictnessAt = (doc: Document): Strictness => {
      let strictness = known.get(doc);
      if (strictness === undefined) {
        const frame = frameOf(doc);
        strictness = frame
          ? Math.max(
              strictnessAt(documentOf(frame)),
              addressOf(doc).startsWith('about:')
                ? 0
                : strictnessOf(addressOf(doc), rules),
            )
          : strictnessOf(url, rules);
        known.set(doc, strictness);
      }
      return strictness;
    };

    return {
      isBlocked: (node) => (placeOf(node) & BLOCKED) > 0,
      isMasked: (node, kind) => {
        const place = placeOf(node);
        const element = elementOf(node);
        // Asked first, because it remembers passwords.
        if (kind !== 'place' && element && isSecret(fieldOf(element, place)))
          return true;
        if (place & MASKED) return true;
        if (place & SHOWN) return false;
        const strictness = strictnessAt(documentOf(node));
        if (strictness === CONSERVATIVE) return true;
        const isField =
          kind !== 'place' &&
          ((place & TYPED) > 0 ||
            (kind === 'value' && !!element && isInput(element)));
        if (!isField) return false;
        return strictness === MEDIUM || LIGHT_TYPES.has(typeOf(element!));
      },
    };
  };
}

/** The element whose text or attribute a node is. */
export function elementOf(node: Node | null): Element | null {
  if (!node) return null;
  const type = nodeTypeOf(node);
  if (type === ELEMENT_NODE) return node as Element;
  if (type === DOCUMENT_NODE) return rootOf(node);
  return (node as Partial<ShadowRoot>).host ?? elementOf(parentOf(node));
}

/** The field that an element is, or is a part of. */
function fieldOf(element: Element, place: Place): Element {
  return (place & TYPED ? element.closest('select,textarea') : null) ?? element;
}

/** Whether an element has a value that visitors enter: a field, or an element that a site made up as one. */
function isInput(element: Element): boolean {
  const tag = localNameOf(element);
  return tag === 'input' ? !isButton(element) : tag.includes('-');
}

/** Where a node is, as far as the rules care: what the elements around it say. */
import {
  designModeOf,
  DOCUMENT_NODE,
  ELEMENT_NODE,
  FRAGMENT_NODE,
  matches,
  nodeTypeOf,
  parentOf,
  slotOf,
  windowOf,
} from '../dom.js';
import type { PrivacyRules } from './rules.js';

/** Elements with this class leave only a placeholder. */
export const BLOCK_CLASS = 'amp-block';
/** Elements with this class show no text. */
export const MASK_CLASS = 'amp-mask';
const UNMASK_CLASS = 'amp-unmask';

/** What holds at a place, to be tested with `&`. */
export type Place = number;

/** Nothing but the size is recorded. */
export const BLOCKED = 1;
/** A class or selector asks for masking. */
export const MASKED = 2;
/** A class or selector asks for clear text. */
export const SHOWN = 4;
/** Its text is what visitors choose or type. */
export const TYPED = 8;

const TYPED_SELECTOR =
  'textarea,select,datalist,optgroup,option,[contenteditable]:not([contenteditable=false i]),[role~=textbox i]';

/** Tells the place of nodes, and remembers it. Good for one event: the page changes after it. */
export type PlaceOf = (node: Node) => Place;

/** Prepares the rules, and returns what builds a `PlaceOf`. */
export function createPlaces(rules: PrivacyRules): () => PlaceOf {
  const { blockSelector, maskSelector, unmaskSelector } = rules;
  const kinds: [selector: string, place: Place][] = [
    [blockedSelector(blockSelector), BLOCKED],
    [join(`.${MASK_CLASS}`, maskSelector), MASKED],
    [join(`.${UNMASK_CLASS}`, unmaskSelector), SHOWN],
    [TYPED_SELECTOR, TYPED],
  ];
  const any = join(...kinds.map(([selector]) => selector));
  const ownPlace = (element: Element): Place => {
    let place = 0;
    if (matches(element, any))
      for (const [selector, kind] of kinds)
        if (matches(element, selector)) place |= kind;
    return place;
  };

  return () => {
    const known = new Map<Node, Place>();
    const placeOf: PlaceOf = (node) => {
      const before = known.get(node);
      if (before !== undefined) return before;
      const parentNode = parentOf(node);
      const slot = slotOf(node);
      const type = nodeTypeOf(node);
      let place = parentNode ? placeOf(parentNode) : placeAround(node);
      if (slot) place |= placeOf(slot);
      if (type === ELEMENT_NODE) place |= ownPlace(node as Element);
      known.set(node, place);
      return place;
    };
    /** The place of what holds a tree: the shadow host, or the frame. */
    const placeAround = (root: Node): Place => {
      const type = nodeTypeOf(root);
      if (type === FRAGMENT_NODE) {
        const { host } = root as Partial<ShadowRoot>;
        return host ? placeOf(host) : 0;
      }
      if (type !== DOCUMENT_NODE) return 0;
      const frame = frameOf(root as Document);
      // What a page shows in clear says nothing about the document in a frame.
      const around = frame ? placeOf(frame) & (BLOCKED | MASKED) : 0;
      return designModeOf(root) === 'on' ? around | TYPED : around;
    };
    return placeOf;
  };
}

/** The frame that shows a document of the same origin. */
export function frameOf(doc: Document): Element | null {
  return windowOf(doc)?.frameElement ?? null;
}

/** What matches blocked elements. */
export function blockedSelector(blockSelector: string | null): string {
  return join(`.${BLOCK_CLASS}`, blockSelector);
}

function join(...selectors: (string | null)[]): string {
  return selectors.filter(Boolean).join(',');
}

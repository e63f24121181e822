/** Tells where on the screen the parts of a page can be seen, scrolled and clipped as they are. */
import { ELEMENT_NODE, nodeTypeOf, parentOf, slotOf } from '../dom.js';
import { frameOf } from '../privacy/place.js';
import { intersect, isVisible, move, type Box } from './boxes.js';

/** Where things are at this moment. Good for one drawing. */
export interface Geometry {
  /** The boxes of an element that can be seen: one, or none. */
  ofElement: (element: Element) => Box[];
  /** The boxes of a text that can be seen, one a line. `parent` is the element that lays it out. */
  ofText: (text: Node, parent: Element) => Box[];
}

/** What of the viewport is left for what stands in an element. */
interface View {
  /** What the boxes around it leave free, for what follows the flow. */
  clip: Box;
  /** The same for what is positioned `absolute`. */
  positioned: Box;
  /** The same for what is positioned `fixed`: the page, or the frame it is in. */
  page: Box;
  /** By the element's own `visibility`. */
  isHidden: boolean;
  /** By the `opacity` of anything around it. */
  isTransparent: boolean;
  /** The innermost element with a box of its own: not of `display: contents`, as slots are. */
  boxed: Element | null;
}

/** Where a document is: what of it can be seen, and where it begins. */
interface Place {
  view: View;
  x: number;
  y: number;
}

/**
 * Builds it.
 *
 * Why styles come last: a page has far more nodes than a screen shows, and asking for a box is cheaper.
 */
export function createGeometry(scope: typeof globalThis): Geometry {
  const views = new Map<Element, View>();
  const places = new Map<Document, Place>();
  /** One for each document: a page gets slower with every range that is alive. */
  const ranges = new Map<Document, Range>();

  const styleOf = (element: Element): CSSStyleDeclaration =>
    (element.ownerDocument.defaultView ?? scope).getComputedStyle(element);
  const rangeOver = (node: Node): Range => {
    const doc = node.ownerDocument as Document;
    const range = ranges.get(doc) ?? doc.createRange();
    ranges.set(doc, range);
    range.selectNodeContents(node);
    return range;
  };

  const placeOf = (doc: Document): Place => {
    const known = places.get(doc);
    if (known) return known;
    const frame = frameOf(doc);
    const box = frame ? insideOf(frame) : viewportOf(scope);
    const page = frame ? intersect(box, viewOf(frame).clip) : box;
    const place: Place = {
      view: {
        clip: page,
        positioned: page,
        page,
        isHidden: false,
        isTransparent: frame ? viewOf(frame).isTransparent : false,
        boxed: null,
      },
      x: box.left,
      y: box.top,
    };
    places.set(doc, place);
    return place;
  };
  /** Where the document in a frame is drawn: within border and padding. */
  const insideOf = (frame: Element): Box => {
    const { x, y } = placeOf(frame.ownerDocument);
    const box = move(frame.getBoundingClientRect(), x, y);
    const style = styleOf(frame);
    const px = (name: string): number =>
      parseFloat(style.getPropertyValue(name)) || 0;
    const inset = (side: string): number =>
      px(`border-${side}-width`) + px(`padding-${side}`);
    return {
      left: box.left + inset('left'),
      top: box.top + inset('top'),
      right: box.right - inset('right'),
      bottom: box.bottom - inset('bottom'),
    };
  };
  const viewOf = (element: Element): View => {
    const known = views.get(element);
    if (known) return known;
    const place = placeOf(element.ownerDocument);
    const parent = elementAround(element);
    const around = parent ? viewOf(parent) : place.view;
    const style = styleOf(element);
    const view: View = {
      ...around,
      clip: clipOf(style, around),
      isHidden: style.visibility !== 'visible',
      boxed: style.display === 'contents' ? around.boxed : element,
    };
    // Sites make ticked boxes of their own by laying a transparent one over them.
    if (style.opacity === '0' && element.localName !== 'input')
      view.isTransparent = true;
    if (cutsOff(element, style))
      view.clip = intersect(
        view.clip,
        move(element.getBoundingClientRect(), place.x, place.y),
      );
    if (style.position !== 'static') view.positioned = view.clip;
    views.set(element, view);
    return view;
  };

  /** What of these boxes can be seen, of what an element lays out. */
  const seen = (boxes: Iterable<Box>, element: Element): Box[] => {
    const { view, x, y } = placeOf(element.ownerDocument);
    const within = (clip: Box): Box[] =>
      [...boxes]
        .map((box) => intersect(move(box, x, y), clip))
        .filter(isVisible);
    if (within(view.page).length === 0) return [];
    const { clip, isHidden, isTransparent, boxed } = viewOf(element);
    // What is in closed `details`, and the like, has boxes too. Older browsers cannot tell.
    return isHidden || isTransparent || !(boxed?.checkVisibility?.() ?? true)
      ? []
      : within(clip);
  };

  return {
    ofElement: (element) => {
      const box = element.getBoundingClientRect();
      const hasBox = box.width > 0 || box.height > 0;
      // An element of `display: contents` has no box of its own.
      return seen(
        [hasBox ? box : rangeOver(element).getBoundingClientRect()],
        element,
      );
    },
    ofText: (text, parent) => seen(rangeOver(text).getClientRects(), parent),
  };
}

function viewportOf({
  document,
  innerWidth,
  innerHeight,
}: typeof globalThis): Box {
  const { clientWidth, clientHeight } = document.documentElement;
  return {
    left: 0,
    top: 0,
    right: Math.max(clientWidth, innerWidth),
    bottom: Math.max(clientHeight, innerHeight),
  };
}

/** The element around another on the screen: the slot, where it is put into one, and the host of a shadow tree. */
function elementAround(element: Element): Element | null {
  const parent = slotOf(element) ?? parentOf(element);
  if (parent && nodeTypeOf(parent) === ELEMENT_NODE) return parent as Element;
  return (parent as Partial<ShadowRoot> | null)?.host ?? null;
}

function clipOf({ position }: CSSStyleDeclaration, around: View): Box {
  if (position === 'fixed') return around.page;
  return position === 'absolute' ? around.positioned : around.clip;
}

/** Whether what stands out of an element is cut off. That of the root and of the body goes to the viewport. */
function cutsOff(element: Element, style: CSSStyleDeclaration): boolean {
  return (
    (style.overflowX !== 'visible' || style.overflowY !== 'visible') &&
    !/^(inline|contents)$/.test(style.display) &&
    !/^(html|body)$/.test(element.localName)
  );
}

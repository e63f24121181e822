/** Walks over the page as a visitor sees it, and asks of each part what a recording would hold of it. */
import type { Decision } from '../privacy/decision.js';
import { ELEMENT_NODE, nodeTypeOf, TEXT_NODE } from '../dom.js';
import { typeOf } from '../privacy/fields.js';
import type { Box } from './boxes.js';
import type { Geometry } from './geometry.js';

/** What becomes of a part: left out but for its size, replaced by asterisks, or recorded as it is. */
export type Fate = 'blocked' | 'masked' | 'clear';

/** What a part is. `area`: an element with all in it. */
export type PartKind = 'text' | 'field' | 'image' | 'area';

/** A part of the page that can be seen. */
export interface Part {
  kind: PartKind;
  fate: Fate;
  boxes: Box[];
}

/** A tree of nodes that reports its own changes. */
export type Root = Document | ShadowRoot;

/** What a walk has found. */
export interface Found {
  parts: Part[];
  /** Every document and shadow tree that the recorder would see. */
  roots: Root[];
}

/** Elements whose texts are no texts of the page. */
const SILENT = new Set(['script', 'style', 'noscript', 'template', 'head']);
const FIELDS = new Set(['input', 'textarea', 'select']);
/** Fields of which the tick is recorded, whatever becomes of the value. */
const TICKED = new Set(['checkbox', 'radio']);
/** The recorder keeps the address, in masked places without its query, and the replay loads what is there. */
const IMAGES = new Set(['img', 'video']);
const FRAMES = new Set(['iframe', 'frame']);

/** Looks at the whole document. */
export function findParts(
  page: Document,
  decision: Decision,
  geometry: Geometry,
): Found {
  const parts: Part[] = [];
  const roots: Root[] = [];

  const add = (kind: PartKind, fate: Fate, boxes: Box[]): void => {
    if (boxes.length > 0) parts.push({ kind, fate, boxes });
  };
  const visitRoot = (root: Root): void => {
    roots.push(root);
    for (const element of root.children) visit(element);
  };
  const visitText = (text: Node, parent: Element): void => {
    if (!text.nodeValue?.trim()) return;
    const boxes = geometry.ofText(text, parent);
    if (boxes.length === 0) return;
    add('text', decision.isMasked(text, 'text') ? 'masked' : 'clear', boxes);
  };
  const visitField = (field: Element): void => {
    const boxes = geometry.ofElement(field);
    if (boxes.length === 0) return;
    add('field', isFieldMasked(field, decision) ? 'masked' : 'clear', boxes);
  };
  const visitFrame = (frame: Element): void => {
    const boxes = geometry.ofElement(frame);
    const doc = (frame as HTMLIFrameElement).contentDocument;
    // The recorder cannot look into a document of another origin either.
    if (!doc) add('area', 'blocked', boxes);
    else if (boxes.length > 0) visitRoot(doc);
    else roots.push(doc);
  };
  const visit = (element: Element): void => {
    const tag = element.localName;
    if (SILENT.has(tag)) return;
    // Canvases leave a blank box whatever the rules say.
    if (decision.isBlocked(element) || tag === 'canvas')
      add('area', 'blocked', geometry.ofElement(element));
    else if (FIELDS.has(tag)) visitField(element);
    else if (IMAGES.has(tag))
      add('image', 'clear', geometry.ofElement(element));
    else if (FRAMES.has(tag)) visitFrame(element);
    else visitChildren(element);
  };
  const visitChildren = (element: Element): void => {
    if (element.shadowRoot) roots.push(element.shadowRoot);
    for (const child of childrenOf(element))
      if (nodeTypeOf(child) === ELEMENT_NODE) visit(child as Element);
      else if (nodeTypeOf(child) === TEXT_NODE) visitText(child, element);
  };

  visitRoot(page);
  return { parts, roots };
}

/** What an element shows: its shadow tree where it has one, and in a slot what is put there. */
function childrenOf(element: Element): Iterable<Node> {
  if (element.shadowRoot) return element.shadowRoot.childNodes;
  const slotted =
    element.localName === 'slot'
      ? (element as HTMLSlotElement).assignedNodes()
      : [];
  return slotted.length > 0 ? slotted : element.childNodes;
}

/** Whether nothing tells what a field holds. */
function isFieldMasked(field: Element, decision: Decision): boolean {
  if (TICKED.has(typeOf(field))) return decision.isMasked(field, 'place');
  const options = (field as Partial<HTMLSelectElement>).options ?? [];
  return (
    decision.isMasked(field, 'value') &&
    [...options].every((option) => decision.isMasked(option, 'text'))
  );
}

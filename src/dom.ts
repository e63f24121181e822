/**
 * Reads nodes as the browser sees them.
 *
 * Why not `node.parentNode`: forms and documents have their fields, images and frames as properties, and these win.
 * Why not `Node.TEXT_NODE`: a script of the page that says `class Node {}` hides the browser's from all others.
 */
export const ELEMENT_NODE = 1;
export const TEXT_NODE = 3;
export const DOCUMENT_NODE = 9;
export const FRAGMENT_NODE = 11;

/** What the browser says of a property, or of a method, of nodes of this kind. */
function find(node: object, name: string): PropertyDescriptor {
  let owner: object | null = node;
  let found: PropertyDescriptor | undefined;
  while (owner && !found) {
    owner = Object.getPrototypeOf(owner) as object | null;
    found = owner ? Object.getOwnPropertyDescriptor(owner, name) : undefined;
  }
  return found ?? {};
}

/** Reads a property of nodes that are all of one kind. */
function reader(name: string): (node: object) => unknown {
  let getter: PropertyDescriptor | undefined;
  return (node) => (getter ??= find(node, name)).get?.call(node);
}

/** The same for a method. */
function method(name: string): (node: object, ...given: unknown[]) => unknown {
  let found: ((...given: unknown[]) => unknown) | undefined;
  return (node, ...given) =>
    (found ??= find(node, name).value as NonNullable<typeof found>).apply(
      node,
      given,
    );
}

type Read<N, T> = (node: N) => T;

export const nodeTypeOf = reader('nodeType') as Read<Node, number>;
export const parentOf = reader('parentNode') as Read<Node, Node | null>;
export const firstChildOf = reader('firstChild') as Read<Node, Node | null>;
export const nextOf = reader('nextSibling') as Read<Node, Node | null>;
export const previousOf = reader('previousSibling') as Read<Node, Node | null>;
export const textOf = reader('textContent') as Read<Node, string | null>;
export const shadowOf = reader('shadowRoot') as Read<
  Element,
  ShadowRoot | null
>;
export const isConnected = reader('isConnected') as Read<Node, boolean>;
export const localNameOf = reader('localName') as Read<Element, string>;
export const windowOf = reader('defaultView') as Read<Document, Window | null>;
export const addressOf = reader('URL') as Read<Document, string>;
export const designModeOf = reader('designMode') as Read<Node, string>;
export const rootOf = reader('documentElement') as Read<Node, Element | null>;

const ownerOf = reader('ownerDocument') as Read<Node, Document | null>;
const slotOfElement = reader('assignedSlot') as Read<Node, Element | null>;
const slotOfText = reader('assignedSlot') as Read<Node, Element | null>;

/** The element whose shadow tree begins here. */
export function hostOf(node: Node): Element | null {
  if (nodeTypeOf(node) !== FRAGMENT_NODE) return null;
  return (node as Partial<ShadowRoot>).host ?? null;
}

/** The document that a node is in, or is. */
export function documentOf(node: Node): Document {
  return ownerOf(node) ?? (node as Document);
}

/** The slot of an open shadow tree that shows the node. */
export function slotOf(node: Node): Element | null {
  const type = nodeTypeOf(node);
  if (type === ELEMENT_NODE) return slotOfElement(node);
  return type === TEXT_NODE ? slotOfText(node) : null;
}

const elementMatches = method('matches');

/** Whether the element matches the selector. */
export function matches(element: Element, selector: string): boolean {
  return elementMatches(element, selector) as boolean;
}

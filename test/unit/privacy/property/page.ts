/** Builds random pages in the document of the test. */
import { fill, sheet } from './fill.js';
import type { Shape } from './shapes.js';
import { createTokens, type NextToken } from './tokens.js';

const SVG = 'http://www.w3.org/2000/svg';

/** A page that grew from shapes. */
export interface Page {
  /** All its elements and texts, also those that left it. */
  nodes: (Element | Text)[];
  next: NextToken;
  /** Adds what the shape says. */
  grow: (shape: Shape, parent: Node) => void;
  /** Notes which fields are passwords at this moment, of those that the recorder sees. */
  remember: (isSeen: (field: Element) => boolean) => void;
  wasPassword: (element: Element) => boolean;
}

export function createPage(): Page {
  const next = createTokens();
  const nodes: Page['nodes'] = [];
  const passwords = new WeakSet<Element>();

  const build = (shape: Shape, doc: Document, parent: Node): Element | Text => {
    if (shape.tag === '#text') {
      const isSheet = (parent as Element).localName === 'style';
      const text = doc.createTextNode(isSheet ? sheet(next) : `a ${next()}`);
      nodes.push(text);
      return text;
    }
    const isDrawn = shape.tag.startsWith('svg');
    const tag = shape.tag.replace('svg:', '');
    const element = isDrawn
      ? doc.createElementNS(SVG, tag)
      : doc.createElement(tag);
    nodes.push(element);
    if (shape.classes.length > 0)
      element.setAttribute('class', shape.classes.join(' '));
    if (tag !== 'iframe')
      for (const child of shape.children)
        element.append(build(child, doc, element));
    if (shape.shadow) {
      const root = element.attachShadow({ mode: 'open' });
      for (const child of shape.shadow) root.append(build(child, doc, element));
    }
    for (const what of shape.attributes) fill(element, what, next);
    return element;
  };

  return {
    nodes,
    next,
    grow: (shape, parent) => {
      const doc = (parent.ownerDocument ?? parent) as Document;
      const from = nodes.length;
      parent.appendChild(build(shape, doc, parent));
      fillFrames(shape, nodes.slice(from));
    },
    remember: (isSeen) => {
      for (const node of nodes)
        if (isPassword(node) && isSeen(node)) passwords.add(node);
    },
    wasPassword: (element) => passwords.has(element),
  };

  /** Frames have a document once they are on the page. */
  function fillFrames(shape: Shape, grown: Page['nodes']): void {
    const frames = grown.filter((it) => isFrame(it));
    const contents = framesOf(shape);
    frames.forEach((frame, index) => {
      const doc = frame.contentDocument;
      if (!doc) return;
      for (const child of contents[index]?.children ?? []) {
        const from = nodes.length;
        doc.body.append(build(child, doc, doc.body));
        fillFrames(child, nodes.slice(from));
      }
    });
  }
}

/** The shapes of the frames, but for frames in frames, in the order of building. */
function framesOf(shape: Shape): Shape[] {
  if (shape.tag === 'iframe') return [shape];
  return [...shape.children, ...(shape.shadow ?? [])].flatMap(framesOf);
}

export function isFrame(node: Node): node is HTMLIFrameElement {
  return (node as Element).localName === 'iframe';
}

function isPassword(node: Node): node is Element {
  return (
    (node as Element).localName === 'input' &&
    (node as Element).getAttribute('type') === 'password'
  );
}

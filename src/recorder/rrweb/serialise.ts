/** Serialises the page's nodes as rrweb does, in less time, and without what nothing here asks for. */
import type { serializedNodeWithId } from '@rrweb/types';
import {
  documentOf,
  DOCUMENT_NODE,
  ELEMENT_NODE,
  firstChildOf,
  matches,
  nextOf,
  nodeTypeOf,
  parentOf,
  shadowOf,
  TEXT_NODE,
  textOf,
} from '../../dom.js';
import { createDescribe, isPlaceholder, type Attributes } from './describe.js';
import { createNodeIds } from './node-ids.js';
import type { RrwebRecord, Serialise, SerialiseOptions } from './parts.js';

/** How long the document of a frame, or a style sheet, is waited for. Unit: ms. */
const LOAD_TIMEOUT_MS = 5_000;

const DOCTYPE_NODE = 10;
const CDATA_NODE = 4;

/** The nodes in these are read in one step: the style of a page shall be in one piece, but for the rules of large sheets. */
const UNDIVIDED = /^(#document|html|head|style)$/i;

/** What the nodes around a node say of it. */
interface Around {
  parent: Node | null;
  isShadow?: boolean;
  /** Its text is told by its parent. */
  isCssCaptured?: boolean | undefined;
  /** The ID of the document; `undefined` for that of the page. */
  rootId: number | undefined;
}

/** Builds the serialiser of a run. `blocked` matches the elements of which only the size is recorded. */
export function createSerialise(
  { parts, mirror }: RrwebRecord,
  blocked: string,
): Serialise {
  const describe = createDescribe({ parts, mirror });
  const { NodeType } = parts;
  const giveId = createNodeIds();

  const serialiseText = (
    node: Node,
    { parent, isCssCaptured }: Around,
  ): serializedNodeWithId => {
    const text = textOf(node) ?? '';
    const { tagName } = (parent ?? {}) as { tagName?: string };
    let textContent = isCssCaptured ? '' : text;
    if (tagName === 'SCRIPT') textContent = 'SCRIPT_PLACEHOLDER';
    else if (tagName === 'STYLE' && textContent)
      // In a style attribute, addresses are resolved, too.
      textContent =
        parts.transformAttribute(documentOf(node), '', 'style', textContent) ??
        '';
    return { id: 0, type: NodeType.Text, textContent };
  };

  /**
   * The node alone, its ID still to come; `undefined` where it is nothing that is recorded.
   *
   * Why the ID is the first: next to that of the parent, which comes before added nodes, it takes least when compressed.
   */
  const serialiseOne = (
    node: Node,
    options: SerialiseOptions,
    around: Around,
  ): serializedNodeWithId | undefined => {
    const type = nodeTypeOf(node);
    if (type === DOCUMENT_NODE) {
      const { compatMode } = node as Document;
      return {
        id: 0,
        type: NodeType.Document,
        childNodes: [],
        ...(compatMode !== 'CSS1Compat' && { compatMode }),
      };
    }
    if (type === TEXT_NODE) return serialiseText(node, around);
    if (type === ELEMENT_NODE) {
      const element = node as Element;
      const tagName = parts.getValidTagName(element);
      return {
        id: 0,
        type: NodeType.Element,
        tagName,
        attributes: matches(element, blocked)
          ? describe.placeholder(element)
          : describe.element(element, tagName, options),
        childNodes: [],
        ...describe.kind(element, tagName),
      };
    }
    if (type === DOCTYPE_NODE) {
      const { name, publicId, systemId } = node as DocumentType;
      return { id: 0, type: NodeType.DocumentType, name, publicId, systemId };
    }
    return type === CDATA_NODE
      ? { id: 0, type: NodeType.CDATA, textContent: '' }
      : undefined;
  };

  /** Of the page itself nothing is told. */
  const rootIdOf = (doc: Document): number | undefined => {
    const id = mirror.getMeta(doc)?.id;
    return id === 1 ? undefined : id;
  };

  const serialise = (
    node: Node,
    options: SerialiseOptions,
    around: Around,
  ): serializedNodeWithId | null => {
    const serialised = serialiseOne(node, options, around);
    if (!serialised) return null;
    const known = mirror.getMeta(node);
    // The mirror must not hold what is left out: to the replayer, its ID would be that of another node.
    if (!known && isExcluded(serialised)) return null;
    const id = known?.id ?? giveId(kindOf(serialised, around));
    serialised.id = id;
    // Not the whole: that would keep the page, and its style sheets, in memory once more.
    mirror.add(node, isPlaceholder(serialised) ? serialised : toKnown(id));
    if (around.rootId !== undefined) serialised.rootId = around.rootId;
    if (around.isShadow) serialised.isShadow = true;
    if ('attributes' in serialised) {
      const element = node as Element;
      const shadow = shadowOf(element);
      const isNative = !!shadow && parts.isNativeShadowDom(shadow);
      if (isNative) serialised.isShadowHost = true;
      const { tagName, attributes } = serialised;
      if (shadow) options.onSerialize(node);
      if (!options.skipChild && !isPlaceholder(serialised)) {
        const { rootId } = around;
        const isCssCaptured = typeof attributes['_cssText'] === 'string';
        if (tagName !== 'textarea' || attributes['value'] === undefined)
          serialiseChildren(serialised.childNodes, options, {
            parent: node,
            isCssCaptured,
            rootId,
          });
        if (shadow)
          serialiseChildren(serialised.childNodes, options, {
            parent: shadow,
            isShadow: isNative,
            rootId,
          });
      }
      if (tagName === 'iframe') watchFrame(element, options);
      if (tagName === 'link') watchLink(element, attributes, options);
    } else if ('childNodes' in serialised && !options.skipChild)
      serialiseChildren(serialised.childNodes, options, {
        parent: node,
        rootId: rootIdOf(node as Document),
      });
    return serialised;
  };

  const serialiseChildren = (
    into: serializedNodeWithId[],
    options: SerialiseOptions,
    around: Around & { parent: Node },
  ): void => {
    const { parent } = around;
    const { reading } = options;
    const mayLeave = !UNDIVIDED.test(parent.nodeName);
    const read = (child: Node): serializedNodeWithId | null => {
      const serialised = serialise(child, options, around);
      if (serialised) into.push(serialised);
      return serialised;
    };
    let child = firstChildOf(parent);
    for (; child; child = nextOf(child)) {
      if (reading?.isOver() && mayLeave) {
        reading.leave(withNext(child), parent, read);
        return;
      }
      if (!reading?.takesOver(child)) read(child);
    }
  };

  /** A node that no other of this call holds. */
  const serialiseRoot: Serialise = (node, options) => {
    const parent = parentOf(node);
    return serialise(node, options, {
      parent,
      isShadow: !!parent && parts.isNativeShadowDom(parent),
      isCssCaptured: options.cssCaptured,
      rootId:
        nodeTypeOf(node) === DOCUMENT_NODE
          ? undefined
          : rootIdOf(documentOf(node)),
    });
  };
  /** The same later, when what it shows is there. */
  const serialiseLoaded: Serialise = (node, options) =>
    serialiseRoot(node, {
      ...options,
      reading: undefined,
      skipChild: false,
      newlyAddedElement: false,
    });

  const watchFrame = (frame: Element, options: SerialiseOptions): void =>
    parts.onceIframeLoaded(
      frame,
      () => {
        const doc = (frame as HTMLIFrameElement).contentDocument;
        const serialised = doc && serialiseLoaded(doc, options);
        if (serialised) options.onIframeLoad(frame, serialised);
      },
      LOAD_TIMEOUT_MS,
    );

  const watchLink = (
    link: Element,
    { rel, href }: Attributes,
    options: SerialiseOptions,
  ): void => {
    const isSheet =
      rel === 'stylesheet' ||
      (rel === 'preload' && /^[^?#]*\.css([?#]|$)/i.test(String(href)));
    if (!isSheet) return;
    parts.onceStylesheetLoaded(
      link,
      () => {
        const serialised = serialiseLoaded(link, options);
        if (serialised) options.onStylesheetLoad(link, serialised);
      },
      LOAD_TIMEOUT_MS,
    );
  };

  return serialiseRoot;
}

/** Nodes with the same name and parent, and with the same first class, are mostly written alike. */
function kindOf(node: serializedNodeWithId, { parent }: Around): string {
  const around = parent?.nodeName;
  if (!('attributes' in node)) return `${around} ${node.type}`;
  const [look] = String(node.attributes['class']).split(' ', 1);
  return `${around} ${node.tagName} ${look}`;
}

/** A node and those after it. */
function withNext(first: Node): Node[] {
  const nodes: Node[] = [];
  for (let it: Node | null = first; it; it = nextOf(it)) nodes.push(it);
  return nodes;
}

/** The node as it is kept. rrweb's type is that of the whole, and nothing of rrweb that is left asks for more. */
function toKnown(id: number): serializedNodeWithId {
  return { id } as serializedNodeWithId;
}

/** Nothing is drawn of it. */
function isExcluded(node: serializedNodeWithId): boolean {
  if (!('attributes' in node)) return false;
  const { tagName, attributes } = node;
  const { rel } = attributes;
  return (
    tagName === 'script' ||
    (tagName === 'link' &&
      (rel === 'modulepreload' ||
        rel === 'shortcut icon' ||
        (rel === 'preload' && attributes['as'] === 'script')))
  );
}

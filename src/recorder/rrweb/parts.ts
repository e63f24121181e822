/** What `adapt.ts` makes of rrweb's recorder: the parts of it that stay, and what stands in for the others. */
import type { record } from '@rrweb/record';
import type {
  mutationCallBack,
  NodeType,
  serializedNodeWithId,
} from '@rrweb/types';

/** rrweb's recorder. */
export type RrwebRecord = typeof record & {
  parts: RrwebParts;
  /** Set before each start. */
  serialise?: Serialise;
  /** Set before each start. */
  changes?: Changes;
};

/** Serialises a node, unless it is one that is left out, and gives it an ID. */
export type Serialise = (
  node: Node,
  options: SerialiseOptions,
) => serializedNodeWithId | null;

/** Who is told of changes of the page, and asked for them. */
export interface Changes {
  /** Watches a tree: a document, or a shadow tree. What is not shown any more may be watched on: it is not told. */
  watch: (
    Observer: typeof MutationObserver,
    root: Node,
    options: TreeOptions,
  ) => void;
  /**
   * Has everything told that is gathered where that may change the ID of this node, or the rules of this style element,
   * and the snapshot that is being read where it has not reached the node. Called before the ID is asked for.
   */
  settle: (node: Node) => void;
  /**
   * Has everything told that is gathered. Called before rrweb tells of what a visitor does, but for moves of the mouse,
   * and before snapshots: rules and style sheets ask for the IDs of what they belong to.
   * `isAll`: also what the browser has not told yet; before snapshots, and before inputs, so that it is known whether
   * the field was a password.
   */
  flush: (isAll?: boolean) => void;
  /** Has the snapshot told that is being read, with the rest, or what of it can be read in this time. Unit: ms. */
  finishSnapshot: (maxMs?: number) => void;
  /** Whether the first snapshot is still being read: what is told meanwhile has to wait for it. */
  isReading: () => boolean;
  /** Reads the page for a snapshot. `onNode` is called with it: at once, or, with the first one, later. */
  readPage: (
    options: SerialiseOptions & { document: Document },
    onNode: (node: serializedNodeWithId | null) => void,
  ) => void;
}

/** Reads a page in steps. */
export interface Reading {
  /**
   * Whether the step has taken long enough. Asked before each node, and after so many style rules: to look at the clock
   * takes a third of the time that a rule does.
   */
  isOver: (count?: number) => boolean;
  /**
   * Notes nodes of a parent that are left to the next steps. These may end what `read` does, in the same way. Where a
   * node is its own parent, it is more of the node itself that is left.
   */
  leave: (
    nodes: readonly Node[],
    parent: Node,
    read: (node: Node) => serializedNodeWithId | null,
  ) => void;
  /** Whether a node is told with the changes of the page, and so is not to be read. */
  takesOver: (node: Node) => boolean;
  /** Masks, in place, what is not a part of what `read` returns. */
  mask: (part: serializedNodeWithId) => void;
}

/** What rrweb hands to its serialiser. */
export interface SerialiseOptions {
  inlineStylesheet: boolean;
  /** Where it may be done in steps. */
  reading?: Reading | undefined;
  /** Called with elements that have a shadow tree. */
  onSerialize: (host: Node) => void;
  onIframeLoad: (frame: Node, document: serializedNodeWithId) => void;
  onStylesheetLoad: (link: Node, again: serializedNodeWithId) => void;
  /** Only the node, not what is in it. */
  skipChild?: boolean;
  /** It was not on the page before. */
  newlyAddedElement?: boolean;
  /** Its text is in the `_cssText` of its parent. */
  cssCaptured?: boolean;
}

/** What rrweb hands to its observer of a tree. */
export interface TreeOptions {
  mutationCb: mutationCallBack;
  blockClass: string;
  blockSelector: string | null;
  inlineStylesheet: boolean;
  iframeManager: {
    attachIframe: (frame: Node, document: serializedNodeWithId) => void;
  };
  stylesheetManager: {
    attachLinkElement: (link: Node, again: serializedNodeWithId) => void;
  };
  shadowDomManager: {
    addShadowRoot: (root: Node, document: Node) => void;
    observeAttachShadow: (frame: Node) => void;
  };
}

/** Functions of rrweb, under its names. */
export interface RrwebParts {
  NodeType: typeof NodeType;
  getValidTagName: (element: Element) => string;
  transformAttribute: (
    document: Document,
    tagName: string,
    name: string,
    value: string | null,
  ) => string | null;
  /**
   * The text of its rules; `null` where they may not be read. With `reading`, of those that there is time for: `rest` says
   * where to begin, and then where to go on, or 0.
   *
   * Concurrency: the rules must stay where they are until all are read.
   */
  stringifyStylesheet: (
    sheet: CSSStyleSheet,
    rest?: { next: number },
    reading?: Reading,
  ) => string | null;
  stringifyRule: (rule: CSSRule, sheetHref: string) => string;
  mutationObserverCtor: () => [typeof MutationObserver, ...unknown[]];
  isNativeShadowDom: (root: Node) => boolean;
  /** Whether it is in a blocked element, or is one. */
  isBlocked: (
    node: Node,
    blockClass: string,
    blockSelector: string | null,
  ) => boolean;
  onceIframeLoaded: (
    frame: Element,
    listener: () => void,
    timeoutMs: number,
  ) => void;
  onceStylesheetLoaded: (
    link: Element,
    listener: () => void,
    timeoutMs: number,
  ) => void;
}

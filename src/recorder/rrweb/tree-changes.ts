/** Tells how the tree has changed: from what the replay shows to what the page is now. */
import type { addedNodeMutation, removedNodeMutation } from '@rrweb/types';
import {
  documentOf,
  hostOf,
  isConnected,
  firstChildOf,
  nextOf,
  nodeTypeOf,
  parentOf,
  previousOf,
  shadowOf,
  TEXT_NODE,
} from '../../privacy/dom.js';
import type {
  RrwebRecord,
  Serialise,
  SerialiseOptions,
  TreeOptions,
} from './parts.js';

/** What is to be done, in this order. */
export interface TreeChanges {
  removes: removedNodeMutation[];
  adds: addedNodeMutation[];
  addedIds: Set<number>;
}

/** Builds it for one run. After it, the mirror holds what the replay shows then. */
export function createTreeChanges(
  { parts, mirror }: RrwebRecord,
  serialise: Serialise,
) {
  const idOf = (node: Node): number => mirror.getMeta(node)?.id ?? -1;
  /** Whether the replay shows it. */
  const isShown = (node: Node): boolean => mirror.getNode(idOf(node)) === node;
  const isShadow = (root: Node): boolean => parts.isNativeShadowDom(root);

  /** `removed`: nodes that were shown, and their parents then. `added`: nodes that were put somewhere. */
  const change = (
    removed: ReadonlyMap<Node, Node>,
    added: Iterable<Node>,
    options: TreeOptions,
  ): TreeChanges => {
    const removes: removedNodeMutation[] = [];
    const adds: addedNodeMutation[] = [];
    const addedIds = new Set<number>();

    const parentBefore = (node: Node): Node | null =>
      removed.get(node) ?? parentOf(node) ?? hostOf(node);
    const gone = new Set<Node>();
    const isGone = (node: Node | null): boolean =>
      !!node && (gone.has(node) || isGone(parentBefore(node)));
    for (const [node, parent] of removed) {
      // What is in a tree goes with it.
      if (!isGone(parent))
        removes.push({
          parentId: idOf(hostOf(parent) ?? parent),
          id: idOf(node),
          ...(isShadow(parent) && { isShadow: true as const }),
        });
      gone.add(node);
    }
    for (const node of gone) mirror.removeNodeFromMap(node);

    const blocked = new Map<Node, boolean>();
    const isBlocked = (parent: Node): boolean => {
      let is = blocked.get(parent);
      if (is === undefined) {
        const { blockClass, blockSelector } = options;
        is = parts.isBlocked(parent, blockClass, blockSelector, true);
        blocked.set(parent, is);
      }
      return is;
    };
    const nodeOptions = createNodeOptions(options);
    /**
     * Adds a node and all that is in it before this neighbour, or as the last one.
     *
     * Why in the order of the page: with the same neighbour for all they take a third less space.
     */
    const add = (node: Node, parentId: number, nextId: number | null): void => {
      const tag = (parentOf(node) as Partial<Element> | null)?.tagName;
      const isText = nodeTypeOf(node) === TEXT_NODE;
      if (isText && tag === 'TEXTAREA') return;
      const serialised = serialise(node, {
        ...nodeOptions,
        cssCaptured: isText && tag === 'STYLE' && addedIds.has(parentId),
      });
      if (!serialised) return;
      const { id } = serialised;
      adds.push({ parentId, nextId, node: serialised });
      addedIds.add(id);
      if (!('attributes' in serialised) || 'rr_width' in serialised.attributes)
        return;
      for (const root of [node, shadowOf(node as Element)])
        for (let it = root && firstChildOf(root); it; it = nextOf(it))
          add(it, id, null);
    };
    for (const node of added) {
      const parent = isConnected(node) && !isShown(node) && parentOf(node);
      if (!parent) continue;
      const holder = hostOf(parent) ?? parent;
      // What is in a new tree comes with it.
      if (!isShown(holder) || isBlocked(holder)) continue;
      let first = node;
      let before = previousOf(first);
      for (; before && !isShown(before); before = previousOf(first))
        first = before;
      const row: Node[] = [];
      let next: Node | null = first;
      for (; next && !isShown(next); next = nextOf(next)) row.push(next);
      for (const it of row) add(it, idOf(holder), next && idOf(next));
    }
    return { removes, adds, addedIds };
  };
  return { change, isShown, idOf };
}

/** What rrweb's managers want to know of a new node. */
function createNodeOptions({
  iframeManager,
  stylesheetManager,
  shadowDomManager,
  ...options
}: TreeOptions): SerialiseOptions {
  return {
    ...options,
    skipChild: true,
    newlyAddedElement: true,
    onSerialize: (node) => {
      const shadow = shadowOf(node as Element);
      if (shadow) shadowDomManager.addShadowRoot(shadow, documentOf(node));
    },
    onIframeLoad: (frame, doc) => {
      iframeManager.attachIframe(frame, doc);
      shadowDomManager.observeAttachShadow(frame);
    },
    onStylesheetLoad: (link, again) =>
      stylesheetManager.attachLinkElement(link, again),
  };
}

/** Tells how the tree has changed: from what the replay shows to what the page is now. */
import type { addedNodeMutation, removedNodeMutation } from '@rrweb/types';
import {
  documentOf,
  firstChildOf,
  hostOf,
  isConnected,
  nextOf,
  nodeTypeOf,
  parentOf,
  previousOf,
  shadowOf,
  TEXT_NODE,
} from '../../dom.js';
import { isPlaceholder } from './describe.js';
import type {
  RrwebRecord,
  Serialise,
  SerialiseOptions,
  TreeOptions,
} from './parts.js';

/** What is to be done, in this order. */
interface TreeChanges {
  removes: removedNodeMutation[];
  adds: addedNodeMutation[];
  addedIds: ReadonlySet<number>;
  /** New nodes that are still to be told of, because the time was up. */
  left: Node[];
}

/** How changes are told this time. */
interface Telling {
  options: TreeOptions;
  /** Whether the time of a new node has not come. */
  isHeld: (node: Node) => boolean;
  /** Asked now and then. */
  isTimeUp: () => boolean;
}

/** How many new nodes are told of between two looks at the clock. */
const NODES_A_LOOK = 10;

/** Builds it for one run. After it, the mirror holds what the replay shows then. */
export function createTreeChanges(
  { parts, mirror }: RrwebRecord,
  serialise: Serialise,
) {
  const idOf = (node: Node): number => mirror.getMeta(node)?.id ?? -1;
  /** Whether the replay shows it. */
  const isShown = (node: Node): boolean => mirror.getNode(idOf(node)) === node;

  const remove = (removed: ReadonlyMap<Node, Node>): removedNodeMutation[] => {
    const removes: removedNodeMutation[] = [];
    const gone = new Set<Node>();
    const parentBefore = (node: Node): Node | null =>
      removed.get(node) ?? parentOf(node) ?? hostOf(node);
    const isGone = (node: Node | null): boolean =>
      !!node && (gone.has(node) || isGone(parentBefore(node)));
    for (const [node, parent] of removed) {
      // What is in a tree goes with it.
      if (!isGone(parent))
        removes.push({
          parentId: idOf(hostOf(parent) ?? parent),
          id: idOf(node),
          ...(parts.isNativeShadowDom(parent) && { isShadow: true as const }),
        });
      gone.add(node);
    }
    // Not before all of them are told of: they may be in each other by now.
    for (const node of gone) mirror.removeNodeFromMap(node);
    return removes;
  };

  const insert = (
    added: Iterable<Node>,
    { options, isHeld, isTimeUp }: Telling,
  ): Omit<TreeChanges, 'removes'> => {
    const adds: addedNodeMutation[] = [];
    const addedIds = new Set<number>();
    const left: Node[] = [];
    let isOver = false;
    const nodeOptions = createNodeOptions(options);
    const blocked = new Map<Node, boolean>();
    const isBlocked = (parent: Node): boolean => {
      const { blockClass, blockSelector } = options;
      const is =
        blocked.get(parent) ??
        parts.isBlocked(parent, blockClass, blockSelector);
      blocked.set(parent, is);
      return is;
    };
    /** What is in new nodes, from the outside to the inside. */
    const waiting: { node: Node; parentId: number; nextId: number | null }[] =
      [];
    const add = ({
      node,
      parentId,
      nextId,
    }: (typeof waiting)[number]): void => {
      const textIn =
        nodeTypeOf(node) === TEXT_NODE &&
        (parentOf(node) as Partial<Element> | null)?.tagName;
      if (textIn === 'TEXTAREA') return;
      // The text of a style element goes with it: its rules are told with the element, and must not be told again.
      if (isOver && textIn !== 'STYLE') {
        left.push(node);
        return;
      }
      const isCssCaptured = textIn === 'STYLE' && addedIds.has(parentId);
      const serialised = serialise(
        node,
        isCssCaptured ? { ...nodeOptions, cssCaptured: true } : nodeOptions,
      );
      if (!serialised) return;
      const { id } = serialised;
      adds.push({ parentId, nextId, node: serialised });
      addedIds.add(id);
      isOver ||= adds.length % NODES_A_LOOK === 0 && isTimeUp();
      if (!('attributes' in serialised) || isPlaceholder(serialised)) return;
      for (const root of [node, shadowOf(node as Element)])
        for (let it = root && firstChildOf(root); it; it = nextOf(it))
          waiting.push({ node: it, parentId: id, nextId: null });
    };

    for (const node of added) {
      const parent = isConnected(node) && !isShown(node) && parentOf(node);
      if (!parent) continue;
      if (isOver) {
        left.push(node);
        continue;
      }
      const holder = hostOf(parent) ?? parent;
      // What is in a new tree comes with it.
      if (!isShown(holder) || addedIds.has(idOf(holder)) || isBlocked(holder))
        continue;
      let first = node;
      let before = previousOf(first);
      for (; before && !isShown(before); before = previousOf(first))
        first = before;
      const row: Node[] = [];
      let next: Node | null = first;
      for (; next && !isShown(next); next = nextOf(next))
        if (!isHeld(next)) row.push(next);
      // In the order of the page: with the same neighbour for all, they take a third less space.
      for (const it of row)
        add({ node: it, parentId: idOf(holder), nextId: next && idOf(next) });
    }
    // One level after the other, because what is alike takes less space side by side. It grows while it is gone through.
    for (const inside of waiting) add(inside);
    return { adds, addedIds, left };
  };

  /** `removed`: nodes that were shown, and their parents then. `added`: nodes that were put somewhere. */
  const change = (
    removed: ReadonlyMap<Node, Node>,
    added: Iterable<Node>,
    telling: Telling,
  ): TreeChanges => ({
    removes: remove(removed),
    ...insert(added, telling),
  });
  return { change, isShown, idOf };
}

/** What rrweb's managers want to know of a new node. */
function createNodeOptions({
  inlineStylesheet,
  iframeManager,
  stylesheetManager,
  shadowDomManager,
}: TreeOptions): SerialiseOptions {
  return {
    inlineStylesheet,
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

/** Gathers what observers tell of changes: the first of each kind, because it has what the replay shows. */
import type { mutationCallbackParam } from '@rrweb/types';
import { hostOf, parentOf, textOf } from '../../dom.js';
import { createAttributeChanges } from './attribute-changes.js';
import type { RrwebRecord, Serialise, TreeOptions } from './parts.js';
import { createTreeChanges } from './tree-changes.js';

/** Changes of all trees since they were last taken. */
export interface PendingChanges {
  add: (records: readonly MutationRecord[]) => void;
  isEmpty: () => boolean;
  /** New nodes that were not reached when changes were taken last. */
  leftCount: () => number;
  /**
   * Whether the changes tell of a node, because it was put where it is since the snapshot was begun. They take over
   * those, too, that have moved from where it was read to where it was not.
   */
  takesOver: (node: Node) => boolean;
  /** Has nothing told of these nodes, which the replay does not show, until the next snapshot. */
  leaveOut: (nodes: readonly Node[]) => void;
  /** Whether the node comes, goes or moves, or is a style element that has another text. */
  concerns: (node: Node) => boolean;
  /**
   * What is to be told of them; `undefined` where nothing has changed after all. They are forgotten, also where that
   * throws: what cannot be told must not be tried again and again. New nodes that are not reached before the time is up
   * are left: the replay is sound without them. `isRest`: only of what is left; what came since waits.
   */
  take: (
    options: TreeOptions,
    isTimeUp: () => boolean,
    isRest: boolean,
  ) => mutationCallbackParam | undefined;
}

const nothing = () => ({
  /** Texts, with the value that the replay shows. */
  texts: new Map<Node, string | null>(),
  /** By attribute, the value that the replay shows. */
  attributes: new Map<Element, Map<string, string | null>>(),
  /** Text areas whose text has changed. */
  textAreas: new Set<HTMLTextAreaElement>(),
  /** Nodes that the replay shows and that were taken away, with their parents there. */
  removed: new Map<Node, Node>(),
  /** Nodes that were put somewhere. */
  added: new Set<Node>(),
  /** New nodes that were not reached when changes were taken last. */
  left: new Set<Node>(),
});

/** Builds it for one run. */
export function createPendingChanges({
  record,
  serialise,
  onPassword,
}: {
  record: RrwebRecord;
  serialise: Serialise;
  /** The field was a password, and may be none any more. */
  onPassword: (field: Element) => void;
}): PendingChanges {
  const { isShown, idOf, change } = createTreeChanges(record, serialise);
  const describeAttributes = createAttributeChanges(record.parts);
  let pending = nothing();
  let leftOut = new Set<Node>();

  /** Whether it has changed before: on a busy page most of it has, and reading more of a record takes time. */
  const isKnown = ({
    type,
    target,
    attributeName,
    attributeNamespace,
  }: MutationRecord): boolean =>
    type === 'characterData'
      ? pending.texts.has(target)
      : // Each value of `type` is looked at.
        attributeName !== 'type' &&
        !attributeNamespace &&
        !!pending.attributes.get(target as Element)?.has(attributeName ?? '');

  const addAttribute = ({
    target,
    attributeName,
    attributeNamespace,
    oldValue,
  }: MutationRecord): void => {
    const { attributes } = pending;
    const element = target as Element;
    const told = attributeName ?? '';
    // Of "xlink:href", by which old icons name what they show, the browser leaves out the prefix.
    const name =
      attributeNamespace && !element.hasAttribute(told)
        ? `xlink:${told}`
        : told;
    const values = attributes.get(element) ?? new Map<string, string | null>();
    attributes.set(element, values);
    if (!values.has(name)) values.set(name, oldValue);
  };
  const addNodes = ({
    target,
    addedNodes,
    removedNodes,
  }: MutationRecord): void => {
    const { removed, added } = pending;
    for (const node of removedNodes)
      if (!removed.has(node) && isShown(node)) removed.set(node, target);
    for (const node of addedNodes) added.add(node);
  };

  return {
    add: (records) => {
      for (const record of records) {
        if (isKnown(record)) continue;
        const { type, target, attributeName, oldValue } = record;
        // Also of one that was not read yet.
        if (attributeName === 'type' && /^password$/i.test(oldValue ?? ''))
          onPassword(target as Element);
        // What is in a text area has no ID: its value is told.
        const area = type === 'attributes' ? undefined : textAreaOf(target);
        // What is not shown yet comes with all that is in it.
        if (!isShown(area ?? hostOf(target) ?? target)) continue;
        if (area) pending.textAreas.add(area);
        else if (type === 'attributes') addAttribute(record);
        else if (type === 'characterData') pending.texts.set(target, oldValue);
        else addNodes(record);
      }
    },
    isEmpty: () => Object.values(pending).every(({ size }) => size === 0),
    leftCount: () => pending.left.size,
    takesOver: (node) => {
      const { added } = pending;
      if (isShown(node)) added.add(node);
      return added.has(node);
    },
    leaveOut: (nodes) => {
      leftOut = new Set(nodes);
    },
    concerns: (node) => {
      const { texts, removed, added, left } = pending;
      let it: Node | null = node;
      while (it && !removed.has(it) && !added.has(it) && !left.has(it))
        it = parentOf(it) ?? hostOf(it);
      if (it || !/^style$/i.test((node as Partial<Element>).tagName ?? ''))
        return it !== null;
      const isNew = (child: Node): boolean =>
        texts.has(child) || added.has(child);
      return (
        [...removed.values()].includes(node) || [...node.childNodes].some(isNew)
      );
    },
    take: (options, isTimeUp, isRest) => {
      const { removed, added, left } = pending;
      // Where the replay shows a node that has gone, others could not be put. What was moved comes back at once.
      const moved = [...removed.keys()].filter((it) => added.delete(it));
      const taken = isRest ? nothing() : pending;
      pending = isRest ? { ...pending, removed: new Map() } : nothing();
      const nodes = [...left, ...moved, ...taken.added];
      const tree = change(removed, nodes, {
        options,
        isHeld: (node) => pending.added.has(node) || leftOut.has(node),
        isTimeUp,
      });
      const { removes, adds, addedIds } = tree;
      pending.left = new Set(tree.left);
      const isOld = (node: Node): boolean =>
        isShown(node) && !addedIds.has(idOf(node));

      const told: Omit<mutationCallbackParam, 'isAttachIframe'> = {
        texts: [],
        attributes: [],
        removes,
        adds,
      };
      for (const [node, oldValue] of taken.texts) {
        const value = textOf(node);
        if (value !== oldValue && isOld(node))
          told.texts.push({ id: idOf(node), value });
      }
      for (const [element, oldValues] of taken.attributes) {
        if (!isOld(element)) continue;
        const changes = describeAttributes(element, oldValues);
        if (Object.keys(changes).length > 0)
          told.attributes.push({ id: idOf(element), attributes: changes });
      }
      for (const area of taken.textAreas)
        if (isOld(area))
          told.attributes.push({
            id: idOf(area),
            // What was written into it stays, whatever text it gets.
            attributes: { value: area.value },
          });
      return Object.values(told).some(({ length }) => length > 0)
        ? told
        : undefined;
    },
  };
}

/** The text area that a node is, or whose text it is. */
function textAreaOf(node: Node): HTMLTextAreaElement | undefined {
  return [node, parentOf(node)].find(isTextArea);
}

function isTextArea(node: Node | null): node is HTMLTextAreaElement {
  return (node as Partial<Element> | null)?.tagName === 'TEXTAREA';
}

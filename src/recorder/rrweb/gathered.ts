/** Gathers what observers tell of changes: the first of each kind, because it has what the replay shows. */
import type { mutationCallbackParam } from '@rrweb/types';
import { hostOf, parentOf, textOf } from '../../privacy/dom.js';
import { createAttributeChanges } from './attribute-changes.js';
import type { RrwebRecord, Serialise, TreeOptions } from './parts.js';
import { createTreeChanges } from './tree-changes.js';

/** Changes of all trees since they were last taken. */
export interface Gathered {
  add: (records: readonly MutationRecord[]) => void;
  isEmpty: () => boolean;
  /** Whether the node comes, goes or moves. */
  moves: (node: Node) => boolean;
  /** What is to be told of them; `undefined` where nothing has changed after all. */
  take: (options: TreeOptions) => mutationCallbackParam | undefined;
}

/** Builds it for one run. */
export function createGathered({
  record,
  serialise,
  onPassword,
}: {
  record: RrwebRecord;
  serialise: Serialise;
  /** The field was a password, and may be none any more. */
  onPassword: (field: Element) => void;
}): Gathered {
  const { isShown, idOf, change } = createTreeChanges(record, serialise);
  const describeAttributes = createAttributeChanges(record.parts);
  let texts = new Map<Node, string | null>();
  let attributes = new Map<Element, Map<string, string | null>>();
  let textAreas = new Set<Element>();
  let removed = new Map<Node, Node>();
  let added = new Set<Node>();

  const addAttribute = ({
    target,
    attributeName,
    oldValue,
  }: MutationRecord): void => {
    const element = target as Element;
    const name = attributeName ?? '';
    if (name === 'type' && /^password$/i.test(oldValue ?? ''))
      onPassword(element);
    let values = attributes.get(element);
    if (!values) attributes.set(element, (values = new Map()));
    if (!values.has(name)) values.set(name, oldValue);
  };
  const addText = ({ target, oldValue }: MutationRecord): void => {
    if (!texts.has(target)) texts.set(target, oldValue);
  };
  const addNodes = ({
    target,
    addedNodes,
    removedNodes,
  }: MutationRecord): void => {
    for (const node of removedNodes)
      if (!removed.has(node) && isShown(node)) removed.set(node, target);
    for (const node of addedNodes) added.add(node);
  };

  return {
    add: (records) => {
      for (const record of records) {
        const { type, target } = record;
        // What is in a text area has no ID: its value is told.
        const area = type === 'attributes' ? undefined : textAreaOf(target);
        // What is not shown yet comes with all that is in it.
        if (!isShown(area ?? hostOf(target) ?? target)) continue;
        if (area) textAreas.add(area);
        else if (type === 'attributes') addAttribute(record);
        else if (type === 'characterData') addText(record);
        else addNodes(record);
      }
    },
    isEmpty: () =>
      texts.size +
        attributes.size +
        textAreas.size +
        removed.size +
        added.size ===
      0,
    moves: (node) => {
      let it: Node | null = node;
      while (it && !removed.has(it) && !added.has(it))
        it = parentOf(it) ?? hostOf(it);
      return it !== null;
    },
    take: (options) => {
      // Forgotten first: what cannot be told must not be tried again and again.
      const before = { texts, attributes, textAreas, removed, added };
      texts = new Map();
      attributes = new Map();
      textAreas = new Set();
      removed = new Map();
      added = new Set();
      const { removes, adds, addedIds } = change(
        before.removed,
        before.added,
        options,
      );
      const isOld = (node: Node): boolean =>
        isShown(node) && !addedIds.has(idOf(node));

      const told: mutationCallbackParam = {
        texts: [],
        attributes: [],
        removes,
        adds,
      };
      for (const [node, oldValue] of before.texts) {
        const value = textOf(node);
        if (value !== oldValue && isOld(node))
          told.texts.push({ id: idOf(node), value });
      }
      for (const [element, oldValues] of before.attributes) {
        if (!isOld(element)) continue;
        const changes = describeAttributes(element, oldValues);
        if (Object.keys(changes).length > 0)
          told.attributes.push({ id: idOf(element), attributes: changes });
      }
      for (const area of before.textAreas)
        if (isOld(area))
          told.attributes.push({
            id: idOf(area),
            attributes: { value: textOf(area) },
          });
      const { texts: t, attributes: a } = told;
      return t.length + a.length + removes.length + adds.length > 0
        ? told
        : undefined;
    },
  };
}

/** The text area that a node is, or whose text it is. */
function textAreaOf(node: Node): Element | undefined {
  const found = [node, parentOf(node)] as (Partial<Element> | null)[];
  return found.find((it) => it?.tagName === 'TEXTAREA') as Element | undefined;
}

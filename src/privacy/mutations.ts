/** Masks what rrweb tells of changes of the page's tree. */
import type { serializedNodeWithId } from '@rrweb/types';
import type { Attributes } from './attributes.js';
import type { Moment, NodeMasks } from './nodes.js';

/** The parts of rrweb's mutation events that are read. */
export interface MutationData {
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: Attributes }[];
  removes: { parentId: number; id: number }[];
  adds: { parentId: number; node: serializedNodeWithId }[];
}

/** Masks the changes, in place, and drops those inside of blocked elements. Returns whether any is left. */
export function maskMutation(
  data: MutationData,
  masks: NodeMasks,
  moment: Moment,
): boolean {
  const { decision, nodeOf } = moment;
  const openNode = (id: number): Node | undefined => {
    const node = nodeOf(id);
    return node && !decision.isBlocked(node) ? node : undefined;
  };

  data.texts = data.texts.filter((change) => {
    const node = openNode(change.id);
    if (node && change.value)
      change.value = masks.text(node, change.value, decision);
    return node;
  });
  data.attributes = data.attributes.filter(({ id, attributes }) => {
    const element = openNode(id);
    if (!element) return false;
    masks.attributes(element as Element, attributes, decision);
    return Object.keys(attributes).length > 0;
  });
  data.removes = data.removes.filter(({ parentId }) => openNode(parentId));
  data.adds = data.adds.filter(({ parentId, node }) => {
    if (!openNode(parentId)) return false;
    masks.node(node, moment);
    return true;
  });
  const { texts, attributes, removes, adds } = data;
  return [texts, attributes, removes, adds].some(({ length }) => length > 0);
}

/** Masks attributes in recorded events: rrweb asks about texts and typed values, but about no attribute. */
import type { eventWithTime, serializedNodeWithId } from '@rrweb/types';
import { mask } from './mask.js';

/** Elements whose attributes show or carry what a visitor may choose. */
const FIELD_TAGS = new Set([
  'input',
  'select',
  'textarea',
  'option',
  'optgroup',
]);

const VALUE_NAMES = ['value', 'label'] as const;

/** `FullSnapshot` and `IncrementalSnapshot`. Source: rrweb's `EventType`. */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
/** Source: rrweb's `IncrementalSource`. */
const MUTATION = 0;

/**
 * Masks, in place, what an event shows of form fields by attribute.
 *
 * Why in place: the event is ours alone, and a copy of a snapshot would cost as much as the snapshot.
 */
export function maskAttributes(
  event: eventWithTime,
  /** Whether the values of the node with this ID are masked. */
  isMasked: (nodeId: number) => boolean,
): void {
  const maskValues = (id: number, attributes: object): void => {
    const values = attributes as Partial<Record<string, unknown>>;
    for (const name of VALUE_NAMES) {
      const value = values[name];
      if (typeof value === 'string' && value && isMasked(id))
        values[name] = mask(value);
    }
  };
  const walk = (node: serializedNodeWithId): void => {
    if ('attributes' in node && FIELD_TAGS.has(node.tagName))
      maskValues(node.id, node.attributes);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };

  const { type } = event as { type: number };
  if (type === FULL_SNAPSHOT)
    walk((event.data as { node: serializedNodeWithId }).node);
  const data = event.data as Partial<MutationData>;
  if (type !== INCREMENTAL || data.source !== MUTATION) return;
  for (const { node } of data.adds ?? []) walk(node);
  for (const { id, attributes } of data.attributes ?? [])
    maskValues(id, attributes);
}

/** The part of rrweb's mutation events that is read. */
interface MutationData {
  source: number;
  adds: { node: serializedNodeWithId }[];
  attributes: { id: number; attributes: object }[];
}

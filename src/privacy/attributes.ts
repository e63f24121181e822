/** Masks what rrweb does not ask about: attributes that show or carry a choice, and the values of ticked boxes. */
import type { eventWithTime, serializedNodeWithId } from '@rrweb/types';
import { mask } from './mask.js';

/** Elements whose attributes show or carry what a visitor may choose. Of other fields rrweb does ask. */
const FIELD_TAGS = new Set(['input', 'option', 'optgroup']);

/** Attributes, and what an input event calls its value. */
const VALUE_NAMES = ['value', 'label', 'text'] as const;

/** `FullSnapshot` and `IncrementalSnapshot`. Source: rrweb's `EventType`. */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
/** `Mutation` and `Input`. Source: rrweb's `IncrementalSource`. */
const MUTATION = 0;
const INPUT = 5;

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
  if (type !== INCREMENTAL) return;
  const data = event.data as IncrementalData;
  if (data.source === INPUT) maskValues(data.id, data);
  if (data.source !== MUTATION) return;
  for (const { node } of data.adds) walk(node);
  for (const { id, attributes } of data.attributes) maskValues(id, attributes);
}

/** The parts of rrweb's incremental events that are read: the first of input, the others of mutations. */
interface IncrementalData {
  source: number;
  id: number;
  adds: { node: serializedNodeWithId }[];
  attributes: { id: number; attributes: object }[];
}

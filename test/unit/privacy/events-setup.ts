import { EventType, IncrementalSource, type eventWithTime } from '@rrweb/types';
import { createMaskEvent } from '../../../src/privacy/events.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { sampleRules } from './sample-rules.js';

const PAGE = 'https://shop.example/';

/** A page on which the element with the ID `n7` has the number 7, and its first text 107. */
export function setup(html: string, blockedStyle?: string) {
  document.body.innerHTML = html;
  const nodes = new Map<number, Node>([[1, document]]);
  for (const element of document.querySelectorAll('[id^=n]')) {
    const id = Number(element.id.slice(1));
    nodes.set(id, element);
    if (element.firstChild) nodes.set(id + 100, element.firstChild);
  }
  const maskEvent = createMaskEvent({
    rules: sampleRules(),
    isSecret: createSecrets().isSecret,
    nodeWithId: (id) => nodes.get(id) ?? null,
    blockedStyle,
  });
  /** What is recorded of an event's data; `undefined`: nothing. */
  const recorded = (data: object, type = EventType.IncrementalSnapshot) => {
    const event: unknown = { type, timestamp: 1, data };
    return maskEvent(event as eventWithTime, PAGE) ? data : undefined;
  };
  const { Mutation: source } = IncrementalSource;
  const none = { texts: [], attributes: [], removes: [], adds: [] };
  return {
    nodes,
    recorded,
    mutation: (changes: object) => recorded({ source, ...none, ...changes }),
  };
}

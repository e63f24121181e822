/** Random changes of a page, as data. */
import * as fc from 'fast-check';
import { URLS } from './random-rules.js';
import {
  ATTRIBUTES,
  CLASSES,
  FIELD_ATTRIBUTES,
  PURPOSES,
  shapes,
  TYPES,
  type Shape,
} from './shapes.js';

/** What comes between two changes: nothing, a microtask, or a task, in which rrweb looks at frames and set values. */
export type Pause = 'none' | 'microtask' | 'task';

/** One change. Numbers choose among the nodes there are, or among those that have a shadow root. */
export type Change = { pause: Pause; isHost?: boolean } & (
  | { kind: 'grow'; at: number; shape: Shape }
  | { kind: 'move'; node: number; at: number }
  /** Gives all texts and some attributes within a node other tokens. */
  | { kind: 'rewrite'; node: number }
  | { kind: 'remove' | 'write' | 'click' | 'insertRule'; node: number }
  | { kind: 'set' | 'unset'; node: number; what: string }
  | { kind: 'toggle'; node: number; name: string }
  | { kind: 'shadow'; node: number; shape: Shape }
  | { kind: 'type'; node: number; event: '' | 'input' | 'change' }
  | { kind: 'visit'; url: string }
  | { kind: 'snapshot' }
);

const node = fc.nat({ max: 1000 });
const pause = fc.constantFrom<Pause>('none', 'none', 'microtask', 'task');
const any = shapes.any;
const SETTABLE = [...ATTRIBUTES, ...FIELD_ATTRIBUTES, ...PURPOSES, ...TYPES];
// Those of which the rules say most, more often.
SETTABLE.push('title', 'title', 'data-x', 'value', 'value', 'href', 'style');
SETTABLE.push('content', 'slot=a', 'name=a', 'editable', 'textbox');

const change = fc.oneof(
  fc.record({ pause, kind: fc.constant('grow'), at: node, shape: any }),
  fc.record({ pause, kind: fc.constant('move'), node, at: node }),
  fc.record({
    pause,
    kind: fc.constantFrom(
      'remove',
      'write',
      'write',
      'rewrite',
      'click',
      'insertRule',
    ),
    node,
  }),
  fc.record({
    pause,
    kind: fc.constantFrom('set', 'set', 'unset'),
    node,
    what: fc.constantFrom(...SETTABLE),
  }),
  fc.record({
    pause,
    kind: fc.constant('toggle'),
    node,
    name: fc.constantFrom(...CLASSES),
  }),
  fc.record({ pause, kind: fc.constant('shadow'), node, shape: any }),
  fc.record({
    pause,
    kind: fc.constant('type'),
    node,
    event: fc.constantFrom('', 'input', 'change'),
  }),
  fc.record({
    pause,
    kind: fc.constant('visit'),
    url: fc.constantFrom(...URLS),
  }),
  fc.record({ pause, kind: fc.constant('snapshot') }),
) as fc.Arbitrary<Change>;

/** What leaves the page, changes, and comes back in another place. */
const absence = fc
  .tuple(fc.boolean(), node, node, pause, pause, pause)
  .map(([isHost, node, at, first, second, third]): Change[] => [
    { kind: 'remove', isHost, node, pause: first },
    { kind: 'rewrite', isHost, node, pause: second },
    { kind: 'move', isHost, node, at, pause: third },
  ]);

/** A password that is shown, and typed on. */
const disclosure = fc
  .tuple(node, pause, pause, pause)
  .map(([node, first, second, third]): Change[] => [
    { kind: 'set', node, what: 'type=password', pause: first },
    { kind: 'set', node, what: 'type=text', pause: second },
    { kind: 'type', node, event: 'input', pause: third },
  ]);

/** A style that changes in one property. */
const restyling = fc
  .tuple(
    node,
    fc.constantFrom('--note', 'background-image', 'font-family'),
    pause,
    pause,
  )
  .map(([node, property, first, second]): Change[] => [
    { kind: 'set', node, what: 'style', pause: first },
    { kind: 'set', node, what: `restyled ${property}`, pause: second },
  ]);

export const randomChanges: fc.Arbitrary<Change[]> = fc
  .array(
    fc.oneof(
      { arbitrary: change.map((it) => [it]), weight: 8 },
      { arbitrary: absence, weight: 2 },
      { arbitrary: disclosure, weight: 1 },
      { arbitrary: restyling, weight: 1 },
    ),
    { maxLength: 8 },
  )
  .map((many) => many.flat());

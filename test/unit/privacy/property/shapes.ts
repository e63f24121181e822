/** Random pages, as data. */
import * as fc from 'fast-check';

/** An element to be, or a text. */
export interface Shape {
  /** `#text` for a text. */
  tag: string;
  classes: string[];
  /** What it has of attributes; `attributes.ts` beside this file says with which values. */
  attributes: string[];
  children: Shape[];
  /** The content of its shadow root. */
  shadow: Shape[] | undefined;
}

/** Classes that the rules may name, and one that they never do. */
export const CLASSES = [
  'amp-mask',
  'amp-unmask',
  'amp-block',
  'm',
  'u',
  'b',
  'plain',
];

export const ATTRIBUTES = [
  'title',
  'aria-label',
  'data-x',
  'data-state',
  'placeholder',
  'onwheel',
  'style',
  'href',
  'src',
  'cite',
  'repeated',
];

/** What a field may have besides. */
export const FIELD_ATTRIBUTES = ['value', 'checked', 'label', 'selected'];

/** What a field may say of its purpose. */
export const PURPOSES = ['card', 'code', 'named'];

export const TYPES = [
  'text',
  'password',
  'hidden',
  'email',
  'tel',
  'search',
  'checkbox',
  'radio',
  'submit',
  'reset',
  'unheard-of',
].map((type) => `type=${type}`);

const some = <T>(from: T[], maxLength: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...from), { maxLength });

// Most elements say nothing, as on a real page; otherwise nearly everything would be masked or blocked.
const classes = fc.oneof(
  { arbitrary: fc.constant<string[]>([]), weight: 3 },
  { arbitrary: some(CLASSES, 2), weight: 2 },
);

const text: Shape = {
  tag: '#text',
  classes: [],
  attributes: [],
  children: [],
  shadow: undefined,
};

/** An element with these tags and children. */
function element(
  tags: string[],
  attributes: fc.Arbitrary<string[]>,
  children: fc.Arbitrary<Shape[]>,
  shadow: fc.Arbitrary<Shape[] | undefined> = fc.constant(undefined),
): fc.Arbitrary<Shape> {
  return fc.record({
    tag: fc.constantFrom(...tags),
    classes,
    attributes,
    children,
    shadow,
  });
}

const plain = some(ATTRIBUTES, 3);
const none = fc.constant<Shape[]>([]);
const ofField = some([...ATTRIBUTES, ...FIELD_ATTRIBUTES], 4);
const ofTyped = some([...ATTRIBUTES, ...FIELD_ATTRIBUTES, ...PURPOSES], 4);
const texts = fc.array(fc.constant(text), { maxLength: 2 });

const input = fc
  .tuple(
    element(['input'], ofTyped, none),
    fc.option(fc.constantFrom(...TYPES), { freq: 5, nil: undefined }),
  )
  .map(([shape, type]) => ({
    ...shape,
    attributes: type ? [...shape.attributes, type] : shape.attributes,
  }));
const option = element(['option'], ofField, texts);
const options = fc.array(
  fc.oneof(
    { arbitrary: option, weight: 2 },
    element(['optgroup'], ofField, fc.array(option, { maxLength: 2 })),
  ),
  { maxLength: 3 },
);
const drawing = element(
  ['svg'],
  plain,
  fc.array(element(['svg:text', 'svg:title'], plain, texts), { maxLength: 2 }),
);

/** What may stand in a page's body. */
export const shapes = fc.letrec<{ any: Shape; many: Shape[] }>((tie) => ({
  many: fc.array(tie('any'), { maxLength: 3 }),
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    { arbitrary: fc.constant(text), weight: 4 },
    { arbitrary: input, weight: 3 },
    element(['textarea'], ofTyped, texts),
    element(['select', 'datalist'], ofTyped, options),
    element(['style'], plain, fc.constant([text])),
    element(['meta'], some(['content', 'csrf', 'title'], 3), none),
    drawing,
    {
      arbitrary: element(['div', 'p', 'a', 'button'], plain, tie('many')),
      weight: 5,
    },
    {
      arbitrary: element(
        ['div'],
        some(['editable', 'textbox', 'title', 'repeated', 'data-x'], 3),
        tie('many'),
      ),
      weight: 1,
    },
    {
      arbitrary: element(
        ['x-card', 'div'],
        some([...ATTRIBUTES, 'value', 'slot=a'], 3),
        tie('many'),
        fc.option(tie('many'), { nil: undefined, freq: 4 }),
      ),
      weight: 4,
    },
    {
      arbitrary: element(['slot'], some(['name=a', 'title'], 2), tie('many')),
      weight: 2,
    },
    element(['iframe'], some(['title', 'srcdoc'], 1), tie('many')),
  ),
}));

/** How an element is covered: by the level alone, by an unmask rule, by a mask rule or by a block rule. */
export type Situation =
  | 'light'
  | 'medium'
  /** An unmask rule under `light`. */
  | 'light-unmasked'
  /** An unmask rule under `medium`. */
  | 'medium-unmasked'
  /** An unmask rule under `conservative`. */
  | 'strict-unmasked'
  /** A mask rule, or `conservative` without an unmask rule. */
  | 'masked'
  | 'blocked';

const UNMASKED = [
  'light-unmasked',
  'medium-unmasked',
  'strict-unmasked',
] as const;

/** The situations in which a recording shows what stands in a place; in all others it must not be found. */
const SHOWN_IN = {
  text: ['light', 'medium', ...UNMASKED],
  field: ['light', ...UNMASKED],
  /** A field that even `light` masks. */
  'light-field': UNMASKED,
  /** Passwords, card data, one-time codes and the like. */
  secret: [],
  /** An unmask rule does not reach into frames. */
  'frame-text': ['light', 'medium', 'light-unmasked', 'medium-unmasked'],
  'frame-field': ['light', 'light-unmasked'],
  /** What an element needs to look right: it stays while the element itself is there. */
  structure: ['light', 'medium', ...UNMASKED, 'masked'],
  /** What a recorder may leave out, and must where a rule covers it. */
  optional: [],
} satisfies Record<string, readonly Situation[]>;

/** What a place is in the eyes of the rules. */
export type Kind = keyof typeof SHOWN_IN;

/** Situations in which it does not matter whether a recorder leaves these out. */
const EITHER_IN: Partial<Record<Kind, readonly Situation[]>> = {
  optional: ['light', 'medium', ...UNMASKED],
};

/** A place where text can enter a recording. `make` and `fill` run in the page. */
export interface Place {
  name: string;
  kind: Kind;
  /** What the place can hold. @defaultValue 'word' */
  format?: Format;
  /** Makes the element, without the text. */
  make: () => Element;
  /** Puts the text in. What it does later must not need the element to stay where it is. */
  fill: (element: Element, text: string) => unknown;
  /** Whether it can be filled only where it stands in a document, and loses the text elsewhere. */
  needsDocument?: boolean;
  /** Whether filling it fires an event that a recorder hears at once. */
  isHeard?: boolean;
  /** Whether what it was before is all that makes it a secret: a recorder has to have seen that. */
  hasPast?: boolean;
  /** Whether it makes a frame. These are slow. */
  isFrame?: boolean;
}

export type Format = 'word' | 'number' | 'date' | 'color';

/** Whether the text has to be in the recording, must not be anywhere, or either. */
export function expectationOf(
  kind: Kind,
  situation: Situation,
): 'shown' | 'hidden' | 'either' {
  const shownIn: readonly Situation[] = SHOWN_IN[kind];
  if (shownIn.includes(situation)) return 'shown';
  return EITHER_IN[kind]?.includes(situation) ? 'either' : 'hidden';
}

/** Runs in the page. Makes the one element that this HTML describes. */
export function element(html: string): Element {
  const template = document.createElement('template');
  template.innerHTML = html;
  const made = template.content.firstElementChild;
  if (!made) throw new Error(`No element in ${html}`);
  return document.importNode(made, true);
}

/** Runs in the page. The first element within `root` that matches, or `root` itself where it does. */
export function within(root: Element, selector: string): Element {
  const found = root.matches(selector) ? root : root.querySelector(selector);
  if (!found) throw new Error(`No ${selector} in ${root.outerHTML}`);
  return found;
}

/** Runs in the page. */
export const pause = (delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });

/** A place that is an attribute. `value` makes its value of the text. */
export function attributePlace(
  name: string,
  html: string,
  attribute: string,
  {
    kind = 'text',
    on = '*',
    value = (text) => text,
    isFrame = false,
  }: {
    kind?: Kind;
    on?: string;
    value?: (text: string) => string;
    isFrame?: boolean;
  } = {},
): Place {
  return {
    name,
    kind,
    isFrame,
    make: () => element(html),
    fill: (root, text) => within(root, on).setAttribute(attribute, value(text)),
  };
}

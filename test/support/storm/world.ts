/** What a storm of random changes works with. Runs in the browser. */

/** Chooses by a seed, the same each time. */
export interface Random {
  /** From 0 to below `limit`. */
  below: (limit: number) => number;
  pick: <T>(choices: readonly T[]) => T;
}

/** A page in a storm. */
export interface World extends Random {
  /** A number that was not used before. */
  next: () => number;
  /** Elements and shadow roots of the page that may change, in document order. */
  holders: () => (Element | ShadowRoot)[];
  elements: () => Element[];
  /** The same without the two that always stay, and what belongs where it is. */
  movable: () => Element[];
  /** Subtrees that left the page and may come back. */
  away: Element[];
}

/** The body that a storm begins with. What fields hold is compared, too, so it is not masked. */
export const CALM = `<main id="root" class="amp-unmask"><p>a</p><p>b<i>c</i></p></main><aside id="side" class="amp-unmask"></aside>`;

/** A linear congruential generator: the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff;
    return (state >> 8) % limit;
  };
  return {
    below,
    pick: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error('There is nothing to pick');
      return choice;
    },
  };
}

/** Builds it for this document. */
export function createWorld(seed: number): World {
  let serial = 0;
  const holders = (): (Element | ShadowRoot)[] => {
    const found: (Element | ShadowRoot)[] = [];
    const walk = (node: Element | ShadowRoot): void => {
      found.push(node);
      if ('shadowRoot' in node && node.shadowRoot) walk(node.shadowRoot);
      for (const child of node.children) walk(child);
    };
    for (const root of document.querySelectorAll('#root, #side')) walk(root);
    return found;
  };
  const elements = (): Element[] =>
    holders().filter((it): it is Element => it instanceof Element);
  return {
    ...createRandom(seed),
    next: () => (serial += 1),
    holders,
    elements,
    movable: () =>
      elements().filter((it) => !it.matches('[id], svg *, option, summary')),
    away: [],
  };
}

/** Whether `outer` is the node, or holds it, also across shadow roots. */
export function holds(outer: Node, node: Node): boolean {
  for (let it: Node | null = node; it;) {
    if (it === outer) return true;
    it = it.parentNode ?? (it instanceof ShadowRoot ? it.host : null);
  }
  return false;
}

import type { World } from './world.js';

const PLAIN = ['div', 'span', 'b', 'li', 'p', 'section'] as const;

/** Elements that a page may hold and a recorder may get wrong, by name. */
const SPECIAL: Record<string, (world: World) => Element> = {
  input: () => create('input'),
  checkbox: () => Object.assign(create('input'), { type: 'checkbox' }),
  textarea: ({ next }) => {
    const area = create('textarea');
    area.append(`area ${next()}`);
    return area;
  },
  select: (world) => {
    const select = create('select');
    for (let count = world.below(3); count >= 0; count -= 1)
      select.append(option(world));
    return select;
  },
  style: (world) => {
    const style = create('style');
    for (let count = world.below(2); count >= 0; count -= 1)
      style.append(rule(world));
    return style;
  },
  link: ({ pick }) =>
    Object.assign(create('link'), {
      rel: 'stylesheet',
      href: pick(['/red.css', '/blue.css']),
    }),
  script: () => {
    const script = create('script');
    script.type = 'text/plain';
    script.append('not run');
    return script;
  },
  svg: ({ next }) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const circle = document.createElementNS(svg.namespaceURI ?? '', 'circle');
    circle.setAttribute('r', String(next()));
    svg.append(circle);
    return svg;
  },
  details: ({ next }) => {
    const details = create('details');
    details.innerHTML = `<summary>s${next()}</summary>d${next()}`;
    return details;
  },
  dialog: ({ next }) => {
    const dialog = create('dialog');
    dialog.append(`dialog ${next()}`);
    return dialog;
  },
  frame: ({ next, below }) => {
    const frame = create('iframe');
    if (below(2)) frame.srcdoc = `<p>framed ${next()}</p>`;
    else frame.src = '/frame';
    return frame;
  },
  slot: ({ next }) => {
    const slot = create('slot');
    slot.append(`slot ${next()}`);
    return slot;
  },
};

/** Builds a random subtree. Each of its elements has a number in the attribute `n`. */
export function shape(world: World, depth: number): Element {
  const { pick, below, next } = world;
  if (below(4) === 0) return number(world, special(world));
  const element = number(world, create(pick(PLAIN)));
  if (below(2)) element.append(`t${next()}`);
  if (below(6) === 0) element.append(document.createComment(`c${next()}`));
  for (let count = depth > 0 ? below(3) : 0; count > 0; count -= 1)
    element.append(shape(world, depth - 1), below(3) ? '' : `x${next()}`);
  return element;
}

/** A rule that colours some of the numbered elements. */
export function rule({ pick, below }: World): string {
  return `[n$="${below(10)}"] { ${pick(['color', 'background-color'])}: rgb(${below(256)}, ${below(256)}, 0); }`;
}

export function option({ next }: World): HTMLOptionElement {
  return new Option(`option ${next()}`);
}

function special(world: World): Element {
  const build = SPECIAL[world.pick(Object.keys(SPECIAL))];
  if (!build) throw new Error('There is no such shape');
  return build(world);
}

function number(world: World, element: Element): Element {
  element.setAttribute('n', String(world.next()));
  return element;
}

function create<N extends keyof HTMLElementTagNameMap>(
  name: N,
): HTMLElementTagNameMap[N] {
  return document.createElement(name);
}

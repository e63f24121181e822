import { option, rule, shape } from './shapes.js';
import { holds, type World } from './world.js';

/** One change of the page. Where there is nothing for it, it does nothing. */
type Operation = (world: World) => void;

/** Elements that hold only what belongs into them. */
const CLOSED =
  'textarea, select, option, style, script, link, iframe, input, svg, svg *';

/** Where children may be put. */
const open = (world: World): (Element | ShadowRoot)[] =>
  world
    .holders()
    .filter((it) => !(it instanceof Element && it.matches(CLOSED)));
const somewhere = (world: World): Element | ShadowRoot =>
  world.pick(open(world));
const before = (world: World, parent: Node, except?: Node): Node | null =>
  world.pick([null, ...[...parent.childNodes].filter((it) => it !== except)]);
const put = (world: World, node: Node): void => {
  const parent = somewhere(world);
  if (!holds(node, parent))
    parent.insertBefore(node, before(world, parent, node));
};
/** One of the elements that match. */
const one = (world: World, selector: string): Element | undefined => {
  const found = world.elements().filter((it) => it.matches(selector));
  return found.length > 0 ? world.pick(found) : undefined;
};
const movable = (world: World): Element | undefined => {
  const found = world.movable();
  return found.length > 0 ? world.pick(found) : undefined;
};

const grow: Operation = (world) => put(world, shape(world, 2));
const move: Operation = (world) => {
  const element = movable(world);
  if (element) put(world, element);
};

/** How a page changes, by name. */
export const OPERATIONS: Record<string, Operation> = {
  grow,
  growMore: grow,
  growALot: grow,
  move,
  moveMore: move,
  remove: (world) => {
    const element = movable(world);
    element?.remove();
    if (element && world.below(2)) world.away.push(element);
  },
  comeBack: (world) => {
    const element = world.away.pop();
    if (element && !element.isConnected) put(world, element);
  },
  changeAway: (world) => {
    const element = world.away.at(-1);
    if (element && !element.matches(CLOSED)) element.append(shape(world, 1));
  },
  writeText: (world) => {
    const texts = world
      .elements()
      .flatMap(({ childNodes }) => [...childNodes])
      .filter(
        (it) => it instanceof Text && !it.parentElement?.matches('style'),
      );
    const text = texts.length > 0 && world.pick(texts);
    if (text) text.nodeValue = `c${world.next()}`;
  },
  replaceContent: (world) => {
    const element = one(world, ':is(div, span, b, li, p)');
    if (element && world.elements().length > 12)
      element.textContent = `tc${world.next()}`;
  },
  setAttribute: (world) => {
    const element = world.pick(world.elements());
    const name = world.pick(['a', 'b', 'title']);
    // Which of the titled sheets apply depends on which the document had first: nothing of the page tells that.
    const isSheet = element.matches('style, link');
    element.setAttribute(
      name === 'title' && isSheet ? 'a' : name,
      `v${world.next()}`,
    );
  },
  removeAttribute: (world) =>
    world
      .pick(world.elements())
      .removeAttribute(world.pick(['a', 'b', 'title', 'style'])),
  setStyle: (world) =>
    (world.pick(world.elements()) as HTMLElement).style.setProperty(
      world.pick(['color', 'width', '--x', 'margin']),
      world.pick(['red', '10px', 'var(--x)', 'blue', '']),
      world.pick(['', 'important']),
    ),
  rotate: (world) => {
    const parent = somewhere(world);
    const { firstChild, lastChild } = parent;
    if (firstChild && firstChild !== lastChild) parent.append(firstChild);
  },
  reverse: (world) => {
    const parent = somewhere(world);
    if (world.below(3) === 0)
      Array.from(parent.childNodes).forEach((it) => parent.prepend(it));
  },
  attachShadow: (world) => {
    const host = one(world, ':is(div, p, span, section)');
    if (!host || host.shadowRoot || world.below(3) > 0) return;
    const root = host.attachShadow({ mode: 'open' });
    root.append(shape(world, 1), `s${world.next()}`);
    if (world.below(2)) root.append(document.createElement('slot'));
  },
  addComment: (world) => put(world, document.createComment(`c${world.next()}`)),
  type: (world) => {
    const field = one(world, 'input, textarea') as HTMLInputElement | undefined;
    if (!field) return;
    field.value = field.type === 'checkbox' ? 'on' : `typed ${world.next()}`;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  },
  check: (world) => {
    const box = one(world, '[type=checkbox]') as HTMLInputElement | undefined;
    box?.click();
  },
  writeTextArea: (world) => {
    const area = one(world, 'textarea');
    if (area) area.textContent = `area ${world.next()}`;
  },
  choose: (world) => {
    const select = one(world, 'select') as HTMLSelectElement | undefined;
    if (!select) return;
    select.selectedIndex = world.below(select.length);
    select.dispatchEvent(
      new Event('change', { bubbles: true, composed: true }),
    );
  },
  addOption: (world) => one(world, 'select')?.append(option(world)),
  addRule: (world) => {
    const style = one(world, 'style') as HTMLStyleElement | undefined;
    style?.sheet?.insertRule(rule(world));
  },
  writeStyle: (world) => {
    const style = one(world, 'style');
    if (style) style.textContent = rule(world);
  },
  growStyle: (world) => one(world, 'style')?.append(rule(world)),
  toggleDetails: (world) => one(world, 'details')?.toggleAttribute('open'),
  openDialog: (world) => {
    const dialog = one(world, 'dialog') as HTMLDialogElement | undefined;
    if (!dialog) return;
    if (dialog.open) dialog.close();
    else if (world.below(2)) dialog.show();
    else dialog.showModal();
  },
  assignSlot: (world) => {
    world.pick(world.elements()).slot = world.pick(['', 'a']);
    const slot = one(world, 'slot') as HTMLSlotElement | undefined;
    if (slot) slot.name = world.pick(['', 'a']);
  },
  changeSvg: (world) =>
    one(world, 'circle')?.setAttribute('r', String(world.next())),
  changeFrame: (world) => {
    const frame = one(world, 'iframe') as HTMLIFrameElement | undefined;
    frame?.contentDocument?.body?.append(`in frame ${world.next()}`);
  },
  adopt: (world) => {
    const roots = world.holders().filter((it) => it instanceof ShadowRoot);
    if (roots.length === 0) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule(world));
    world.pick(roots).adoptedStyleSheets = [sheet];
  },
};

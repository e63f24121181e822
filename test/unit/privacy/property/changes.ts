/** Changes a page as random data say. */
import { fill, nameOf, sheet } from './fill.js';
import { isFrame, type Page } from './page.js';
import type { Change } from './random-changes.js';
import { PURPOSES } from './shapes.js';

/** Elements into which anything may go. */
const HOLDERS = /^(div|p|a|button|x-card|slot|body)$/;

/** Makes the change. What a random choice makes impossible is left out. */
export function apply(
  change: Change,
  page: Page,
  visit: (url: string) => void,
  snapshot: () => void,
): void {
  const { nodes, next } = page;
  const elements = nodes.filter((it): it is Element => !isText(it));
  const choose = <T>(from: T[], choice: number): T | undefined =>
    from[choice % from.length];
  const element = (
    choice: number,
    isFit: (element: Element) => boolean = () => true,
  ) => choose(elements.filter(isFit), choice);
  /** Where something may go: the body, an element, or its shadow root. */
  const place = (choice: number): Node =>
    choose(
      [document.body, ...elements]
        .filter((it) => HOLDERS.test(it.localName))
        .flatMap((it) => [it, it.shadowRoot ?? it]),
      choice,
    ) ?? document.body;
  const chosen = change.isHost ? elements.filter((it) => it.shadowRoot) : nodes;
  const write = (text: Text): void => {
    const isSheet = text.parentElement?.localName === 'style';
    text.nodeValue = isSheet ? sheet(next) : `b ${next()}`;
  };

  switch (change.kind) {
    case 'grow':
      page.grow(change.shape, place(change.at));
      break;
    case 'move': {
      const moved = choose(chosen, change.node);
      const to = place(change.at);
      if (moved && isMovable(moved) && canHold(to, moved))
        to.appendChild(moved);
      break;
    }
    case 'remove': {
      const removed = choose(chosen, change.node);
      if (removed && isMovable(removed)) removed.remove();
      break;
    }
    case 'write': {
      const text = choose(nodes.filter(isText), change.node);
      if (text) write(text);
      break;
    }
    case 'rewrite': {
      const root = choose(chosen, change.node);
      for (const node of nodes.filter((it) => root && holds(root, it)))
        if (isText(node)) write(node);
        else fill(node, node.localName === 'input' ? 'value' : 'title', next);
      break;
    }
    case 'set': {
      const it = element(change.node, isFitFor(change.what));
      if (it) fill(it, change.what, next);
      break;
    }
    case 'unset':
      element(change.node)?.removeAttribute(nameOf(change.what));
      break;
    case 'toggle':
      element(change.node)?.classList.toggle(change.name);
      break;
    case 'shadow': {
      const host = element(change.node, isNamed(/^(x-card|div|p)$/));
      if (host)
        page.grow(
          change.shape,
          host.shadowRoot ?? host.attachShadow({ mode: 'open' }),
        );
      break;
    }
    case 'insertRule': {
      const style = element(change.node, isNamed(/^style$/));
      (style as HTMLStyleElement | undefined)?.sheet?.insertRule(sheet(next));
      break;
    }
    case 'type': {
      const field = element(change.node, isNamed(/^(input|textarea)$/));
      if (field) (field as HTMLInputElement).value = next();
      if (change.event)
        field?.dispatchEvent(new Event(change.event, { bubbles: true }));
      break;
    }
    case 'click':
      element(
        change.node,
        // jsdom does not follow links.
        (it) => isNamed(/^(input|option)$/)(it) && !it.closest('a'),
      )?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      break;
    case 'snapshot':
      snapshot();
      break;
    case 'visit':
      visit(change.url);
  }
}

function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE;
}

function isNamed(pattern: RegExp): (element: Element) => boolean {
  return (element) => pattern.test(element.localName);
}

/** Which elements may have what `fill` would give them. */
function isFitFor(what: string): (element: Element) => boolean {
  if (what.startsWith('type=')) return isNamed(/^input$/);
  if (what.startsWith('name=')) return isNamed(/^slot$/);
  if (what === 'content') return isNamed(/^meta$/);
  if (PURPOSES.includes(what)) return isNamed(/^(input|textarea|select)$/);
  return (element) => what !== 'src' || !isFrame(element);
}

/** A frame that moves loses its document, but in jsdom the lost document goes on as if it were there. */
function isMovable(node: Element | Text): boolean {
  return !holdsFrame(node) && !/style|svg/.test((node as Element).localName);
}

function holdsFrame(node: Node): boolean {
  const { childNodes, shadowRoot } = node as Element;
  return (
    isFrame(node) ||
    [...childNodes, ...(shadowRoot?.childNodes ?? [])].some(holdsFrame)
  );
}

/** Not what holds it itself. Nor what is of another document, which in jsdom keeps the prototypes of the first. */
function canHold(outer: Node, inner: Node): boolean {
  return outer.ownerDocument === inner.ownerDocument && !holds(inner, outer);
}

function holds(outer: Node, inner: Node): boolean {
  let at: Node | null = inner;
  while (at && at !== outer)
    at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null;
  return at !== null;
}

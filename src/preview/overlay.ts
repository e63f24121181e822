/** Draws over the page, without being a part of it for the page or for a recording. */
import { BLOCK_CLASS } from '../privacy/place.js';
import type { Box } from './boxes.js';
import { LOOK } from './look.js';
import type { Fate, Part } from './parts.js';

/** The name says to those who meet the element in the page's tree what it is. */
const TAG = 'session-replay-privacy-preview';

/**
 * Most boxes drawn at once.
 *
 * Why: a viewport that needs more shows nothing readable any more.
 */
const MAX_BOXES = 4000;

/** What a box needs for a word in it. Unit: CSS pixels. */
const ROOM_PX = { width: 60, height: 16 };

/** What shows in front of everything else. */
const TOP_LAYER = ':modal,:popover-open,:fullscreen';

/** The element itself is nothing but a point: in the replay a box as large as the page would take up room. */
const HOST_STYLE = {
  all: 'initial',
  position: 'fixed',
  inset: '0 auto auto 0',
  width: '0',
  height: '0',
  margin: '0',
  padding: '0',
  border: '0',
  overflow: 'visible',
  background: 'none',
  'pointer-events': 'none',
  'z-index': '2147483647',
};

/** What the legend says of each fate. */
const FATES: [fate: Fate, name: string, meaning: string][] = [
  ['blocked', 'Left out', 'as a blank box'],
  ['masked', 'Masked', 'as ***'],
  ['clear', 'In clear', 'as it is'],
];

/** A box to be drawn. */
type Drawn = Omit<Part, 'boxes'> & { box: Box };

/** The drawing. */
export interface Overlay {
  draw: (parts: Part[], notes: string[]) => void;
  /** Moves what is drawn along with the page, until the next drawing. */
  follow: () => void;
  isOwn: (node: Node) => boolean;
  remove: () => void;
}

/** Builds it. It is put on the page by the first drawing. */
export function createOverlay(
  scope: typeof globalThis,
  maxBoxes = MAX_BOXES,
): Overlay {
  const { document } = scope;
  const make = (className: string, ...content: (Node | string)[]) => {
    const element = document.createElement('div');
    element.className = className;
    element.append(...content);
    return element;
  };
  const host = document.createElement(TAG);
  host.className = BLOCK_CLASS;
  for (const [name, value] of Object.entries(HOST_STYLE))
    host.style.setProperty(name, value, 'important');
  // Closed, so that no recorder looks into it.
  const root = host.attachShadow({ mode: 'closed' });
  const layer = make('layer');
  layer.setAttribute('aria-hidden', 'true');
  const legend = make('legend');
  legend.setAttribute('role', 'region');
  legend.setAttribute('aria-label', 'Privacy preview of the session replay');
  root.append(layer, legend);
  dress(root, scope);

  let scrolled = { x: 0, y: 0 };
  let inFront: Element[] = [];

  /** Puts the drawing before what is in front of the page, such as dialogs. */
  const comeToFront = (): void => {
    // A page may take away what it does not know.
    const isNew = !host.isConnected;
    if (isNew) document.documentElement.append(host);
    // Browsers without popovers show it behind dialogs.
    if (!host.showPopover) return;
    const others = [...document.querySelectorAll(TOP_LAYER)].filter(
      (it) => it !== host,
    );
    const isBehind = others.some((it) => !inFront.includes(it));
    inFront = others;
    if (!isNew && !isBehind) return;
    host.popover = 'manual';
    if (host.matches(':popover-open')) host.hidePopover();
    host.showPopover();
  };
  const drawBox = ({ kind, fate, box }: Drawn): Node => {
    const width = box.right - box.left;
    const height = box.bottom - box.top;
    const isRoomy =
      kind !== 'text' && width >= ROOM_PX.width && height >= ROOM_PX.height;
    const element = make(`box ${kind} ${fate}${isRoomy ? ' roomy' : ''}`);
    element.style.left = `${box.left}px`;
    element.style.top = `${box.top}px`;
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
    return element;
  };

  return {
    draw: (parts, notes) => {
      comeToFront();
      scrolled = { x: scope.scrollX, y: scope.scrollY };
      layer.style.translate = '';
      const drawn = parts.flatMap(({ boxes, ...part }) =>
        boxes.map((box) => ({ ...part, box })),
      );
      layer.replaceChildren(...drawn.slice(0, maxBoxes).map(drawBox));
      legend.replaceChildren(
        make('title', 'What a replay shows'),
        ...FATES.map(([fate, name, meaning]) => {
          const { length } = parts.filter((part) => part.fate === fate);
          return make(
            'row',
            make(`sample ${fate}`),
            make('name', `${name} `),
            make('meaning', `${meaning} `),
            make('count', String(length)),
          );
        }),
        ...notes.map((note) => make('note', note)),
        ...(drawn.length > maxBoxes
          ? [make('note', 'Too much is in view to draw all of it.')]
          : []),
      );
    },
    follow: () => {
      const x = scrolled.x - scope.scrollX;
      const y = scrolled.y - scope.scrollY;
      layer.style.translate = `${x}px ${y}px`;
    },
    isOwn: (node) => node === host,
    remove: () => host.remove(),
  };
}

/** Why not simply a `style` element: a content security policy may forbid it. */
function dress(root: ShadowRoot, scope: typeof globalThis): void {
  try {
    const sheet = new scope.CSSStyleSheet();
    sheet.replaceSync(LOOK);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Safari before 16.4 has no sheets made by scripts.
    const style = scope.document.createElement('style');
    style.textContent = LOOK;
    root.append(style);
  }
}

import { element, within, type Place } from './canary-place.js';
import { rule } from './canary-style-places.js';

/** Runs in the page. A host whose root shows what `html` says. */
function hostOf(html: string): Element {
  const host = element('<div></div>');
  host.attachShadow({ mode: 'open' }).append(element(html));
  return host;
}

/** Runs in the page. */
function rootOf(host: Element): ShadowRoot {
  if (!host.shadowRoot) throw new Error('A host without a root');
  return host.shadowRoot;
}

/** Runs in the page. */
function adopt(host: Element): CSSStyleSheet {
  const root = rootOf(host);
  const sheet = root.adoptedStyleSheets[0] ?? new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  return sheet;
}

/** Styles within shadow roots. */
export const SHADOW_STYLE_PLACES: Place[] = [
  {
    name: 'style element in a shadow root',
    kind: 'text',
    make: () => hostOf('<div><style></style></div>'),
    fill: (host, text) => {
      const [first] = rootOf(host).children;
      if (first) within(first, 'style').textContent = rule(text);
    },
  },
  {
    name: 'adopted style sheet',
    kind: 'text',
    // rrweb hears of it at once, and reads what a root adopts only when it first sees the root.
    needsDocument: true,
    make: () => hostOf('<p>Styled</p>'),
    fill: (host, text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rule(text));
      rootOf(host).adoptedStyleSheets = [sheet];
    },
  },
  {
    name: 'replaced text of an adopted style sheet',
    kind: 'text',
    needsDocument: true,
    make: () => hostOf('<p>Styled</p>'),
    fill: (host, text) => adopt(host).replaceSync(rule(text)),
  },
  {
    name: 'rule inserted into an adopted style sheet',
    kind: 'text',
    needsDocument: true,
    make: () => hostOf('<p>Styled</p>'),
    fill: (host, text) => adopt(host).insertRule(rule(text)),
  },
];

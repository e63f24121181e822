import type { Edit } from '../../edit-text.js';

/**
 * Parts of rrweb's recorder that nothing needs here, because the options they belong to are never set, or because
 * other parts of the library do their work.
 */
export const UNUSED_PARTS: Edit[] = [
  // Its mutation handling, and `errorHandler`: without one, what is called is called as it is.
  [
    'function getShadowHost(',
    'function getEventTarget(',
    'const inDom = (n) => n.isConnected;',
  ],
  // `serialise.ts`, and its choice of what to leave out.
  ['function serializeNode(n, ', 'function lowerIfExists(', ''],
  ['function slimDOMDefaults(', 'function on(', ''],
  // Only of observers something better than the page's own is looked for, in a frame that is put into the page: of
  // nodes, `src/dom.ts` takes the page's, too.
  [
    'const testableAccessors = {',
    'function mutationObserverCtor(',
    `const getters = {};
     const read = (n, owner, name) =>
       (getters[name] ??= Object.getOwnPropertyDescriptor(globalThis[owner].prototype, name).get).call(n);
     let observers;
     const findObserver = () => {
       const own = globalThis.MutationObserver.prototype.constructor;
       const found = [own, () => {}];
       try {
         if (!globalThis.Zone && own.toString().includes("[native code]")) return found;
         const frame = document.createElement("iframe");
         frame.style.display = "none";
         document.body.appendChild(frame);
         const { userAgent } = navigator;
         found[0] = frame.contentWindow.MutationObserver ?? own;
         // Of a frame that is gone it does nothing there.
         if (userAgent.includes("Safari") && !userAgent.includes("Chrome")) {
           frame.classList.add("rr-block");
           found[1] = () => frame.remove();
         } else frame.remove();
       } catch {}
       return found;
     };`,
  ],
  [
    'function mutationObserverCtor(',
    'let nowTimestamp',
    'const mutationObserverCtor = () => (observers ??= findObserver());',
  ],
  [
    'const index = {',
    'function isNativeShadowDom(',
    `const index = {
       childNodes: (n) => read(n, "Node", "childNodes"),
       parentElement: (n) => read(n, "Node", "parentElement"),
       shadowRoot: (n) => read(n, "Element", "shadowRoot"),
       host: (n) => read(n, "ShadowRoot", "host"),
     };`,
  ],
  // A search for the texts of style elements in their rules, which `mark-texts.ts` counts.
  ['function normalizeCssString(', 'let _id = 1;', ''],
  // Masking, which `src/privacy` does for whole events.
  ['function maskInputValue(', 'function toLowerCase(', ''],
  // What browsers of ten years ago need, and blocking by a regular expression, or other than with all that is in there.
  [
    'function getWindowScroll(',
    'function isSerialized(',
    `function getWindowScroll(win) {
       const it = win.document.scrollingElement;
       return { left: it ? it.scrollLeft : win.pageXOffset, top: it ? it.scrollTop : win.pageYOffset };
     }
     const getWindowHeight = () => window.innerHeight || document.documentElement.clientHeight;
     const getWindowWidth = () => window.innerWidth || document.documentElement.clientWidth;
     function isBlocked(node, blockClass, blockSelector) {
       const el = node?.nodeType === 1 ? node : node?.nodeType && index.parentElement(node);
       const selector = "." + blockClass + (blockSelector ? "," + blockSelector : "");
       return !!el && !!globalThis.Element.prototype.closest.call(el, selector);
     }`,
  ],
  ['if (!/* @__PURE__ */ /[1-9][0-9]{12}/', 'function patch(', ''],
  ['function polyfill(', 'function isSerializedIframe(', ''],
  [
    'function getEventTarget(',
    'function initMutationObserver(',
    'const getEventTarget = (event) => event.composedPath?.()[0] ?? event.target;',
  ],
  // A warning to those who use the recorder as it was years ago.
  ['const DEPARTED_MIRROR_ACCESS_WARNING', 'function throttle(', ''],
  // What records canvases, and the text of a worker of its own.
  ['\nvar chars = "ABC', 'class StylesheetManager {', ''],
];

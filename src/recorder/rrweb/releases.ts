import type { Edit } from '../../edit-text.js';

/** How rrweb's recorder undoes what it does to a page. Made after all other edits. */
export const RELEASES: Edit[] = [
  // Without a warning to those who use the recorder as it was years ago.
  [
    '  const options = { capture: true, passive: true };\n  target.add',
    'function throttle(',
    `  const call = (name) => (target["__zone_symbol__" + name] ?? target[name]).call(target, type, fn, { capture: true, passive: true });
     call("addEventListener");
     return () => call("removeEventListener");
   }
   const later = (task, ms) => (globalThis.__zone_symbol__setTimeout ?? setTimeout)(task, ms);
   const held = new Map(), frames = new Map(), fresh = [];
   const attempt = (task) => {
     try {
       task();
     } catch {}
   };
   const hold = (key, ...undo) => held.set(key, [...held.get(key) ?? [], ...undo]);
   const release = (key) => {
     const undo = held.get(key);
     held.delete(key);
     undo?.forEach(attempt);
   };
   const releaseFrame = (frame) => {
     const known = frames.get(frame);
     if (!known) return;
     frames.delete(frame);
     attempt(known.stop);
     mirror.removeNodeFromMap(known.doc);
   };
   const holdLoad = (element, listener, timeoutMs) => {
     const loaded = () => {
       clearTimeout(timer);
       listener();
     };
     const timer = timeoutMs >= 0 && later(loaded, timeoutMs);
     release(element);
     hold(element, on("load", loaded, element), () => clearTimeout(timer));
   };`,
  ],
  // What is done for a node is undone when the node is gone, and before each snapshot, which does it again: but for the
  // documents of frames, whose scripts may have wrapped the same functions since.
  [
    '  const win = iframeEl.contentWindow;\n  if (!win) {',
    'function lowerIfExists(',
    `  const win = iframeEl.contentWindow;
     let isReady;
     try {
       isReady = win.document.readyState === "complete";
     } catch {
       return;
     }
     const attach = () => {
       record.changes.flush(true);
       if (frames.get(iframeEl)?.root !== iframeEl.contentDocument?.documentElement) releaseFrame(iframeEl);
       listener();
     };
     const isStill = isReady && win.location.href === "about:blank" && !["about:blank", ""].includes(iframeEl.src);
     holdLoad(iframeEl, attach, isReady ? isStill ? undefined : 0 : iframeLoadTimeout);
   }
   function onceStylesheetLoaded(link, listener, timeout) {
     if (!link.sheet) holdLoad(link, listener, timeout);
   }`,
  ],
  [
    'class ShadowDomManager {',
    'class StylesheetManager {',
    `class ShadowDomManager {
       constructor(options) {
         Object.assign(this, options);
         this.init();
       }
       init() {
         this.reset();
         this.patchAttachShadow(Element, document);
       }
       addShadowRoot(root, doc) {
         if (!isNativeShadowDom(root) || held.has(root)) return;
         const { bypassOptions, mutationCb, scrollCb } = this;
         initMutationObserver({ ...bypassOptions, mutationCb, shadowDomManager: this }, root);
         hold(root, initScrollObserver({ ...bypassOptions, scrollCb, doc: root }));
         if (fresh.push(root) === 1) later(() => fresh.splice(0).forEach((it) => this.watchSheets(it)), 0);
       }
       watchSheets(root) {
         const { stylesheetManager } = this.bypassOptions;
         try {
           // Asking for the ID has changes told, and the host may be one that is gone.
           const hostId = mirror.getId(index.host(root));
           if (!held.has(root)) return;
           hold(root, initAdoptedStyleSheetObserver({ stylesheetManager }, root));
           stylesheetManager.adoptStyleSheets(root.adoptedStyleSheets ?? [], hostId);
         } catch {}
       }
       observeAttachShadow({ contentWindow, contentDocument }) {
         if (contentWindow && contentDocument) this.patchAttachShadow(contentWindow.Element, contentDocument);
       }
       // What is not shown yet is watched when it is.
       patchAttachShadow({ prototype }, doc) {
         const manager = this;
         hold(doc, patch(prototype, "attachShadow", (original) => function (option) {
           const result = original.call(this, option);
           const root = index.shadowRoot(this);
           if (root && mirror.hasNode(this)) manager.addShadowRoot(root, doc);
           return result;
         }));
       }
       reset() {
         for (const key of held.keys()) release(key);
       }
     }`,
  ],
];

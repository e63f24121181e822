import type { Edit } from '../../edit-text.js';

/** What rrweb's recorder does in another way here, or says at greater length than one that is called in one way only. */
export const OTHER_WAYS: Edit[] = [
  // What `parts.ts` describes: who serialises, and who is told of changes.
  [
    '  const mutationBuffer = new MutationBuffer();',
    'function initMoveObserver({',
    `  const [ObserverCtor, iframeCleanup] = mutationObserverCtor();
       record.changes.watch(ObserverCtor, rootEl, options);
       return iframeCleanup;
     }`,
  ],
  [
    'record.takeFullSnapshot = ',
    'record.mirror = mirror',
    'record.takeFullSnapshot = () => takeFullSnapshot();',
  ],
  [
    'record.addCustomEvent = ',
    'record.takeFullSnapshot = ',
    `record.parts = { NodeType, getValidTagName, transformAttribute, stringifyStylesheet, stringifyRule,
       mutationObserverCtor, isNativeShadowDom, isBlocked, onceIframeLoaded, onceStylesheetLoaded };`,
  ],
  [
    'function patch(',
    'const index = {',
    `function patch(source, name, replacement) {
       try {
         const original = source[name];
         if (original) {
           source[name] = replacement(original);
           return () => { source[name] = original; };
         }
       } catch {}
       return () => {};
     }`,
  ],
  // Who comes back gets a new ID: a replayer takes nodes that it knows for what they were, with all that was in them.
  [
    'class Mirror {',
    'function toLowerCase(',
    `class Mirror {
       constructor() {
         this.reset();
       }
       getId(n) {
         if (!n) return -1;
         record.changes.settle(n);
         return this.getMeta(n)?.id ?? -1;
       }
       getNode(id) {
         return this.idNodeMap.get(id) ?? null;
       }
       getMeta(n) {
         return this.nodeMetaMap.get(n) ?? null;
       }
       removeNodeFromMap(n) {
         release(n);
         releaseFrame(n);
         const id = this.getMeta(n)?.id;
         if (this.getNode(id) === n) this.idNodeMap.delete(id);
         this.nodeMetaMap.delete(n);
         index.childNodes(n).forEach((child) => this.removeNodeFromMap(child));
         if (n.nodeType === 1) {
           const root = index.shadowRoot(n);
           if (root) this.removeNodeFromMap(root);
         }
       }
       hasNode(n) {
         return this.nodeMetaMap.has(n);
       }
       add(n, meta) {
         this.idNodeMap.set(meta.id, n);
         this.nodeMetaMap.set(n, meta);
       }
       reset() {
         this.idNodeMap = new Map();
         this.nodeMetaMap = new WeakMap();
       }
     }
     const mirror = new Mirror();`,
  ],
  [
    'class StyleSheetMirror {',
    'const inDom =',
    `class StyleSheetMirror {
       constructor() {
         this.count = 0;
         this.styleIDMap = new WeakMap();
       }
       getId(sheet) {
         return this.styleIDMap.get(sheet) ?? -1;
       }
       add(sheet) {
         this.styleIDMap.set(sheet, ++this.count);
         return this.count;
       }
     }`,
  ],
  // Frames of other origins tell nothing, and frames and sheets are not remembered.
  [
    'class CrossOriginIframeMirror {',
    'class ShadowDomManager {',
    `class IframeManager {
       constructor(options) {
         Object.assign(this, options);
       }
       attachIframe(frame, node) {
         const { stylesheetManager } = this;
         this.mutationCb({
           adds: [{ parentId: mirror.getId(frame), nextId: null, node }],
           removes: [], texts: [], attributes: [], isAttachIframe: true,
         });
         this.loadListener(frame);
         const doc = frame.contentDocument;
         if (doc) stylesheetManager.adoptStyleSheets(doc.adoptedStyleSheets ?? [], mirror.getId(doc));
       }
     }`,
  ],
  [
    'class StylesheetManager {',
    'function record(',
    `class StylesheetManager {
       constructor(options) {
         Object.assign(this, options);
         this.reset();
       }
       attachLinkElement(link, { id, attributes }) {
         if ("_cssText" in attributes)
           this.mutationCb({ adds: [], removes: [], texts: [], attributes: [{ id, attributes }] });
       }
       adoptStyleSheets(sheets, id) {
         const { styleMirror, told } = this, styles = [];
         // The page's own list has the ID 1. That it is empty need be told only where it was not.
         if (id === 1) this.told = sheets.length;
         if (sheets.length === 0 && !(id === 1 && told)) return;
         const styleIds = [...sheets].map((sheet) => {
           const known = styleMirror.getId(sheet);
           if (known !== -1) return known;
           const styleId = styleMirror.add(sheet);
           const rules = [...sheet.cssRules].map((rule, index) => ({ rule: stringifyRule(rule, sheet.href), index }));
           styles.push({ styleId, rules });
           return styleId;
         });
         const doc = styles[0] && mirror.getNode(id)?.ownerDocument;
         // Not told of a shadow host: where that is gone after what a replayer skips, nobody gets them.
         if (doc) {
           const ofDoc = [...doc.adoptedStyleSheets].map(styleMirror.getId, styleMirror).filter((it) => it > 0);
           this.adoptedStyleSheetCb({ id: mirror.getId(doc), styleIds: ofDoc, styles, host: id });
         }
         this.adoptedStyleSheetCb({ id, styleIds, ...(styles[0] && !doc && { styles }) });
       }
       reset() {
         this.styleMirror = new StyleSheetMirror();
         this.told = 0;
       }
     }
     let takeFullSnapshot;`,
  ],
  // The start, without the options that are never set.
  [
    '  const {\n    emit,\n',
    '      onSerialize: (n) => {',
    `  const { emit, blockClass, blockSelector = null, inlineStylesheet, sampling = {} } = options;
     mirror.reset();
     // What comes after all that is gathered. Before rules of a style sheet, what concerns it is told when its ID is
     // asked for.
     const ORDERED = [
       IncrementalSource.MouseInteraction, IncrementalSource.Scroll, IncrementalSource.ViewportResize,
       IncrementalSource.Input, IncrementalSource.MediaInteraction, IncrementalSource.Selection,
     ];
     let snapshotAt;
     const wrappedEmit = (type, data) => {
       const { source } = data, isMeta = type === EventType.Meta;
       if (isMeta || ORDERED.includes(source)) {
         if (source !== IncrementalSource.Scroll) record.changes.finishSnapshot();
         record.changes.flush(isMeta || source === IncrementalSource.Input);
       }
       emit({ type, data, timestamp: snapshotAt ?? nowTimestamp() });
       // Nobody says when a sheet is put to the list itself.
       if (source >= 0 && source !== IncrementalSource.AdoptedStyleSheet && !record.changes.isReading())
         attempt(() => {
           const sheets = document.adoptedStyleSheets ?? [];
           if (sheets.length !== stylesheetManager.told) stylesheetManager.adoptStyleSheets(sheets, 1);
         });
     };
     const tell = (source) => (data) => wrappedEmit(EventType.IncrementalSnapshot, { source, ...data });
     const mutationCb = tell(IncrementalSource.Mutation);
     const scrollCb = tell(IncrementalSource.Scroll);
     const stylesheetManager = new StylesheetManager({
       mutationCb,
       adoptedStyleSheetCb: tell(IncrementalSource.AdoptedStyleSheet),
     });
     const iframeManager = new IframeManager({ mutationCb, stylesheetManager });
     const shared = { blockClass, blockSelector, inlineStylesheet, sampling, iframeManager, stylesheetManager };
     const shadowDomManager = new ShadowDomManager({ mutationCb, scrollCb, bypassOptions: shared });
     takeFullSnapshot = () => {
       wrappedEmit(EventType.Meta, {
         href: window.location.href,
         width: getWindowWidth(),
         height: getWindowHeight(),
       });
       stylesheetManager.reset();
       shadowDomManager.init();
       const began = nowTimestamp(), initialOffset = getWindowScroll(window);
       record.changes.readPage({
         document,
         inlineStylesheet,`,
  ],
  [
    '      onSerialize: (n) => {',
    '      onIframeLoad: (iframe, childSn) => {',
    `    onSerialize: (n) => {
           const root = index.shadowRoot(n);
           if (root) shadowDomManager.addShadowRoot(root, document);
         },`,
  ],
  [
    '      keepIframeSrcFn\n    });\n    if (!node)',
    'record.parts = {',
    `}, (node) => {
         if (!node) return;
         snapshotAt = began;
         try {
           wrappedEmit(EventType.FullSnapshot, { node, initialOffset });
           stylesheetManager.adoptStyleSheets(document.adoptedStyleSheets ?? [], mirror.getId(document));
         } finally {
           snapshotAt = undefined;
         }
       });
     };
     const observe = (doc) =>
       initObservers({
         ...shared,
         doc, shadowDomManager, mutationCb, scrollCb,
         mousemoveCb: (positions, source) => tell(source)({ positions }),
         mouseInteractionCb: tell(IncrementalSource.MouseInteraction),
         viewportResizeCb: tell(IncrementalSource.ViewportResize),
         inputCb: tell(IncrementalSource.Input),
         mediaInteractionCb: tell(IncrementalSource.MediaInteraction),
         styleSheetRuleCb: tell(IncrementalSource.StyleSheetRule),
         styleDeclarationCb: tell(IncrementalSource.StyleDeclaration),
         selectionCb: tell(IncrementalSource.Selection),
         customElementCb: tell(IncrementalSource.CustomElement),
       });
     iframeManager.loadListener = (frame) => {
       try {
         const doc = frame.contentDocument;
         if (!frames.has(frame)) frames.set(frame, { doc, root: doc.documentElement, stop: observe(doc) });
       } catch {}
     };
     const stops = [];
     const init = () => {
       takeFullSnapshot();
       stops.push(observe(document));
     };
     if (document.readyState !== "loading") init();
     else
       stops.push(
         on("DOMContentLoaded", init),
         on("load", () => wrappedEmit(EventType.Load, {}), window),
       );
     return () => {
       stops.forEach(attempt);
       // What a recording held, when it ends.
       shadowDomManager.reset();
       for (const frame of frames.keys()) releaseFrame(frame);
       mirror.reset();
     };
   }`,
  ],
  [
    'function mergeHooks(',
    'class IframeManager {',
    `function initObservers(o) {
       const win = o.doc.defaultView;
       if (!win) return () => {};
       const removeFrame = initMutationObserver(o, o.doc);
       const stops = [
         initMoveObserver(o),
         initMouseInteractionObserver(o),
         initScrollObserver(o),
         initViewportResizeObserver(o, { win }),
         initInputObserver(o),
         initMediaInteractionObserver(o),
         initStyleSheetObserver(o, { win }),
         initAdoptedStyleSheetObserver(o, o.doc),
         initStyleDeclarationObserver(o, { win }),
         initSelectionObserver(o),
         initCustomElementObserver(o),
       ];
       return () => {
         // The window of a frame that is gone may be that of its next page.
         if (!o.doc.defaultView) return;
         if (o.doc === document) removeFrame();
         stops.forEach((stop) => stop());
       };
     }`,
  ],
];

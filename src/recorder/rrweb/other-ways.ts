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
    'record.addCustomEvent = ',
    'record.takeFullSnapshot = ',
    `record.parts = { NodeType, getValidTagName, transformAttribute, stringifyStylesheet, stringifyRule,
       mutationObserverCtor, isNativeShadowDom, isBlocked, onceIframeLoaded, onceStylesheetLoaded };`,
  ],
  [
    '    if (!n) return -1;\n',
    '    return id ?? -1;',
    `    if (!n) return -1;
     record.changes.settle(n);
     const id = this.nodeMetaMap.get(n)?.id;`,
  ],
  // Who comes back gets a new ID: a replayer takes nodes that it knows for what they were, with all that was in them.
  [
    '    const id = this.getId(n);\n    this.idNodeMap.delete(id);',
    '  hasNode(node) {',
    `    release(n);
     releaseFrame(n);
     const id = this.nodeMetaMap.get(n)?.id;
     if (this.idNodeMap.get(id) === n) this.idNodeMap.delete(id);
     this.nodeMetaMap.delete(n);
     index.childNodes(n).forEach((child) => this.removeNodeFromMap(child));
     if (n.nodeType === 1) {
       const root = index.shadowRoot(n);
       if (root) this.removeNodeFromMap(root);
     }
   }`,
  ],
  // Addresses in style sheets, by the same rules.
  [
    'function extractOrigin(',
    'let _id = 1;',
    `function absolutifyURLs(cssText, href) {
       return (cssText || "").replace(
         /url\\((?:(')([^']*)'|(")(.*?)"|([^)]*))\\)/gm,
         (whole, single = "", inSingle, double = "", inDouble, bare) => {
           const path = inSingle || inDouble || bare, quote = single || double;
           if (!path || /^(?:(?:[a-z+]+:)?\\/\\/|www\\.|data:[^,]*,)/i.test(path)) return whole;
           if (path[0] === "/") {
             const origin = href.split("/", href.includes("//") ? 3 : 1).join("/").split("?")[0];
             return "url(" + quote + origin + path + quote + ")";
           }
           const [plain] = path.split("#"), stack = href.split("#")[0].split("/").slice(0, -1);
           for (const part of plain.split("/"))
             if (part === "..") stack.pop();
             else if (part !== ".") stack.push(part);
           return "url(" + quote + stack.join("/") + path.slice(plain.length) + quote + ")";
         },
       );
     }`,
  ],
  // Most of 50,000 rules have no address, and no attribute whose name Safari misspells: only those are looked through.
  [
    '    let ruleStringified = rule.cssText;',
    'function fixSafariColons(',
    `    const { cssText } = rule;
         const text = cssText.includes("[") && rule.selectorText?.includes(":") ? fixSafariColons(cssText) : cssText;
         return sheetHref && text.includes("url(") ? absolutifyURLs(text, sheetHref) : text;
       }
     }`,
  ],
  ['function isCSSStyleRule(', 'class Mirror {', ''],
  // The start, without the options that are never set.
  [
    'class ProcessedNodeManager {',
    'const mirror = createMirror();',
    'let takeFullSnapshot, recording = false;',
  ],
  [
    '  const {\n    emit,\n',
    '      onSerialize: (n) => {',
    `  const { emit, blockClass, blockSelector = null, inlineStylesheet, sampling = {} } = options;
     mirror.reset();
     const wrappedEmit = (type, data) => {
       if (data.source !== IncrementalSource.Mutation)
         record.changes.flush(type === EventType.Meta || data.source === IncrementalSource.Input);
       emit({ type, data, timestamp: nowTimestamp() });
     };
     const tell = (source) => (data) => wrappedEmit(EventType.IncrementalSnapshot, { source, ...data });
     const mutationCb = tell(IncrementalSource.Mutation);
     const scrollCb = tell(IncrementalSource.Scroll);
     const stylesheetManager = new StylesheetManager({
       mutationCb,
       adoptedStyleSheetCb: tell(IncrementalSource.AdoptedStyleSheet),
     });
     const iframeManager = new IframeManager({ mirror, mutationCb, stylesheetManager });
     const shared = { blockClass, blockSelector, inlineStylesheet, sampling, iframeManager, stylesheetManager };
     const shadowDomManager = new ShadowDomManager({ mutationCb, scrollCb, bypassOptions: shared, mirror });
     takeFullSnapshot = () => {
       wrappedEmit(EventType.Meta, {
         href: window.location.href,
         width: getWindowWidth(),
         height: getWindowHeight(),
       });
       stylesheetManager.reset();
       shadowDomManager.init();
       const node = record.serialise(document, {
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
    '    iframeManager.addLoadListener(',
    `});
       if (!node) return;
       wrappedEmit(EventType.FullSnapshot, { node, initialOffset: getWindowScroll(window) });
       stylesheetManager.adoptStyleSheets(document.adoptedStyleSheets ?? [], mirror.getId(document));
     };
     try {
       const handlers = [];
       const observe = (doc) => initObservers({
         ...shared,
         doc, mirror, shadowDomManager, mutationCb, scrollCb,
         mousemoveCb: (positions, source) => tell(source)({ positions }),
         mouseInteractionCb: tell(IncrementalSource.MouseInteraction),
         viewportResizeCb: tell(IncrementalSource.ViewportResize),
         inputCb: tell(IncrementalSource.Input),
         mediaInteractionCb: tell(IncrementalSource.MediaInteraction),
         styleSheetRuleCb: tell(IncrementalSource.StyleSheetRule),
         styleDeclarationCb: tell(IncrementalSource.StyleDeclaration),
         selectionCb: tell(IncrementalSource.Selection),
         customElementCb: tell(IncrementalSource.CustomElement),
       });`,
  ],
  [
    '    if (["interactive", "complete"].includes(document.readyState)) {',
    '    return () => {\n      handlers.forEach((handler) => {',
    `    if (document.readyState !== "loading") init();
     else
       handlers.push(
         on("DOMContentLoaded", () => {
           wrappedEmit(EventType.DomContentLoaded, {});
           init();
         }),
         on("load", () => wrappedEmit(EventType.Load, {}), window),
       );`,
  ],
  // What a recording held, when it ends.
  [
    '      processedNodeManager.destroy();',
    '    };\n  } catch (error) {',
    `    shadowDomManager.reset();
     for (const frame of frames.keys()) releaseFrame(frame);
     mirror.reset();
     recording = false;`,
  ],
  [
    'function mergeHooks(',
    'function hasNestedCSSRule(',
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

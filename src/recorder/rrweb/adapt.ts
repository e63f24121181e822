/**
 * Makes our recorder of rrweb's, when the library is built and when it is tested: nothing of this file is in a bundle.
 *
 * Why: a quarter of rrweb serves options that nothing here sets, and some of its ways cost the page more than they have to.
 */

/**
 * Parts of rrweb's recorder that nothing needs here, because the options they belong to are never set, or because
 * `src/privacy` does their work: where each begins, what follows it, and what stands in for it.
 */
const UNUSED_PARTS: [begin: string, next: string, instead: string][] = [
  // What `parts.ts` describes: who serialises, and who is told of changes.
  [
    '  const mutationBuffer = new MutationBuffer();',
    'function initMoveObserver({',
    `  const [ObserverCtor, iframeCleanup] = mutationObserverCtor();
       return [record.changes.watch(ObserverCtor, rootEl, options), iframeCleanup];
     }`,
  ],
  ['const moveKey = ', 'let errorHandler;', ''],
  ['const mutationBuffers = [];', 'function getEventTarget(', ''],
  [
    '    mutationBuffers.forEach((b) => b.reset());',
    '    mutationObserver == null ?',
    '    o.shadowDomManager.reset();',
  ],
  [
    '    e.timestamp = nowTimestamp();\n',
    '    if (inEmittingFrame) {\n      emit',
    `    if (e.type !== EventType.IncrementalSnapshot || e.data.source !== IncrementalSource.Mutation)
       record.changes.flush(e.type === EventType.Meta || e.data.source === IncrementalSource.Input);
     e.timestamp = nowTimestamp();`,
  ],
  [
    '    mutationBuffers.forEach((buf) => buf.lock());',
    '    const node = snapshot(',
    '',
  ],
  [
    '    mutationBuffers.forEach((buf) => buf.unlock());',
    '    if (document.adopted',
    '',
  ],
  [
    'record.freezePage = ',
    'record.takeFullSnapshot = ',
    `record.parts = { NodeType, genId, getValidTagName, transformAttribute, stringifyStylesheet, markCssSplits,
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
    '  has(id) {',
    `    const id = this.nodeMetaMap.get(n)?.id;
     if (this.idNodeMap.get(id) === n) this.idNodeMap.delete(id);
     this.nodeMetaMap.delete(n);
     index.childNodes(n).forEach((child) => this.removeNodeFromMap(child));
     if (n.nodeType === 1) {
       const root = index.shadowRoot(n);
       if (root) this.removeNodeFromMap(root);
     }
   }`,
  ],
  // For the same reason, shadow hosts that come back bring their sheets along.
  [
    '    if (this.shadowDoms.has(shadowRoot2)) return;',
    '    this.shadowDoms.add(shadowRoot2);',
    `    if (this.shadowDoms.has(shadowRoot2)) {
       setTimeout(() => this.bypassOptions.stylesheetManager.adoptStyleSheets(
         shadowRoot2.adoptedStyleSheets || [], this.mirror.getId(index.host(shadowRoot2))));
       return;
     }`,
  ],
  [
    '      if (hostId !== null && hostId !== -1) {',
    '        try {\n          stylesheetManager.adopt',
    `      hostId = mirror2.getId(host2.nodeName === '#document' ? host2 : index.host(host2));
       if (hostId !== -1) {`,
  ],
  ['function serializeNode(n, ', 'function lowerIfExists(', ''],
  // What a recording held, when it ends.
  [
    '      processedNodeManager.destroy();',
    '      recording = false;',
    '      mirror.reset();',
  ],
  ['class ProcessedNodeManager {', 'let wrappedEmit;', ''],
  ['  const processedNodeManager = ', '  canvasManager = new', ''],
  // No frame is put into the page for want of getters that are methods, or elsewhere.
  [
    '  ShadowRoot: ["host", "styleSheets"],',
    '  MutationObserver: []',
    '  ShadowRoot: ["host"], Element: ["shadowRoot"],',
  ],
  ['  ShadowRoot: ["getSelection"],', '  Element: [],', '  ShadowRoot: [],'],
  // Masking, which `src/privacy` does for whole events.
  [
    'function maskInputValue(',
    'function toLowerCase(',
    'function maskInputValue({ value }) { return value || ""; }',
  ],
  [
    'function needMaskingText(',
    'function onceIframeLoaded(',
    'function needMaskingText() { return false; }',
  ],
  [
    '  } = options;\n  const maskInputOptions = maskAllInputs',
    '  const slimDOMOptions = slimDOMDefaults(slimDOM)',
    '  } = options;\n  const maskInputOptions = {};',
  ],
  [
    '  mirror.reset();\n  const maskInputOptions = maskAllInputs',
    '  const slimDOMOptions = slimDOMDefaults(_slimDOMOptions)',
    '  mirror.reset();\n  const maskInputOptions = {};',
  ],
  // `serialise.ts` and its choice of what to leave out.
  [
    'function slimDOMDefaults(',
    'function snapshot(',
    `function slimDOMDefaults() { return {}; }
     const serializeNodeWithId = (n, options) => record.serialise(n, options);`,
  ],
  // Recording for a frame around this one, of another origin.
  [
    '  const inEmittingFrame =',
    '  if (mousemoveWait',
    '  const inEmittingFrame = true, passEmitsToParent = false;',
  ],
  // `packFn`, `plugins`, `checkoutEveryNms` and `checkoutEveryNth`.
  [
    '  const eventProcessor = (e) => {',
    '  wrappedEmit = (r, isCheckout) => {',
    '  const eventProcessor = (e) => e;',
  ],
  [
    '    if (e.type === EventType.FullSnapshot) {\n      lastFullSnapshotEvent',
    '  const wrappedMutationEmit',
    '  };',
  ],
  // What stands for a node in the replayer, and what browsers of ten years ago lacked.
  ['class BaseRRNode {', 'function on(', 'class BaseRRNode {}'],
  [
    'function polyfill(',
    'function isSerializedIframe(',
    'function polyfill() {}',
  ],
  // A warning to those who use the recorder as it was years ago.
  ['const DEPARTED_MIRROR_ACCESS_WARNING', 'function throttle(', ''],
  // `hooks` and `collectFonts`.
  [
    'function mergeHooks(',
    'function initObservers(',
    'function mergeHooks() {}',
  ],
  [
    'function initFontObserver(',
    'function initSelectionObserver(',
    'function initFontObserver() {}',
  ],
  // Events that frames of other origins hand to this one.
  [
    'class CrossOriginIframeMirror {',
    'class IframeManager {',
    'class CrossOriginIframeMirror { reset() {} }',
  ],
  [
    '  handleMessage(message) {',
    'class ShadowDomManager {',
    'handleMessage() {} }',
  ],
  // What records canvases, and the text of a worker of its own.
  [
    'const jsContent = ',
    'class StylesheetManager {',
    'class CanvasManager { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }',
  ],
];

/** The same in fewer words: what esbuild's and Vite's output says longer than a modern browser needs it. */
const SHORTER: [pattern: RegExp, instead: (...match: string[]) => string][] = [
  // Enumerations: nothing looks up a name by its number.
  [
    /var (\w+) = \/\* @__PURE__ \*\/ \(\(\1\d\) => \{([\s\S]*?)\n  return \1\d;\n\}\)\(\1 \|\| \{\}\);/g,
    (_, name = '', body = '') =>
      `const ${name} = {${body.replace(/.*\["(\w+)"\] = (\d+)\].*/g, '"$1": $2,')}};`,
  ],
  // Options that only the parts above have read, where they are handed on.
  [
    /^\s*"?(?:mask(?:TextClass|TextSelector|TextFn|InputFn)|dataURLOptions|inlineImages|recordCanvas|processedNodeManager)"?(?: = [^,{]*| = \{\}|: this\.\w+)?,?\n/gm,
    () => '',
  ],
  // Fields of classes.
  [/ {4}__publicField\(this, "\w+"\);\n/g, () => ''],
  [/__publicField\(this, "(\w+)", /g, (_, name = '') => `this.${name} = (`],
];

/** The module that is changed. */
export const RRWEB_MODULE = /@rrweb\/record\/dist\/record\.js$/;

/** Errors: throws where rrweb's text is not as it is known here. */
export function adaptRrweb(source: string): string {
  let text = source;
  for (const [begin, next, instead] of UNUSED_PARTS) {
    const start = text.indexOf(begin);
    const end = text.indexOf(next, start);
    if (start < 0 || end < start || text.includes(begin, start + 1))
      throw new Error(`rrweb has no single "${begin}" as this build knows it`);
    text = `${text.slice(0, start)}${instead}\n${text.slice(end)}`;
  }
  for (const [pattern, instead] of SHORTER) {
    if (text.search(pattern) < 0)
      throw new Error(`rrweb has no ${pattern} as this build knows it`);
    text = text.replace(pattern, instead);
  }
  return text;
}

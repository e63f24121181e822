/**
 * Properties that only rrweb and `src/recorder` know: script tags have them under short names.
 *
 * Why a list: whatever crosses to the page, to the wire, or from one file to another must keep its name.
 */
export const INNER_NAMES = [
  // What rrweb's parts are handed.
  'iframeManager shadowDomManager stylesheetManager bypassOptions styleMirror loadListener',
  'adoptedStyleSheetCb customElementCb inputCb mediaInteractionCb mouseInteractionCb mousemoveCb mutationCb',
  'scrollCb selectionCb styleDeclarationCb styleSheetRuleCb viewportResizeCb',
  // Its methods and fields.
  'addShadowRoot adoptStyleSheets attachIframe attachLinkElement observeAttachShadow',
  'patchAttachShadow removeNodeFromMap getMeta hasNode idNodeMap nodeMetaMap styleIDMap',
  // What `parts.ts` describes.
  'onIframeLoad onSerialize onStylesheetLoad skipChild cssCaptured newlyAddedElement getValidTagName',
  'transformAttribute stringifyStylesheet stringifyRule isNativeShadowDom onceIframeLoaded onceStylesheetLoaded',
].flatMap((line) => line.split(' '));

import type { Edit } from '../../edit-text.js';

/** How rrweb's recorder watches style sheets: it did so in a copy of the same lines for each method. */
export const SHEET_OBSERVERS: Edit[] = [
  [
    'function getNestedCSSRulePositions(',
    'function initStyleSheetObserver(',
    `function getNestedCSSRulePositions(rule) {
       const positions = [];
       for (let it = rule; it; it = it.parentRule) {
         const parent = it.parentRule ?? it.parentStyleSheet;
         if (parent) positions.unshift([...parent.cssRules].indexOf(it));
       }
       return positions;
     }
     function watchCalls({ prototype }, name, { stylesheetManager }, sheetOf, tell, describe) {
       const original = prototype[name];
       if (!original) return () => {};
       prototype[name] = new Proxy(original, {
         apply(target, self, given) {
           const sheet = sheetOf(self), owner = sheet?.ownerNode;
           const id = owner ? mirror.getId(owner) : undefined;
           const styleId = sheet && !owner ? stylesheetManager.styleMirror.getId(sheet) : undefined;
           if (id > 0 || styleId > 0) tell({ id, styleId, ...describe(given, self) });
           return target.apply(self, given);
         },
       });
       return () => { prototype[name] = original; };
     }`,
  ],
  [
    'function initStyleSheetObserver(',
    'function initMediaInteractionObserver(',
    `function initStyleSheetObserver(o, { win }) {
       const { CSSStyleSheet: Sheet } = win;
       if (!Sheet?.prototype) return () => {};
       const watch = (name, describe) => watchCalls(Sheet, name, o, (sheet) => sheet, o.styleSheetRuleCb, describe);
       const stops = [
         watch("insertRule", ([rule, index]) => ({ adds: [{ rule, index }] })),
         watch("deleteRule", ([index]) => ({ removes: [{ index }] })),
         watch("replace", ([replace]) => ({ replace })),
         watch("replaceSync", ([replaceSync]) => ({ replaceSync })),
         // As old browsers called it.
         watch("addRule", ([selector, block, index], { cssRules }) =>
           ({ adds: [{ rule: \`\${selector} { \${block} }\`, index: index ?? cssRules.length }] })),
         watch("removeRule", ([index]) => ({ removes: [{ index: index || 0 }] })),
       ];
       const { CSSGroupingRule: Group } = win;
       if (Group) {
         const watchRule = (name, describe) =>
           watchCalls(Group, name, o, (rule) => rule.parentStyleSheet, o.styleSheetRuleCb, describe);
         stops.push(
           watchRule("insertRule", ([rule, index], parent) =>
             ({ adds: [{ rule, index: [...getNestedCSSRulePositions(parent), index || 0] }] })),
           watchRule("deleteRule", ([index], parent) =>
             ({ removes: [{ index: [...getNestedCSSRulePositions(parent), index] }] })),
         );
       }
       return () => stops.forEach((stop) => stop());
     }
     function initAdoptedStyleSheetObserver({ stylesheetManager }, root) {
       const isDocument = root.nodeName === "#document";
       const hostId = () => mirror.getId(isDocument ? root : index.host(root));
       const owner = isDocument ? root.defaultView?.Document : root.ownerDocument?.defaultView?.ShadowRoot;
       const original = owner && Object.getOwnPropertyDescriptor(owner.prototype, "adoptedStyleSheets");
       if (hostId() === -1 || !original) return () => {};
       Object.defineProperty(root, "adoptedStyleSheets", {
         ...original,
         set(sheets) {
           original.set?.call(this, sheets);
           try {
             stylesheetManager.adoptStyleSheets(sheets, hostId());
           } catch {}
         },
       });
       return () => delete root.adoptedStyleSheets;
     }
     function initStyleDeclarationObserver(o, { win }) {
       const watch = (name, describe) =>
         watchCalls(
           win.CSSStyleDeclaration, name, o, (style) => style.parentRule?.parentStyleSheet, o.styleDeclarationCb,
           (given, style) => ({ ...describe(given), index: getNestedCSSRulePositions(style.parentRule) }),
         );
       const stops = [
         watch("setProperty", ([property, value, priority]) => ({ set: { property, value, priority } })),
         watch("removeProperty", ([property]) => ({ remove: { property } })),
       ];
       return () => stops.forEach((stop) => stop());
     }`,
  ],
];

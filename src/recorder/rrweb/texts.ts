import type { Edit } from '../../edit-text.js';

/** How rrweb's recorder tells style sheets as texts, and addresses in full, for browsers of today. */
export const TEXTS: Edit[] = [
  // Most of 50,000 rules have no address, and no attribute whose name Safari misspells: only those are looked through.
  [
    'function fixBrowserCompatibilityIssuesInCSS(',
    'class Mirror {',
    `function escapeImportStatement({ cssText, href, layerName, supportsText, media }) {
       if (cssText.split('"').length < 3) return cssText;
       const parts = [
         "@import",
         \`url(\${JSON.stringify(href)})\`,
         layerName === "" ? "layer" : layerName && \`layer(\${layerName})\`,
         supportsText && \`supports(\${supportsText})\`,
         media.mediaText,
       ];
       return parts.filter(Boolean).join(" ") + ";";
     }
     function stringifyStylesheet(sheet, rest = { next: 0 }, reading) {
       let text = "", i = rest.next;
       rest.next = 0;
       try {
         const { cssRules } = sheet, href = sheet.href || sheet.ownerNode?.baseURI;
         // One at a time: the browser makes an object for each that is asked for.
         while (i < cssRules.length && !rest.next) {
           text += stringifyRule(cssRules[i], href);
           i += 1;
           if (i % 100 === 0 && reading?.isOver(100)) rest.next = i;
         }
         return text.includes(" -webkit-background-clip: text;")
           ? text
           : text.replaceAll(" background-clip: text;", " -webkit-background-clip: text;$&");
       } catch {
         return null;
       }
     }
     function stringifyRule(rule, sheetHref) {
       const { cssText, styleSheet } = rule;
       let text = cssText;
       if ("styleSheet" in rule) text = stringifyStylesheet(styleSheet) || escapeImportStatement(rule);
       else if (text.includes("[") && rule.selectorText?.includes(":"))
         text = text.replace(/(\\[[\\w-]+[^\\\\])(:[\\w-]+\\])/g, "$1\\\\$2");
       return sheetHref && text.includes("url(") ? absolutifyURLs(text, sheetHref) : text;
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
  [
    'const SRCSET_NOT_SPACES =',
    'function transformAttribute(',
    `const getAbsoluteSrcsetString = (doc, value) =>
       // An address, and what is said of it up to a comma that is in no brackets.
       [...value.matchAll(/([^ \\t\\n\\r\\f,](?:[^ \\t\\n\\r\\f]*[^ \\t\\n\\r\\f,])?)((?:\\([^)]*\\)?|[^,(])*)/g)]
         .map(([, url, size]) => (getHref(doc, url) + size).trim())
         .join(", ");
     const anchors = new WeakMap();
     // Without a path: that of the page.
     function getHref(doc, path = "") {
       if (/^(blob:|data:|\\s+$)/.test(path)) return path;
       const anchor = anchors.get(doc) ?? doc.createElement("a");
       anchors.set(doc, anchor);
       anchor.setAttribute("href", path);
       return anchor.href;
     }`,
  ],
  [
    'function transformAttribute(',
    'function ignoreAttribute(',
    `function transformAttribute(doc, tagName, name, value) {
       if (!value) return value;
       if (name === "srcset") return getAbsoluteSrcsetString(doc, value);
       if (name === "style") return absolutifyURLs(value, getHref(doc));
       const isAddress =
         name === "src" ||
         (name === "href" && !(tagName === "use" && value[0] === "#")) ||
         (name === "xlink:href" && value[0] !== "#") ||
         (name === "background" && /^t(able|d|h)$/.test(tagName)) ||
         (name === "data" && tagName === "object");
       return isAddress ? getHref(doc, value) : value;
     }`,
  ],
];

/** Decides what of an element's attributes enters an event. */
import { maskStyleValue, type MaskCss } from './css.js';
import type { Decision } from './decision.js';
import { localNameOf } from '../dom.js';
import { mask } from './mask.js';
import {
  createIsSecretName,
  IN_TEXT,
  redact,
  SECRET_PARAMETERS,
  withoutQuery,
  type IsSecretName,
} from './redact.js';
import { maskedValues, repeats } from './repeats.js';

/** Attributes as rrweb gives them: text, a flag or number of its own, or the parts of a style that changed. */
export type Attributes = Record<string, unknown>;

/** Masks attributes of an element, in place. */
export type MaskAttributes = (
  element: Element,
  attributes: Attributes,
  decision: Decision,
) => void;

/** Attributes that shape the page; they stay in masked places. */
const STRUCTURAL = new Set(
  (
    'class,id,type,name,role,dir,lang,width,height,hidden,tabindex,for,rel,media,colspan,rowspan,span,cols,rows,size,' +
    'sizes,align,valign,border,cellpadding,cellspacing,bgcolor,color,face,nowrap,start,reversed,open,controls,slot,' +
    'part,is,charset,http-equiv,contenteditable,popover,wrap,autocomplete,crossorigin,frameborder,scrolling,' +
    'marginwidth,marginheight,hspace,vspace'
  ).split(','),
);

/** What rrweb adds, and name spaces. */
const TECHNICAL = /^(rr_|data-rr-|xmlns)/;

const SVG = 'http://www.w3.org/2000/svg';

/** The attributes of drawings that tell something; all others shape the page. */
const TELLING = /^(aria-|data-|on|xlink:title|title$|alt$)/;

/** What sites write into `data-` and `aria-` attributes to style by it. */
const STATE =
  /^(true|false|on|off|open|closed|active|inactive|visible|hidden|dark|light)$/;

/** States that tell what a visitor has chosen. */
const TICKED = /^aria-(checked|selected|pressed)$/;

/** `meta` elements that the browser reads to draw the page. */
const DRAWN_META = /^(viewport|theme-color|color-scheme)$/i;

/** Addresses of what is elsewhere: nothing of it is drawn. */
const LINKS = /^(action|formaction|cite|ping|longdesc)$/;
/** Addresses of what is drawn. */
const RESOURCES =
  /^((rr_)?src|(image)?srcset|poster|background|data|(xlink:)?href)$/;
const HREF = /^(xlink:)?href$/;

const OPTION = /^opt(ion|group)$/;

/** Builds it. `always` are the attributes to mask wherever text or values are masked. */
export function createMaskAttributes({
  always,
  maskCss,
  isSecretName,
}: {
  always: string[];
  maskCss: MaskCss;
  isSecretName: IsSecretName;
}): MaskAttributes {
  // Whatever words a site has for its addresses.
  const isToken = createIsSecretName(SECRET_PARAMETERS);
  /** Masks the properties of a style that have changed. */
  const maskStyleParts = (
    parts: object,
    maskPart: (name: string, part: unknown) => unknown,
  ): object =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]: [string, unknown]) => [
        name,
        // With "important" in a list.
        Array.isArray(part)
          ? part.map((it) => maskPart(name, it))
          : maskPart(name, part),
      ]),
    );

  return (element, attributes, decision) => {
    const tag = localNameOf(element);
    let isPlaceMasked: boolean | undefined;
    const inMaskedPlace = (): boolean =>
      (isPlaceMasked ??= decision.isMasked(element, 'place'));
    const isValueMasked = (): boolean => decision.isMasked(element, 'value');
    let values: string[] | undefined;
    const repeatsValue = (text: string): boolean =>
      repeats(text, (values ??= maskedValues(element, decision)));

    const maskOne = (name: string, value: unknown): unknown => {
      if (name === 'srcdoc') return undefined;
      if (name === 'checked') return inMaskedPlace() ? undefined : value;
      if (name === 'selected') return isValueMasked() ? undefined : value;
      const isAlwaysMasked =
        always.length > 0 &&
        always.includes(name.replace(/^rr_/, '').toLowerCase()) &&
        (inMaskedPlace() || isValueMasked());
      if (name === 'style' && value && typeof value === 'object')
        return maskStyleParts(value, (property, part) =>
          isAlwaysMasked && typeof part === 'string'
            ? mask(part)
            : maskStyleValue(property, part, inMaskedPlace(), maskCss),
        );
      if (typeof value !== 'string' || !value) return value;
      if (isAlwaysMasked) return mask(value);
      if (STRUCTURAL.has(name)) return value;
      if (name === 'style' || name === '_cssText')
        return maskCss(value, inMaskedPlace());
      if (name === 'value' || (name === 'label' && OPTION.test(tag)))
        return isValueMasked() ? mask(value) : value;
      if (name === 'content' && tag === 'meta')
        return isSecretName(nameOf(element)) ||
          isToken(nameOf(element)) ||
          (inMaskedPlace() && !isDrawn(element))
          ? mask(value)
          : redact(value, isSecretName);
      if (isLink(tag, name))
        return inMaskedPlace() ? mask(value) : redact(value, isSecretName);
      if (RESOURCES.test(name))
        return eachAddress(name, value, (address) => {
          const redacted = redact(address, isSecretName);
          return inMaskedPlace() ? withoutQuery(redacted) : redacted;
        });
      if (isStructural(element, name, value)) return value;
      if (inMaskedPlace() || repeatsValue(value)) return mask(value);
      return redact(value, isSecretName, IN_TEXT);
    };

    // Passwords are known by being asked about, also those that are still empty.
    if (tag === 'input') isValueMasked();
    for (const name of Object.keys(attributes)) {
      const value = maskOne(name, attributes[name]);
      if (value === undefined) delete attributes[name];
      else attributes[name] = value;
    }
  };
}

/** Some attributes hold several addresses, between white space. */
function eachAddress(
  name: string,
  value: string,
  change: (address: string) => string,
): string {
  return name.endsWith('set') ? value.replace(/\S+/g, change) : change(value);
}

/** Whether an attribute leads elsewhere, and nothing of what is there is drawn. */
function isLink(tag: string, name: string): boolean {
  return LINKS.test(name) || (/^a(rea)?$/.test(tag) && HREF.test(name));
}

function isStructural(element: Element, name: string, value: string): boolean {
  return (
    TECHNICAL.test(name) ||
    (/^(aria|data)-/.test(name) && STATE.test(value) && !TICKED.test(name)) ||
    (element.namespaceURI === SVG && !TELLING.test(name))
  );
}

function nameOf(meta: Element): string {
  return meta.getAttribute('name') ?? meta.getAttribute('property') ?? '';
}

function isDrawn(meta: Element): boolean {
  return meta.hasAttribute('http-equiv') || DRAWN_META.test(nameOf(meta));
}

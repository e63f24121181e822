/** Describes elements as rrweb does: their attributes, and what the replay needs of their state. */
import type { elementNode, serializedNodeWithId } from '@rrweb/types';
import { documentOf } from '../../dom.js';
import { markTexts } from './mark-texts.js';
import type {
  Reading,
  RrwebParts,
  RrwebRecord,
  SerialiseOptions,
} from './parts.js';

/** Attributes of a serialised element, with those that rrweb makes up. */
export type Attributes = elementNode['attributes'];

/** Attributes that may hold addresses, which are told in full. */
const ADDRESSED = /^(src|href|xlink:href|background|srcset|style|data)$/i;
/** Fields of these types are ticked or pressed. */
const PRESSED = /^(radio|checkbox|submit|button)$/;

const HTML = 'http://www.w3.org/1999/xhtml';

/** Describes elements. */
export interface Describe {
  element: (
    element: Element,
    tagName: string,
    options: SerialiseOptions,
  ) => Attributes;
  /** What is recorded of a blocked element. */
  placeholder: (element: Element) => Attributes;
  /** What the replay must know to create it. */
  kind: (
    element: Element,
    tagName: string,
  ) => { isSVG?: true; isCustom?: true };
}

/** The value of an attribute, as it is told. */
export function toldValue(
  { transformAttribute }: RrwebParts,
  element: Element,
  tagName: string,
  name: string,
  value: string | null,
): string | null {
  // Of most styles nothing is an address.
  return ADDRESSED.test(name) && (name !== 'style' || value?.includes('url('))
    ? transformAttribute(
        documentOf(element),
        tagName,
        name.toLowerCase(),
        value,
      )
    : value;
}

/** How a `dialog` is open. */
export function openModeOf(dialog: Element): 'modal' | 'non-modal' {
  return dialog.matches('dialog:modal') ? 'modal' : 'non-modal';
}

/** Elements that are a part of a line of text. */
const PHRASES = /^(a|b|br|button|i|img|input|label|option|path|span)$/;

/** Whether it scrolls nothing; asking the browser is dear. */
function isPhrase(element: Element, tagName: string): boolean {
  return PHRASES.test(tagName) && !element.firstElementChild;
}

/** Builds it. */
export function createDescribe({
  parts,
  mirror,
}: Pick<RrwebRecord, 'parts' | 'mirror'>): Describe {
  const describeField = (field: Element, attributes: Attributes): void => {
    const { value, checked, defaultValue } = field as HTMLInputElement;
    if (!PRESSED.test(String(attributes['type']))) {
      if (value || defaultValue) attributes['value'] = value;
    } else if (checked) attributes['checked'] = checked;
    else delete attributes['checked'];
  };
  const describeMedia = (
    it: HTMLMediaElement,
    attributes: Attributes,
  ): void => {
    Object.assign(attributes, {
      rr_mediaState: it.paused ? 'paused' : 'played',
      rr_mediaCurrentTime: it.currentTime,
      rr_mediaPlaybackRate: it.playbackRate,
      rr_mediaMuted: it.muted,
      rr_mediaLoop: it.loop,
      rr_mediaVolume: it.volume,
    });
  };
  /**
   * Tells the rules of its sheet, or those that there is time for: the rest is put to them in the next steps. Returns the
   * text; empty where there is none.
   */
  const describeSheet = (
    element: Element,
    attributes: Attributes,
    sheet: CSSStyleSheet | null | undefined,
    reading: Reading | undefined,
  ): string => {
    const rest = { next: 0 };
    const css = sheet && parts.stringifyStylesheet(sheet, rest, reading);
    if (!sheet || !css) return '';
    attributes['_cssText'] = css;
    const leaveRest = (): void => {
      if (rest.next)
        reading?.leave([element], element, () => {
          // It has another text now, which is told after the snapshot, or none.
          if ((element as HTMLStyleElement).sheet !== sheet) return null;
          const more: elementNode & { id: number } = {
            id: mirror.getMeta(element)?.id ?? 0,
            type: parts.NodeType.Element,
            tagName: 'style',
            attributes: {
              _cssText: parts.stringifyStylesheet(sheet, rest, reading) ?? '',
            },
            childNodes: [],
          };
          reading.mask(more);
          // Where it may not be told, masking has taken it away.
          attributes['_cssText'] += more.attributes['_cssText'] ?? '';
          leaveRest();
          return null;
        });
    };
    leaveRest();
    return css;
  };
  /** By tag, what an element says besides its attributes. */
  const describeState = (
    element: Element,
    tagName: string,
    attributes: Attributes,
    { inlineStylesheet, reading }: SerialiseOptions,
  ): void => {
    switch (tagName) {
      case 'link': {
        if (!inlineStylesheet) return;
        const { sheet } = element as HTMLLinkElement;
        if (!describeSheet(element, attributes, sheet, reading)) return;
        delete attributes['rel'];
        delete attributes['href'];
        return;
      }
      case 'style': {
        const style = element as HTMLStyleElement;
        const isDivided = style.childNodes.length > 1;
        const css = describeSheet(
          style,
          attributes,
          style.sheet,
          isDivided ? undefined : reading,
        );
        if (css && isDivided)
          attributes['_cssText'] = markTexts(css, style, parts);
        return;
      }
      case 'input':
      case 'textarea':
      case 'select':
        describeField(element, attributes);
        return;
      case 'option':
        if ((element as HTMLOptionElement).selected)
          attributes['selected'] = true;
        else delete attributes['selected'];
        return;
      case 'dialog':
        if ((element as HTMLDialogElement).open)
          attributes['rr_open_mode'] = openModeOf(element);
        return;
      case 'audio':
      case 'video':
        delete attributes['autoplay'];
        describeMedia(element as HTMLMediaElement, attributes);
        return;
      case 'iframe': {
        const { src = null } = attributes;
        if (!(element as HTMLIFrameElement).contentDocument)
          attributes['rr_src'] = src;
        delete attributes['src'];
      }
    }
  };

  return {
    element: (element, tagName, options) => {
      const attributes: Attributes = {};
      const all = element.attributes;
      // An iterator takes three times as long, for all elements of a page.
      for (let i = 0; i < all.length; i += 1) {
        const { name, value } = all[i] as Attr;
        attributes[name] = toldValue(parts, element, tagName, name, value);
      }
      describeState(element, tagName, attributes, options);
      if (options.newlyAddedElement || isPhrase(element, tagName))
        return attributes;
      const { scrollLeft, scrollTop } = element;
      if (scrollLeft) attributes['rr_scrollLeft'] = scrollLeft;
      if (scrollTop) attributes['rr_scrollTop'] = scrollTop;
      return attributes;
    },
    placeholder: (element) => {
      const { width, height } = element.getBoundingClientRect();
      const name = element.getAttribute('class');
      return {
        ...(name && { class: name }),
        rr_width: `${width}px`,
        rr_height: `${height}px`,
      };
    },
    kind: (element, tagName) => {
      if (element.namespaceURI !== HTML)
        return element.tagName === 'svg' ||
          (element as SVGElement).ownerSVGElement
          ? { isSVG: true }
          : {};
      return tagName.includes('-') && customElements.get(tagName)
        ? { isCustom: true }
        : {};
    },
  };
}

/** Whether only the size of an element was recorded. */
export function isPlaceholder(node: serializedNodeWithId): boolean {
  return 'attributes' in node && 'rr_width' in node.attributes;
}

/** Tells how the attributes of an element have changed, as rrweb does. */
import type { attributeMutation } from '@rrweb/types';
import { documentOf, localNameOf } from '../../dom.js';
import { openModeOf, toldValue } from './describe.js';
import type { RrwebParts } from './parts.js';

type Attributes = attributeMutation['attributes'];
type StyleChange = Exclude<Attributes[string], string | null>;

/** By name, the value that the replay shows. */
type OldValues = ReadonlyMap<string, string | null>;

/** Shorter styles are told whole: reading what has changed in them takes more time than it saves. Unit: characters. */
const MIN_COMPARED_LENGTH = 100;

/** Builds it. */
export function createAttributeChanges(
  parts: RrwebParts,
): (element: Element, oldValues: OldValues) => Attributes {
  /** Reads styles without the page. */
  let reader: HTMLElement | undefined;

  const parse = (style: string | null, doc: Document): CSSStyleDeclaration => {
    reader ??= doc.implementation.createHTMLDocument().createElement('span');
    reader.setAttribute('style', style ?? '');
    return reader.style;
  };

  /** The properties that have changed, where that is shorter than the whole style. */
  const changeOfStyle = (
    element: Element,
    text: string,
    oldText: string | null,
  ): StyleChange | string => {
    if (text.length < MIN_COMPARED_LENGTH) return text;
    const { style } = element as HTMLElement;
    const old = parse(oldText, documentOf(element));
    const change: StyleChange = {};
    const unchanged: StyleChange = {};
    for (const name of Array.from(style)) {
      const value = style.getPropertyValue(name);
      const priority = style.getPropertyPriority(name);
      if (
        value === old.getPropertyValue(name) &&
        priority === old.getPropertyPriority(name)
      )
        unchanged[name] = [value, priority];
      else change[name] = priority ? [value, priority] : value;
    }
    for (const name of Array.from(old))
      if (style.getPropertyValue(name) === '') change[name] = false;
    const json = JSON.stringify(change);
    // What is written with a variable cannot be read of shorthands.
    const isWhole =
      countVariables(json + JSON.stringify(unchanged)) === countVariables(text);
    return json.length < text.length && isWhole ? change : text;
  };

  return (element, oldValues) => {
    const changes: Attributes = {};
    const tag = localNameOf(element);
    for (const [name, oldValue] of oldValues) {
      const value = element.getAttribute(name);
      if (value === oldValue && (name !== 'open' || tag !== 'dialog')) continue;
      if (name === 'src' && tag === 'iframe') {
        // What is in it is recorded.
        if ((element as HTMLIFrameElement).contentDocument) continue;
        changes['rr_src'] = value;
      } else if (name === 'style' && value)
        changes[name] = changeOfStyle(
          element,
          toldValue(parts, element, tag, name, value) ?? '',
          oldValue,
        );
      else if (name !== 'autoplay' || !/^(video|audio)$/.test(tag))
        changes[name] = toldValue(parts, element, tag, name, value);
      if (name === 'open' && tag === 'dialog')
        changes['rr_open_mode'] = openModeOf(element);
    }
    return changes;
  };
}

function countVariables(css: string): number {
  return css.split('var(').length;
}

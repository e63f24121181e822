/** Compares what rrweb told, and what became of it, with what the vocabulary says of the page at that moment. */
import type { eventWithTime, serializedNodeWithId } from '@rrweb/types';
import type { PrivacyRules } from '../../../../src/privacy/rules.js';
import { tokensIn } from './tokens.js';
import { look, starred, visibleAttribute, visibleText } from './visible.js';
import type { Vocabulary } from './vocabulary.js';

/** The parts of events that are read. */
interface Data {
  source?: number;
  id?: number;
  text?: string;
  isChecked?: boolean;
  node?: serializedNodeWithId;
  texts?: { id: number; value: string | null }[];
  attributes?: { id: number; attributes: Record<string, unknown> }[];
  adds?: { parentId: number; node: serializedNodeWithId }[];
  removes?: { parentId: number }[];
}

/** `IncrementalSource.Input`. */
const INPUT = 5;

/** What the audit saw, summed over all events. */
export interface Ledger {
  faults: string[];
  /** Tokens that showed at one event or another. */
  everShown: Set<string>;
  shownCount: number;
  hiddenCount: number;
}

/** Audits one event. `kept` is what is left of it; `undefined` where nothing is. */
export function audit(
  raw: string,
  kept: eventWithTime | undefined,
  vocabulary: Vocabulary,
  rules: PrivacyRules,
  nodeWithId: (id: number) => Node | null,
  ledger: Ledger,
): void {
  const { shown, hidden } = look(vocabulary, rules);
  const { data: rawData } = JSON.parse(raw) as { data: Data };
  // What is typed into a field that rrweb does not know at the moment comes with the field.
  const isKnown = rawData.id === undefined || nodeWithId(rawData.id);
  const told = tokensIn(isKnown ? raw : '');
  const recorded = tokensIn(kept ? JSON.stringify(kept) : '');
  const fault = (what: string): void => {
    ledger.faults.push(`${what} in ${JSON.stringify(kept)?.slice(0, 500)}`);
  };
  for (const token of recorded)
    if (!shown.has(token)) fault(`hidden, but recorded: ${token}`);
  for (const token of told) {
    const isShown = shown.has(token) && !hidden.has(token);
    if (isShown && !recorded.has(token)) fault(`lost: ${token}`);
    if (isShown) ledger.shownCount += 1;
    else ledger.hiddenCount += 1;
  }
  for (const token of shown) ledger.everShown.add(token);
  if (!kept) return;

  const expectText = (id: number, text: string | null): void => {
    const node = nodeWithId(id);
    if (!node?.isConnected) fault(`off the page: text ${id}`);
    // What a style sheet says in its own words, rrweb puts into other words.
    else if (node.parentElement?.localName !== 'style') {
      const visible = visibleText(node as Text, vocabulary);
      if (text !== visible) fault(`text ${id}: not ${visible}`);
    }
  };
  const expectAttribute = (element: Element, name: string, value: unknown) => {
    if (name === 'style' || name === '_cssText' || typeof value !== 'string')
      return;
    const { value: held, defaultValue } = element as Partial<HTMLInputElement>;
    const own = element.getAttribute(name);
    // rrweb tells one or another value of a field, and an empty one where it is gone.
    const possible = name === 'value' ? [own, held, defaultValue, ''] : [own];
    const isAsExpected = possible.some(
      (it) =>
        typeof it === 'string' &&
        value === visibleAttribute(element, name, it, vocabulary, rules),
    );
    if (!isAsExpected) fault(`attribute ${name}`);
  };
  const expectNode = (serialised: serializedNodeWithId): void => {
    const node = nodeWithId(serialised.id);
    if (!node?.isConnected) return fault(`off the page: ${serialised.id}`);
    if ('textContent' in serialised)
      expectText(serialised.id, serialised.textContent);
    if ('attributes' in serialised) {
      const element = node as Element;
      const names = Object.keys(serialised.attributes).sort();
      if (vocabulary.isBlocked(element)) {
        if (`${names.join()}${serialised.childNodes.length}` !== SIZE_ONLY)
          fault(`placeholder ${serialised.id}`);
        return;
      }
      for (const name of names)
        expectAttribute(element, name, serialised.attributes[name]);
      if (serialised.attributes['checked'] && vocabulary.isMaskedPlace(element))
        fault('tick of a masked place');
      if (serialised.attributes['selected'] && vocabulary.hidesValue(element))
        fault('choice of a masked field');
    }
    if ('childNodes' in serialised) serialised.childNodes.forEach(expectNode);
  };

  const data = kept.data as Data;
  if (data.node) expectNode(data.node);
  data.adds?.forEach(({ node }) => expectNode(node));
  for (const { parentId } of [...(data.adds ?? []), ...(data.removes ?? [])]) {
    const parent = nodeWithId(parentId);
    if (!parent?.isConnected || vocabulary.isBlocked(parent))
      fault(`inside of ${parentId}`);
  }
  data.texts?.forEach(({ id, value }) => expectText(id, value));
  for (const { id, attributes } of data.attributes ?? []) {
    const element = nodeWithId(id);
    if (!element?.isConnected || vocabulary.isBlocked(element))
      fault(`attributes of ${id}`);
    else
      for (const [name, value] of Object.entries(attributes))
        expectAttribute(element as Element, name, value);
  }
  if (data.source === INPUT) {
    const field = nodeWithId(data.id!) as HTMLInputElement;
    if (!field.isConnected || vocabulary.isBlocked(field)) fault('input');
    const { value } = field;
    const text = vocabulary.hidesValue(field) ? starred(value) : value;
    if (data.text !== text) fault(`typed: not ${text}`);
    if (data.isChecked && vocabulary.isMaskedPlace(field))
      fault('tick of a masked place');
    if (!vocabulary.isMaskedPlace(field) && data.isChecked !== isTicked(field))
      fault('tick');
  }
}

/** rrweb tells ticks of these only. */
function isTicked({ type, checked }: HTMLInputElement): boolean {
  return /^(checkbox|radio)$/.test(type) && checked;
}

const SIZE_ONLY = 'rr_height,rr_width0';

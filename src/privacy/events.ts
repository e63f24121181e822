/** The wall between the page and everything behind it: what leaves it holds nothing that the rules hide. */
import type { eventWithTime, serializedNodeWithId } from '@rrweb/types';
import { createMaskAttributes } from './attributes.js';
import { createMaskCss } from './css.js';
import { createDecisions } from './decision.js';
import { documentOf, isConnected, windowOf } from '../dom.js';
import {
  ADOPTED_STYLE_SHEET,
  FULL_SNAPSHOT,
  INCREMENTAL,
  INPUT,
  META,
  MUTATION,
  STYLE_DECLARATION,
  STYLE_SHEET_RULE,
} from './event-types.js';
import { mask } from './mask.js';
import { maskMutation, type MutationData } from './mutations.js';
import { createNodeMasks, type Moment } from './nodes.js';
import { createIsSecretName, redact } from './redact.js';
import type { PrivacyRules } from './rules.js';
import type { IsSecret } from './secrets.js';
import { createMaskSheets, type SheetData } from './sheets.js';

/** Masks an event, in place. Returns whether anything of it may be recorded. */
export type MaskEvent = (event: eventWithTime, url: string) => boolean;

/** What is read of rrweb's input events. */
interface InputData {
  id: number;
  text: string;
  isChecked: boolean;
}

/** What is read of events; each kind has its part of it. */
type Data = MutationData &
  SheetData &
  InputData & {
    source: number;
    node: serializedNodeWithId;
    href: string;
  };

/**
 * Prepares the rules.
 *
 * Why in place: the event is ours alone, and a copy of a snapshot would cost as much as the snapshot.
 */
export function createMaskEvent({
  rules,
  isSecret,
  nodeWithId,
  blockedStyle,
}: {
  rules: PrivacyRules;
  isSecret: IsSecret;
  /** The node that rrweb gave an ID. */
  nodeWithId: (id: number) => Node | null;
  /** The `style` of placeholders. */
  blockedStyle: string | undefined;
}): MaskEvent {
  const isSecretName = createIsSecretName(rules.secretUrlParameters);
  const decisionAt = createDecisions(rules, isSecret);
  const maskCss = createMaskCss(isSecretName);
  const masks = createNodeMasks({
    maskAttributes: createMaskAttributes({
      always: rules.maskAttributes,
      maskCss,
      isSecretName,
    }),
    maskCss,
    blockedStyle,
  });
  let maskSheets = createMaskSheets(maskCss);
  const nodeOf = (id: number): Node | undefined => {
    const node = nodeWithId(id);
    const isOnPage = node && isConnected(node) && !!windowOf(documentOf(node));
    return isOnPage ? node : undefined;
  };

  const maskInput = (data: InputData, { decision }: Moment): boolean => {
    const field = nodeOf(data.id);
    if (!field || decision.isBlocked(field)) return false;
    if (decision.isMasked(field, 'value')) data.text = mask(data.text);
    if (decision.isMasked(field, 'place')) data.isChecked = false;
    return true;
  };

  return (event, url) => {
    const { type, data } = event as { type: number; data: Data };
    const moment = (): Moment => ({ decision: decisionAt(url), nodeOf });
    if (type === FULL_SNAPSHOT) {
      // All of it is on the page at this moment.
      masks.node(data.node, {
        decision: decisionAt(url),
        nodeOf: (id) => nodeWithId(id) ?? undefined,
      });
    } else if (type === META) {
      data.href = redact(data.href, isSecretName);
      // From here on rrweb numbers style sheets afresh.
      maskSheets = createMaskSheets(maskCss);
    }
    if (type !== INCREMENTAL) return true;

    switch (data.source) {
      case MUTATION:
        return maskMutation(data, masks, moment());
      case INPUT:
        return maskInput(data, moment());
      case STYLE_SHEET_RULE:
      case STYLE_DECLARATION:
      case ADOPTED_STYLE_SHEET:
        return maskSheets(data, moment());
      default:
        return true;
    }
  };
}

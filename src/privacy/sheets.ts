/** Masks what rrweb tells of changes of style sheets. */
import { maskStyleValue, type MaskCss } from './css.js';
import type { Moment } from './nodes.js';

/** The parts of rrweb's style-sheet events that are read. */
export interface SheetData {
  /** The `style` or `link` element, or the document or shadow host that adopts sheets. */
  id?: number;
  /** The shadow host for which the document tells new sheets. */
  host?: number;
  /** The sheet, where it is one that can be adopted. */
  styleId?: number;
  styleIds?: number[];
  styles?: { rules: { rule: string }[] }[];
  adds?: { rule: string }[];
  replace?: string;
  replaceSync?: string;
  set?: { property: string; value: unknown };
}

/** Masks such an event, in place. Returns whether anything of it may be recorded. */
export type MaskSheets = (data: SheetData, moment: Moment) => boolean;

/** Builds it. */
export function createMaskSheets(maskCss: MaskCss): MaskSheets {
  /** By sheet, the IDs of what has adopted it. */
  const adopters = new Map<number, Set<number>>();

  return (data, { decision, nodeOf }) => {
    const { id, host = id, styleId = -1, styleIds = [] } = data;
    if (id !== undefined)
      for (const it of styleIds)
        adopters.set(it, (adopters.get(it) ?? new Set()).add(id));
    const owners = [
      ...(host === undefined ? (adopters.get(styleId) ?? []) : [host]),
    ]
      .map(nodeOf)
      .filter((owner) => owner !== undefined);
    const open = owners.filter((owner) => !decision.isBlocked(owner));
    // A shadow host may adopt sheets before it is put on the page, and rrweb tells of it only then.
    const isEarly = owners.length === 0 && 'styleIds' in data;
    if (open.length === 0 && !isEarly) return false;
    const isMasked =
      isEarly || open.some((owner) => decision.isMasked(owner, 'place'));

    const rules = data.styles?.flatMap((style) => style.rules) ?? [];
    for (const it of [...rules, ...(data.adds ?? [])])
      it.rule = maskCss(it.rule, isMasked);
    for (const name of ['replace', 'replaceSync'] as const) {
      const css = data[name];
      if (css) data[name] = maskCss(css, isMasked);
    }
    const { set } = data;
    if (set)
      set.value = maskStyleValue(set.property, set.value, isMasked, maskCss);
    return true;
  };
}

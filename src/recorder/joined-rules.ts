import type { eventWithTime } from '@rrweb/types';
import type { Environment } from '../environment.js';
import { STYLE_SHEET_RULE } from '../privacy/event-types.js';

/** Makes one event of the rules that a task of the page puts into a sheet, or takes out, one after the other. */
export interface JoinedRules {
  /** Takes what rrweb emits, in its order. Never throws. */
  add: (event: eventWithTime) => void;
  /** Hands on the event that is open. */
  close: () => void;
}

/** What is put to an event, so that it stays small enough to be kept: so many rules, none longer than this many characters. */
const MAX_RULES = 100;
const MAX_RULE_LENGTH = 10_000;

/** What is read of an event. */
interface Data {
  source?: number;
  id?: number;
  styleId?: number;
  /** Whatever the page has handed to `insertRule`. */
  adds?: { rule?: string | null }[];
  removes?: object[];
}

/** Builds it. `emit` must not throw. */
export function createJoinedRules(
  { outsideZones }: Pick<Environment, 'outsideZones'>,
  emit: (event: eventWithTime) => void,
): JoinedRules {
  let open: eventWithTime | undefined;

  const close = (): void => {
    const event = open;
    open = undefined;
    if (event) emit(event);
  };
  /** When the page's own code has run: what is masked is the page as the rules were made for it. */
  const closeSoon = (): void => void Promise.resolve().then(close);

  return {
    add: (event) => {
      const data = event.data as Data;
      if (open && join(open.data as Data, data)) return;
      close();
      if (data.source !== STYLE_SHEET_RULE) return emit(event);
      open = event;
      outsideZones(closeSoon);
    },
    close,
  };
}

/** Whether the rules could be put to those of an event: the replayer makes its additions, and then its removals. */
function join(to: Data, { source, id, styleId, adds, removes }: Data): boolean {
  const last = to.removes ?? to.adds;
  if (
    source !== STYLE_SHEET_RULE ||
    to.id !== id ||
    to.styleId !== styleId ||
    !last ||
    last.length >= MAX_RULES
  )
    return false;
  if (removes) (to.removes ??= []).push(...removes);
  else if (adds && last === to.adds && lengthOf(adds) <= MAX_RULE_LENGTH)
    last.push(...adds);
  else return false;
  return true;
}

function lengthOf([added]: NonNullable<Data['adds']>): number {
  return added?.rule?.length ?? 0;
}

/** A condition of rules: where to look, how to compare, and with what. */
type Condition = { selector: string[]; op: string; values: string[] };

/** Rules that choose the sessions which meet one of these conditions, as the server sends them. */
export function targetingRules(...conditions: Condition[]) {
  return {
    key: 'sr_targeting_config',
    variants: { on: { key: 'on' }, off: { key: 'off' } },
    segments: [
      ...conditions.map((condition, index) => ({
        metadata: { segmentName: `Condition ${index + 1}` },
        conditions: [[condition]],
        variant: 'on',
      })),
      { metadata: { segmentName: 'Everybody else' }, variant: 'off' },
    ],
  };
}

/** An event of this type. */
export const isEvent = (type: string): Condition => ({
  selector: ['context', 'event', 'event_type'],
  op: 'is',
  values: [type],
});

/** A visitor of this plan. */
export const hasPlan = (plan: string): Condition => ({
  selector: ['context', 'user', 'plan'],
  op: 'is',
  values: [plan],
});

/** A page of this address. */
export const isPage = (url: string): Condition => ({
  selector: ['context', 'page', 'url'],
  op: 'is',
  values: [url],
});

/** A session in which all of these events have happened. */
export const hadEvents = (...types: string[]): Condition => ({
  selector: ['context', 'event_types'],
  op: 'set contains',
  values: types,
});

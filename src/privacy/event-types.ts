/** How rrweb numbers what it emits. Source: `EventType` and `IncrementalSource` of `@rrweb/types`. */
export const FULL_SNAPSHOT = 2;
export const INCREMENTAL = 3;
export const META = 4;
export const CUSTOM = 5;

/** Kinds of incremental events. */
export const MUTATION = 0;
export const INPUT = 5;
export const STYLE_SHEET_RULE = 8;
export const STYLE_DECLARATION = 13;
export const ADOPTED_STYLE_SHEET = 15;

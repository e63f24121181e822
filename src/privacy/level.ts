import type { MaskLevel } from '../config/options.js';
import type { PrivacyRules } from './rules.js';
import { isUrlMatch } from './url-glob.js';

/** From the one that masks least to the one that masks most. */
export const LEVELS: MaskLevel[] = ['light', 'medium', 'conservative'];

/** How much the level in force on a page masks, as a number that grows with it. */
export type Strictness = number;

/** Every field is masked from this level on. */
export const MEDIUM: Strictness = 1;
/** All text is masked at this level. */
export const CONSERVATIVE: Strictness = 2;

/** The level in force on the page at this address. */
export function strictnessOf(url: string, rules: PrivacyRules): Strictness {
  const match = rules.urlMaskLevels.find((rule) => isUrlMatch(url, rule.match));
  return LEVELS.indexOf(match?.maskLevel ?? rules.defaultMaskLevel);
}

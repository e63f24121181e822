/** Finds the rules that a preview shows. */
import type { PrivacyConfig } from '../config/options.js';
import { describe, type Logger } from '../guard.js';
import { isObject } from '../is-object.js';
import { joinRules, type PrivacyRules } from '../privacy/rules.js';

/** What tells the rules that a recorder has in force: the plugin, or `sessionReplay`. */
export interface RulesTeller {
  getStatus: () => { privacy?: PrivacyRules | undefined };
}

/** Rules, and in words whose they are. */
export interface SourcedRules {
  rules: PrivacyRules;
  source: string;
}

/**
 * Prepares the reading. The function it returns gives the rules of this moment.
 *
 * Errors: never throws; each problem is said in one warning.
 */
export function createRulesSource({
  replay,
  privacyConfig,
  isSelector,
  logger,
}: {
  replay: RulesTeller | undefined;
  privacyConfig: PrivacyConfig | undefined;
  isSelector: (selector: string) => boolean;
  logger: Pick<Logger, 'warn'>;
}): () => SourcedRules {
  let hasWarned = false;
  const warnOnce = (problem: string): void => {
    if (!hasWarned) logger.warn(`the preview ignores \`replay\`: ${problem}.`);
    hasWarned = true;
  };
  const readReplay = (): PrivacyRules | undefined => {
    if (replay === undefined) return undefined;
    try {
      const rules = replay.getStatus().privacy;
      if (rules === undefined || isObject(rules)) return rules;
      warnOnce('its status holds no privacy rules');
    } catch (error) {
      warnOnce(
        typeof (replay as Partial<RulesTeller> | null)?.getStatus === 'function'
          ? `its status cannot be read, because of ${describe(error)}`
          : 'it is neither the plugin nor `sessionReplay`',
      );
    }
    return undefined;
  };
  const hasConfig = isObject(privacyConfig);
  if (privacyConfig !== undefined && !hasConfig)
    logger.warn('the preview ignores `privacyConfig`: it is no object.');

  const own: SourcedRules = {
    rules: joinRules(
      hasConfig ? privacyConfig : {},
      undefined,
      isSelector,
      logger,
    ),
    source: hasConfig
      ? 'of the privacyConfig handed in; the project’s settings may differ'
      : 'the defaults: no recorder has started here',
  };

  return () => {
    const rules = readReplay();
    return rules ? { rules, source: 'in force in the recorder' } : own;
  };
}

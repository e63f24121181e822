import type { MaskLevel, PrivacyConfig } from '../config/options.js';
import type { Logger } from '../guard.js';
import { isObject } from '../is-object.js';
import { LEVELS } from './level.js';
import { SECRET_PARAMETERS } from './redact.js';

/** Rules ready for use: selectors joined and known to be valid. */
export interface PrivacyRules {
  /** Besides the class `amp-block`. */
  blockSelector: string | null;
  maskSelector: string;
  unmaskSelector: string;
  /** In lower case. */
  maskAttributes: string[];
  defaultMaskLevel: MaskLevel;
  urlMaskLevels: NonNullable<PrivacyConfig['urlMaskLevels']>;
  /** In lower case. */
  secretUrlParameters: string[];
}

/**
 * Joins local and remote rules and checks the selectors.
 *
 * Per selector the remote kind wins, selectors that only one side names are kept, the remote level wins, and the
 * remote URL rules come first. What cannot be read makes the reading stricter: an invalid mask or block selector, or
 * an unknown level, masks all text that no class shows. Each problem is said in one warning.
 */
export function joinRules(
  local: PrivacyConfig,
  /** As the server sends it: anything. */
  remoteConfig: unknown,
  isValidSelector: (selector: string) => boolean,
  logger: Pick<Logger, 'warn'>,
): PrivacyRules {
  let isStrict = false;

  const stricter = (problem: string): void => {
    isStrict = true;
    logger.warn(`${problem}; all text is masked until this is corrected.`);
  };
  const isSet = remoteConfig !== undefined && remoteConfig !== null;
  if (isSet && !isObject(remoteConfig))
    stricter('the privacy configuration of the project settings is no object');
  const remote: PrivacyConfig = isObject(remoteConfig) ? remoteConfig : {};
  const kinds = new Map([...kindsOf(local), ...kindsOf(remote)]);
  const level = (value: unknown): MaskLevel => {
    if ((LEVELS as unknown[]).includes(value)) return value as MaskLevel;
    stricter(`unknown mask level ${JSON.stringify(value)}`);
    return 'conservative';
  };
  const join = (kind: SelectorKind): string => {
    const valid: string[] = [];
    for (const [selector, itsKind] of kinds) {
      if (itsKind !== kind) continue;
      // A configuration may hold anything; what is no text would spoil the list.
      if (typeof selector === 'string' && isValidSelector(selector))
        valid.push(selector);
      else if (kind === 'unmask')
        logger.warn(`invalid ${kind} selector "${selector}"`);
      else stricter(`invalid ${kind} selector "${selector}"`);
    }
    return valid.join(',');
  };

  const names = (name: string, value: unknown): string[] =>
    listOf(value).flatMap((it) => {
      if (it && typeof it === 'string') return it.toLowerCase();
      stricter(`${name} ${JSON.stringify(it)} is no text`);
      return [];
    });

  const rules: PrivacyRules = {
    blockSelector: join('block') || null,
    maskSelector: join('mask'),
    unmaskSelector: join('unmask'),
    maskAttributes: [
      ...names('maskAttributes', remote.maskAttributes),
      ...names('maskAttributes', local.maskAttributes),
    ],
    secretUrlParameters: names(
      'secretUrlParameters',
      remote.secretUrlParameters ??
        local.secretUrlParameters ??
        SECRET_PARAMETERS,
    ),
    defaultMaskLevel: level(
      remote.defaultMaskLevel ?? local.defaultMaskLevel ?? 'medium',
    ),
    urlMaskLevels: [
      ...listOf(remote.urlMaskLevels),
      ...listOf(local.urlMaskLevels),
    ].map((rule) => {
      if (typeof rule?.match !== 'string') {
        stricter(`URL mask rule ${JSON.stringify(rule)} has no match`);
        return { match: '*', maskLevel: 'conservative' };
      }
      return { match: rule.match, maskLevel: level(rule.maskLevel) };
    }),
  };
  return isStrict
    ? {
        ...rules,
        unmaskSelector: '',
        defaultMaskLevel: 'conservative',
        urlMaskLevels: [],
        secretUrlParameters: [
          ...SECRET_PARAMETERS,
          ...rules.secretUrlParameters,
        ],
      }
    : rules;
}

/** The laxest first. */
const KINDS = ['unmask', 'mask', 'block'] as const;
type SelectorKind = (typeof KINDS)[number];

/** What a configuration wants of each selector. The strictest wins where it names one twice. */
function kindsOf(config: PrivacyConfig): Map<string, SelectorKind> {
  return new Map(
    KINDS.flatMap((kind) =>
      listOf(config[`${kind}Selector`]).map((it) => [it, kind] as const),
    ),
  );
}

function listOf<T>(value: T | T[] | undefined | null): T[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** Puts a preview together, and keeps it until it is stopped. */
import type { PrivacyConfig } from '../config/options.js';
import { createEnvironment } from '../environment.js';
import { createGuard, createLogger } from '../guard.js';
import { isObject } from '../is-object.js';
import { createDecisions } from '../privacy/decision.js';
import { LEVELS, strictnessOf } from '../privacy/level.js';
import { createSecrets } from '../privacy/secrets.js';
import { createGeometry } from './geometry.js';
import { createOverlay } from './overlay.js';
import { findParts } from './parts.js';
import { startRedraws } from './redraws.js';
import { createRulesSource, type RulesTeller } from './rules-source.js';

/** What a preview is to show. */
export interface PreviewOptions {
  /**
   * The plugin, or the standalone client: its rules are shown, those of the project's settings included, as they are at
   * each moment. Until it has rules, the next option counts.
   */
  replay?: RulesTeller;
  /**
   * The rules to show, where there is no recorder.
   * @defaultValue `{}`
   */
  privacyConfig?: PrivacyConfig;
}

/** A preview that is on the page. */
export interface Preview {
  /** Removes it. Called again, it does nothing. */
  stop: () => void;
}

/** Sent to the document by each preview that starts. Any other stops then, also one of another copy of this file. */
const STARTS = 'session-replay-privacy-preview';

/** Draws it. `scope` is the global of any page, or of a place where there is none. See `previewPrivacy`. */
export function startPreview(
  options: PreviewOptions | undefined,
  scope: typeof globalThis,
): Preview {
  const cleanUps: (() => void)[] = [];
  const stop = (): void => {
    for (const cleanUp of cleanUps.splice(0)) cleanUp();
  };
  const environment = createEnvironment(scope);
  const logger = createLogger(environment.console);
  const guard = createGuard(logger, stop);

  const start = (): void => {
    const { document } = scope;
    if (!document?.documentElement) {
      logger.warn('there is no page here to preview.');
      return;
    }
    const isReadable = options === undefined || isObject(options);
    if (!isReadable)
      logger.warn('the preview ignores its options: they are no object.');
    const { replay, privacyConfig }: PreviewOptions =
      (isReadable && options) || {};
    const readRules = createRulesSource({
      replay,
      privacyConfig,
      isSelector: environment.isSelector,
      logger,
    });

    document.dispatchEvent(new scope.Event(STARTS));
    cleanUps.push(environment.listen('document', STARTS, stop));
    const overlay = createOverlay(scope);
    cleanUps.push(overlay.remove);
    const isSecret = createSecrets().isSecret;
    cleanUps.push(
      startRedraws({
        environment,
        scope,
        guard,
        isOwn: overlay.isOwn,
        onScroll: overlay.follow,
        draw: () => {
          const { rules, source } = readRules();
          const url = environment.pageUrl();
          const decision = createDecisions(rules, isSecret)(url);
          const { parts, roots } = findParts(
            document,
            decision,
            createGeometry(scope),
          );
          overlay.draw(parts, [
            `Mask level at this address: ${LEVELS[strictnessOf(url, rules)]}.`,
            `Rules: ${source}.`,
            'Counted is what is in view.',
          ]);
          return roots;
        },
      }),
    );
  };
  guard.sync('the privacy preview', start)();
  return { stop };
}

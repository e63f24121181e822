/** The script tag of the privacy preview: adds `previewPrivacy` to `window.sessionReplay`, and touches nothing else. */
import { createEnvironment } from './environment.js';
import { createLogger } from './guard.js';
import { isObject } from './is-object.js';
import type { RulesTeller } from './preview/rules-source.js';
import { previewPrivacy, type PreviewOptions } from './privacy-preview.js';

interface SessionReplayGlobal extends RulesTeller {
  previewPrivacy?: typeof previewPrivacy;
}

const scope = globalThis as { sessionReplay?: SessionReplayGlobal };
const { sessionReplay } = scope;

if (sessionReplay)
  // Without a plugin handed in, the rules are those of `sessionReplay.init`.
  sessionReplay.previewPrivacy = (options?: PreviewOptions) =>
    previewPrivacy(
      options === undefined || isObject(options)
        ? { replay: sessionReplay, ...options }
        : options,
    );
else
  createLogger(createEnvironment().console).warn(
    'load session-replay.min.js before privacy-preview.min.js.',
  );

/** The script tag: gives `window.sessionReplay`, and touches no other global. */
import { SessionReplayPlugin, sessionReplayPlugin } from './plugin.js';
import { createStandalone } from './standalone.js';

const sessionReplay = {
  plugin: sessionReplayPlugin,
  sessionReplayPlugin,
  SessionReplayPlugin,
  ...createStandalone(),
};

const scope = globalThis as { sessionReplay?: typeof sessionReplay };

// A page that loads the script twice keeps the one that may be recording already.
scope.sessionReplay ??= sessionReplay;

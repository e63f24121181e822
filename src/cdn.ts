/** The script tag: gives `window.sessionReplay`, and touches no other global. */
import * as sessionReplay from './index.js';

const scope = globalThis as { sessionReplay?: typeof sessionReplay };

// A page that loads the script twice keeps the one that may be recording already.
scope.sessionReplay ??= sessionReplay;

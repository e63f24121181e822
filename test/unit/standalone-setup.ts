import { afterEach } from 'vitest';
import type { StandaloneOptions } from '../../src/config/options.js';
import { createStandalone, type Standalone } from '../../src/standalone.js';
import {
  fakeEnvironment,
  type FakeEnvironment,
} from '../support/fake-environment.js';
import { fakeLogger } from '../support/fake-logger.js';
import { CAPTURE_ALL } from '../support/intake-config.js';

export const REPLAY_ID = '[Amplitude] Session Replay ID';

const running: { standalone: Standalone; environment: FakeEnvironment }[] = [];
afterEach(async () => {
  for (const { standalone, environment } of running.splice(0)) {
    const ended = standalone.shutdown();
    // What was recorded meanwhile is compressed in idle time.
    await environment.advance(500);
    await ended;
  }
});

/** A client with everything around it, which ends with the test; memory instead of a database. */
export function setupStandalone() {
  const console = fakeLogger();
  const environment = fakeEnvironment({ console });
  environment.respond(async () => new Response(JSON.stringify(CAPTURE_ALL)));
  const standalone = createStandalone(() => environment);
  running.push({ standalone, environment });
  const logger = fakeLogger();
  const options: StandaloneOptions = {
    deviceId: 'device',
    sessionId: 1,
    sampleRate: 1,
    storeType: 'memory',
    loggerProvider: logger,
  };
  return { console, environment, standalone, logger, options };
}

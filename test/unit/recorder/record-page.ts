import { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import type { Environment } from '../../../src/environment.js';
import { createGuard } from '../../../src/guard.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { createRecorder } from '../../../src/recorder/recorder.js';
import type { RrwebRecord } from '../../../src/recorder/rrweb/parts.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleRules } from '../privacy/sample-rules.js';

/** Waits for the microtasks that are there already. */
const atOnce: Environment['schedule'] = (_, task) => {
  void Promise.resolve().then(task);
  return () => {};
};

/** Records the page with rrweb under these rules. `recorded` is all events as text. */
export function recordPage(rules: Partial<PrivacyRules> = {}) {
  const events: eventWithTime[] = [];
  const page = { url: 'https://shop.example/', rules: sampleRules(rules) };
  const recorder = createRecorder({
    environment: { ...fakeEnvironment(), schedule: atOnce },
    record: record as RrwebRecord,
    secrets: createSecrets(),
    rules: () => page.rules,
    pageUrl: () => page.url,
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(fakeLogger(), () => {}),
    onChange: () => {},
    onEvent: (event) => events.push(event),
    onFailed: () => {},
  });
  recorder.restart();
  return { page, recorder, events, recorded: () => JSON.stringify(events) };
}

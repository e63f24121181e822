import { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import { createGuard } from '../../../src/guard.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { createRecorder } from '../../../src/recorder/recorder.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleRules } from '../privacy/sample-rules.js';

/** Records the page with rrweb under these rules. `recorded` is all events as text. */
export function recordPage(rules: Partial<PrivacyRules> = {}) {
  const events: eventWithTime[] = [];
  const page = { url: 'https://shop.example/', rules: sampleRules(rules) };
  const recorder = createRecorder({
    record,
    rules: () => page.rules,
    pageUrl: () => page.url,
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(fakeLogger(), () => {}),
    onEvent: (event) => events.push(event),
    onFailed: () => {},
  });
  recorder.restart();
  return { page, recorder, events, recorded: () => JSON.stringify(events) };
}

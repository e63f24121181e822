/** Records a random page with rrweb, and audits each event as it comes. */
import { record } from '@rrweb/record';
import type { eventWithTime } from '@rrweb/types';
import { createGuard } from '../../../../src/guard.js';
import { createSecrets } from '../../../../src/privacy/secrets.js';
import type { PrivacyRules } from '../../../../src/privacy/rules.js';
import { createRecorder } from '../../../../src/recorder/recorder.js';
import type { RrwebRecord } from '../../../../src/recorder/rrweb/parts.js';
import { fakeEnvironment } from '../../../support/fake-environment.js';
import { fakeLogger } from '../../../support/fake-logger.js';
import { audit, type Ledger } from './audit.js';
import { apply } from './changes.js';
import { createPage } from './page.js';
import type { Change } from './random-changes.js';
import { URLS } from './random-rules.js';
import type { Shape } from './shapes.js';
import { tokensIn } from './tokens.js';
import { createVocabulary } from './vocabulary.js';

/** Records the page while it changes, and returns what the audit found. */
export async function recordPage(
  shapes: Shape[],
  rules: PrivacyRules,
  changes: Change[],
): Promise<Ledger> {
  const page = createPage();
  const ledger: Ledger = {
    faults: [],
    everShown: new Set(),
    shownCount: 0,
    hiddenCount: 0,
  };
  const events: eventWithTime[] = [];
  const logger = fakeLogger();
  let url = URLS[0]!;
  let kept: eventWithTime | undefined;
  /** Fields of which the browser told that they had been passwords. */
  const shown = new WeakSet<Element>();

  const vocabularyNow = () =>
    createVocabulary(rules, url, (it) => page.wasPassword(it) || shown.has(it));
  // rrweb looks at the documents of frames in a later task, and not at all at what is blocked.
  const remember = (): void => {
    const { isBlocked } = vocabularyNow();
    page.remember((field) => {
      const root = field.getRootNode({ composed: true });
      const isSeen = root === document || record.mirror.hasNode(root);
      return isSeen && !isBlocked(field);
    });
  };

  const audited = (
    options: NonNullable<Parameters<RrwebRecord>[0]>,
  ): ReturnType<RrwebRecord> =>
    record({
      ...(options as NonNullable<Parameters<typeof record<eventWithTime>>[0]>),
      emit: (event) => {
        const raw = JSON.stringify(event);
        remember();
        kept = undefined;
        (options.emit as (event: eventWithTime) => void)(event);
        try {
          const vocabulary = vocabularyNow();
          const nodeWithId = (id: number) => record.mirror.getNode(id);
          audit(raw, kept, vocabulary, rules, nodeWithId, ledger);
        } catch (error) {
          ledger.faults.push(`the audit failed: ${(error as Error).stack}`);
        }
      },
    });

  const secrets = createSecrets();
  const recorder = createRecorder({
    environment: { ...fakeEnvironment(), schedule: afterTask },
    record: new Proxy(record as RrwebRecord, {
      apply: (_record, _this, [options]) => audited(options),
    }),
    secrets: {
      ...secrets,
      remember: (field) => {
        shown.add(field);
        secrets.remember(field);
      },
    },
    rules: () => rules,
    pageUrl: () => url,
    inlineStylesheets: true,
    blockedStyle: undefined,
    guard: createGuard(logger, () => {}),
    onChange: () => {},
    onEvent: (event) => {
      kept = event;
      events.push(event);
    },
    onFailed: () => ledger.faults.push('not started'),
  });

  document.body.innerHTML = '';
  for (const shape of shapes) page.grow(shape, document.body);
  recorder.restart();
  remember();
  try {
    for (const change of changes) {
      apply(change, page, (to) => (url = to), recorder.restart);
      if (change.pause === 'none') continue;
      await (change.pause === 'task' ? nextTask() : Promise.resolve());
      remember();
    }
    await nextTask();
    recorder.restart();
  } finally {
    recorder.stop();
  }
  for (const token of tokensIn(JSON.stringify(events)))
    if (!ledger.everShown.has(token))
      ledger.faults.push(`never shown, but recorded: ${token}`);
  ledger.faults.push(...logger.texts());
  return ledger;
}

/** The shortest wait: changes of several tasks are gathered, or those of one. */
function afterTask(_: number, task: () => void): () => void {
  const timer = setTimeout(task, 0);
  return () => clearTimeout(timer);
}

/** rrweb's own tasks have a delay of 0, which is 1 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}

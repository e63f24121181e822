import { EventType } from '@rrweb/types';
import { settle } from '../support/fake-timers.js';
import {
  crashPages,
  first,
  inIdleTime,
  JOURNALLED_MS,
  openPage,
  sentBy,
} from './pipeline-setup.js';
import { recordedEvent } from './recorder/sample-events.js';
import { rawContents } from './store/raw-database.js';

/** How long a page waits for the batch of a large snapshot. Unit: ms. */
export const WAITED_MS = 150;

/** More than all that may still happen on a page. Unit: ms. */
export const LONG_MS = 5_000;

/** What is stored where nothing is. */
export const EMPTY = { journal: 0, outbox: 0 };

/** The text of a snapshot whose batch is sealed at once. */
export const SMALL = (letter: string) => letter.repeat(40_000);

/** A page whose worker answers when it is told to. */
export async function openWithWorker(
  given: Parameters<typeof openPage>[0] = {},
) {
  const page = await openPage({
    ...given,
    options: { workerUrl: '/worker.js', ...given.options },
  });
  const { environment, pipeline, databaseName } = page;
  return {
    ...page,
    pushSnapshot: (text: string, context = first) =>
      pipeline.push(
        recordedEvent(EventType.FullSnapshot, environment.now(), { text }),
        context,
      ),
    /** Has everything made JSON of, and what is to be sealed at once given to the worker. */
    toWorker: () => environment.advance(JOURNALLED_MS),
    answerWorker: async (count = 1) => {
      for (let job = 0; job < count; job += 1) {
        environment.workers[0]?.answerNext();
        await settle();
      }
    },
    /** Numbers of rows in the database. */
    stored: async () => {
      const { journal, outbox } = await rawContents(databaseName);
      return { journal: journal.length, outbox: outbox.length };
    },
    sent: () => named(sentBy(environment)),
  };
}

/** Each text by its first character and its length. */
const named = (batches: unknown[][]) =>
  batches.map(([session, ...texts]) => [
    session,
    ...texts.map((text) => `${String(text)[0]}${String(text).length}`),
  ]);

/** What a page sends that is opened when no other lives. */
export async function sentByNextPage() {
  crashPages();
  const { environment, pipeline } = await openPage();
  await inIdleTime(environment, pipeline.flush());
  return named(sentBy(environment));
}

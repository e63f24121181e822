// @vitest-environment node
/** Snapshots of which no store knows yet, because they are sealed at once, and what happens to their session then. */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { settle } from '../support/fake-timers.js';
import { typesOf } from '../support/replay-events.js';
import { createDeferred } from './deferred.js';
import { setupClient, VISIT } from './session-replay-setup.js';
import { rawContents } from './store/raw-database.js';

/** How long it takes until the worker has a snapshot. Unit: ms. */
const AT_WORK_MS = 250;

/** More than all that may still happen on a page. Unit: ms. */
const LONG_MS = 5_000;

let projectCount = 0;

/** A client of a project of its own that has just given its first snapshot to the worker. */
async function startWithSnapshot() {
  const client = setupClient({
    apiKey: `late-${++projectCount}`,
    options: {
      storeType: 'idb',
      workerUrl: '/worker.js',
      eagerFullSnapshotSend: true,
      captureFullSnapshotOnFocus: true,
    },
  });
  const { environment, databaseName, start } = client;
  const atWork = () => environment.workers[0]?.inbox ?? [];
  await start();
  await environment.advance(AT_WORK_MS);
  return {
    ...client,
    /** Events that the worker has, job by job. */
    atWork: () =>
      atWork().map(({ job }) => ('events' in job ? job.events.length : 0)),
    /** Does everything that is to be done, and lets time pass. */
    finish: async () => {
      await environment.advance(AT_WORK_MS);
      while (atWork().length > 0) {
        environment.workers[0]?.answerNext();
        await settle();
      }
      await environment.advance(LONG_MS);
    },
    /** Session IDs of the rows in the database. */
    stored: async () => {
      const { journal, outbox } = await rawContents(databaseName);
      return [...journal, ...outbox].map(({ context }) => context.sessionId);
    },
  };
}

it('sends the snapshots of two sessions that follow each other, each under its own ID', async () => {
  const { client, atWork, finish, sent, stored } = await startWithSnapshot();
  expect(atWork()).toEqual([2]);
  expect(await stored()).toEqual([]);
  client.setIdentity({ ...VISIT, sessionId: 2 });
  await settle();
  // So that a crash takes nothing of what is over.
  expect(await stored()).toEqual(['1']);
  await finish();
  expect(
    sent().map(({ sessionId, events }) => [sessionId, ...typesOf(events)]),
  ).toEqual([
    ['1', 'Meta', 'FullSnapshot'],
    ['2', 'Meta', 'FullSnapshot'],
  ]);
  expect(await stored()).toEqual([]);
});

it('neither stores nor sends a snapshot of a session that the server switches off', async () => {
  const { client, environment, atWork, finish, sent, stored } =
    await startWithSnapshot();
  const { promise, resolve } = createDeferred<Response>();
  environment.respond(() => promise);
  environment.workers[0]?.answerNext();
  await settle();
  for (const type of ['blur', 'focus']) environment.fire('window', type);
  await environment.advance(AT_WORK_MS);
  expect(atWork()).toEqual([2]);
  // The one that is being sent.
  expect(await stored()).toEqual(['1']);
  resolve(
    new Response('{}', {
      headers: { 'X-Session-Replay-Event-Skipped': '4005' },
    }),
  );
  await settle();
  expect(client.status().state).toBe('stopped');
  await finish();
  expect(sent()).toHaveLength(1);
  expect(client.status().dropped).toEqual({ 'session-disabled': 4 });
  expect(await stored()).toEqual([]);
});

it('neither stores nor sends a snapshot of a visitor who opts out', async () => {
  const { client, atWork, finish, sent, stored } = await startWithSnapshot();
  expect(atWork()).toEqual([2]);
  expect(await stored()).toEqual([]);
  client.setOptOut(true);
  await settle();
  await finish();
  expect(sent()).toEqual([]);
  expect(client.status().dropped).toEqual({ 'opted-out': 2 });
  expect(await stored()).toEqual([]);
});

import { record } from '@rrweb/record';
import { expect, it, onTestFinished } from 'vitest';
import type { RrwebRecord } from '../../src/recorder/rrweb/parts.js';
import { fakeEnvironment } from '../support/fake-environment.js';
import { typesOf } from '../support/replay-events.js';
import { setupClient, VISIT } from './session-replay-setup.js';

/** A client that rests, because recording the page took too much of its time. */
async function setupResting() {
  let costMs = 0;
  let spentMs = 0;
  const environment = fakeEnvironment();
  const { now } = environment;
  // Whatever is measured seems to take so long.
  environment.elapsed = () => now() + (spentMs += costMs);
  const setup = setupClient({ environment });
  const { client } = setup;
  setup.loadBy(async () => record as RrwebRecord);
  onTestFinished(async () => {
    const ended = client.shutdown();
    await environment.advance(500);
    await ended;
    document.body.innerHTML = '';
  });
  const change = async (times: number, waitMs: number): Promise<void> => {
    for (let i = 0; i < times; i += 1) {
      document.body.append(document.createElement('p'));
      await environment.advance(waitMs);
    }
  };
  await setup.start();
  await environment.advance(500);
  costMs = 300;
  await change(4, 60);
  await change(4, 1_000);
  costMs = 0;
  return { ...setup, change };
}

it('a session that begins while the one before rests is recorded at once, from a snapshot on', async () => {
  const { client, environment, change, flush, sent } = await setupResting();
  expect(client.status().reason).toMatch(/^resting/);
  client.setIdentity({ ...VISIT, sessionId: 2 });
  expect(client.status().reason).toBe('recording');
  await change(1, 2_000);
  // Nor does the rest end in it that it has not had.
  await environment.advance(60_000);
  await flush();
  const events = sent()
    .filter(({ sessionId }) => sessionId === '2')
    .flatMap((batch) => batch.events);
  expect(typesOf(events)).toEqual([
    'Meta',
    'FullSnapshot',
    'IncrementalSnapshot',
  ]);
});

import { describe, expect, it } from 'vitest';
import { countSnapshots } from '../support/replay-events.js';
import { setupClient } from './session-replay-setup.js';

const STEP_MS = 10_000;
const MINUTE_MS = 60_000;

const SKIPPED = 'X-Session-Replay-Event-Skipped';
const accept = async () => new Response('{}');
const throttle = async () =>
  new Response('{}', { headers: { [SKIPPED]: '429' } });
const refuse = async () => new Response('', { status: 400 });

/** A client that records, whose first snapshot is delivered. */
async function setupRecording() {
  const client = setupClient();
  const { environment, flush, rrweb, sent, start } = client;
  await start();
  await flush();
  return {
    ...client,
    /** Snapshots of a session so far. */
    snapshots: async (sessionId = '1') => {
      await flush();
      return sent()
        .filter((batch) => batch.sessionId === sessionId)
        .reduce((total, { events }) => total + countSnapshots(events), 0);
    },
    /** Records something, which the server answers like this. */
    record: async (answer: () => Promise<Response>) => {
      environment.respond(answer);
      rrweb.emit('something');
      await flush();
      environment.respond(accept);
    },
  };
}

describe('a session that has lost a batch', () => {
  it.each([
    ['throttled', throttle],
    ['refused', refuse],
  ])(
    'begins afresh after the next delivery, and not before (%s)',
    async (_, answer) => {
      const { record, snapshots } = await setupRecording();
      await record(answer);
      expect(await snapshots()).toBe(1);
      await record(accept);
      expect(await snapshots()).toBe(2);
      await record(accept);
      expect(await snapshots()).toBe(2);
    },
  );

  it('begins afresh at most once a minute, then every two, then every four', async () => {
    const { environment, record, snapshots } = await setupRecording();
    const startMs = environment.now();
    const afreshAfterMs: number[] = [];
    let count = await snapshots();
    while (environment.now() < startMs + 8 * MINUTE_MS) {
      await record(refuse);
      await record(accept);
      if ((await snapshots()) > count)
        afreshAfterMs.push(environment.now() - startMs);
      count = await snapshots();
      await environment.advance(STEP_MS);
    }
    expect(afreshAfterMs).toEqual([0, MINUTE_MS, 3 * MINUTE_MS, 7 * MINUTE_MS]);
  });

  it('does not begin afresh when it is over, and the next one needs no mending', async () => {
    const { client, environment, record, rrweb, snapshots } =
      await setupRecording();
    rrweb.emit('of the first session');
    client.setIdentity({ deviceId: 'device', sessionId: 2 });
    environment.respond((url) =>
      url.includes('session_id=1') ? refuse() : accept(),
    );
    expect(await snapshots('2')).toBe(1);
    expect(client.status().dropped).toEqual({ refused: 1 });
    await record(accept);
    expect(await snapshots('1')).toBe(1);
    expect(await snapshots('2')).toBe(1);
  });
});

describe('an event that is too large', () => {
  it('makes the session begin afresh soon, without any delivery', async () => {
    const { client, environment, rrweb, sent, snapshots } =
      await setupRecording();
    rrweb.emit('x'.repeat(9_000_000));
    await environment.advance(500);
    expect(client.status().dropped).toEqual({ 'event-too-large': 1 });
    expect(sent()).toHaveLength(1);
    expect(await snapshots()).toBe(2);
  });

  it('makes it begin afresh once a minute at most', async () => {
    const { environment, rrweb, snapshots } = await setupRecording();
    for (let count = 0; count < 3; count += 1) {
      rrweb.emit('x'.repeat(9_000_000));
      await environment.advance(500);
    }
    expect(await snapshots()).toBe(2);
  });
});

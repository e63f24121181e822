import { describe, expect, it } from 'vitest';
import { settle } from '../support/fake-timers.js';
import { typesOf } from '../support/replay-events.js';
import { setupClient, VISIT } from './session-replay-setup.js';

const NOTHING_LEFT = { timers: 0, idleTasks: 0, listeners: 0 };

/** A client that has begun to load its recorder, and waits for it. */
async function setupLoading() {
  const client = setupClient();
  let finish = (): void => {};
  client.loadBy(
    () =>
      new Promise((resolve) => {
        finish = () => resolve(client.rrweb.record);
      }),
  );
  await client.start();
  return {
    ...client,
    finishLoading: async () => {
      finish();
      await settle();
    },
  };
}

describe('while the recorder is being loaded', () => {
  it('nothing of the page is touched', async () => {
    const { client, environment } = await setupLoading();
    expect(client.status()).toMatchObject({
      state: 'starting',
      sessionReplayId: 'device/1',
      sent: 0,
      dropped: {},
    });
    expect(client.recordedVisit()).toEqual(VISIT);
    expect(environment.leftovers()).toEqual(NOTHING_LEFT);
  });

  it('a change of the session loads it no second time, and the new one is recorded', async () => {
    const { client, finishLoading, flush, loads, sent } = await setupLoading();
    client.setIdentity({ ...VISIT, sessionId: 2 });
    await finishLoading();
    await flush();
    expect(loads()).toBe(1);
    expect(sent().map(({ sessionId }) => sessionId)).toEqual(['2']);
  });

  it('flush waits for it, and sends the first snapshot', async () => {
    const { client, environment, finishLoading, sent } = await setupLoading();
    let isFlushed = false;
    const flushed = client.flush().then(() => (isFlushed = true));
    await settle();
    expect(isFlushed).toBe(false);
    await finishLoading();
    await environment.idle();
    await flushed;
    expect(typesOf(sent()[0]?.events ?? [])).toEqual(['Meta', 'FullSnapshot']);
  });

  it('an opt-out keeps it from recording until an opt-in', async () => {
    const { client, finishLoading, loads, rrweb } = await setupLoading();
    client.setOptOut(true);
    await finishLoading();
    expect(rrweb.starts()).toBe(0);
    expect(client.status().reason).toBe('the visitor has opted out');
    client.setOptOut(false);
    await settle();
    expect(rrweb.isRunning()).toBe(true);
    expect(loads()).toBe(1);
  });

  it('a shutdown ends at once, and what is loaded then leaves no trace', async () => {
    const { client, environment, finishLoading, rrweb } = await setupLoading();
    await client.shutdown();
    await finishLoading();
    expect(rrweb.starts()).toBe(0);
    expect(client.status().reason).toBe('not started, or shut down');
    expect(environment.leftovers()).toEqual(NOTHING_LEFT);
  });
});

describe('a recorder that cannot be loaded', () => {
  it('leaves nothing behind, and every call is still safe', async () => {
    const { client, environment, loadBy, loads, logger, start } = setupClient();
    loadBy(() => Promise.reject(new TypeError('no such file')));
    await start();
    client.setIdentity({ ...VISIT, sessionId: 2 });
    client.setOptOut(true);
    client.setOptOut(false);
    await client.flush();
    expect(client.status()).toMatchObject({
      state: 'stopped',
      reason: 'the recorder has failed',
    });
    await client.shutdown();
    expect(loads()).toBe(1);
    expect(logger.texts('error')).toEqual([
      'off, because the recorder could not be loaded: TypeError: no such file',
    ]);
    expect(environment.leftovers()).toEqual(NOTHING_LEFT);
  });
});

import { describe, expect, it } from 'vitest';
import { settle } from '../support/fake-timers.js';
import { setupClient, VISIT } from './session-replay-setup.js';

/** A client that records, and a second one of another project on the same page. */
async function setupTwo() {
  const first = setupClient();
  await first.start();
  await settle();
  const { environment } = first;
  const second = setupClient({ environment, apiKey: 'other' });
  return { environment, first, second };
}

describe('a second recorder on the page', () => {
  it('records nothing, says so once, and leaves the first alone', async () => {
    const { first, second } = await setupTwo();
    await second.start();
    second.client.setIdentity({ ...VISIT, sessionId: 2 });
    second.client.setOptOut(true);
    second.client.setOptOut(false);
    await settle();
    expect(second.client.recordedVisit()).toBeUndefined();
    expect(second.client.status()).toMatchObject({
      state: 'stopped',
      reason: 'another session replay recorder is on this page',
    });
    expect(second.loads()).toBe(0);
    expect(second.logger.texts()).toEqual([
      expect.stringContaining('another session replay recorder'),
    ]);
    expect(first.client.recordedVisit()).toEqual(VISIT);
    expect(first.rrweb.starts()).toBe(1);
    expect(first.logger.texts()).toEqual([]);
  });

  it('keeps the first one its place when it is shut down', async () => {
    const { environment, second } = await setupTwo();
    await second.start();
    await second.client.shutdown();
    const third = setupClient({ environment });
    await third.start();
    expect(third.client.recordedVisit()).toBeUndefined();
  });

  it('may start as soon as the first one is shut down, whatever that still delivers', async () => {
    const { environment, first, second } = await setupTwo();
    environment.respond(() => new Promise(() => {}));
    first.rrweb.emit('unsent');
    void first.client.shutdown();
    await second.start();
    await settle();
    expect(first.rrweb.isRunning()).toBe(false);
    expect(second.rrweb.isRunning()).toBe(true);
    expect(second.logger.texts()).toEqual([]);
  });

  it('keeps its place when the one before is shut down again', async () => {
    const { environment, first, second } = await setupTwo();
    void first.client.shutdown();
    await second.start();
    void first.client.shutdown();
    const third = setupClient({ environment });
    await third.start();
    expect(third.client.recordedVisit()).toBeUndefined();
    expect(second.client.recordedVisit()).toEqual(VISIT);
  });

  it('finds the place free where the first one never started', async () => {
    const { environment } = setupClient();
    const second = setupClient({ environment });
    await second.start();
    expect(second.client.recordedVisit()).toEqual(VISIT);
  });
});

import 'fake-indexeddb/auto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { typesOf } from '../support/replay-events.js';
import { setupClient } from './session-replay-setup.js';

/** From now on databases neither open nor fail to, as some browsers have it. */
function hangDatabases(): void {
  const open = indexedDB.open.bind(indexedDB);
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation((...database) => {
    const request = open(...database);
    request.addEventListener = () => {};
    return request;
  });
  onTestFinished(() => spy.mockRestore());
}

// Before it is given up, after 2 s, it is not clear whose outboxes the page may send.
it.each([400, 1_500])(
  'what was recorded is delivered where the database hangs and the recorder is removed after %i ms',
  async (removedAfterMs) => {
    hangDatabases();
    const { client, environment, sent, start } = setupClient({
      apiKey: `hanging-${removedAfterMs}`,
      options: { storeType: 'idb' },
    });
    await start();
    await environment.advance(removedAfterMs);
    const ended = vi.fn<() => void>();
    void client.shutdown().then(ended);
    await environment.advance(5_000);
    expect(ended).toHaveBeenCalledOnce();
    expect(sent().map(({ events }) => typesOf(events))).toEqual([
      ['Meta', 'FullSnapshot'],
    ]);
    expect(client.status()).toMatchObject({ dropped: {} });
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
  },
);

it('flush waits until it is clear where what was recorded is, and sends it', async () => {
  hangDatabases();
  const { client, environment, sent, start } = setupClient({
    apiKey: 'hanging-flush',
    options: { storeType: 'idb' },
  });
  await start();
  await environment.advance(400);
  const flushed = vi.fn<() => void>();
  void client.flush().then(flushed);
  await environment.advance(1_000);
  expect(flushed).not.toHaveBeenCalled();
  await environment.advance(1_000);
  expect(flushed).toHaveBeenCalledOnce();
  expect(sent().map(({ events }) => typesOf(events))).toEqual([
    ['Meta', 'FullSnapshot'],
  ]);
});

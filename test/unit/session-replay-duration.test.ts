import { describe, expect, it } from 'vitest';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { remoteConfig } from '../support/intake-config.js';
import { setupClient, VISIT } from './session-replay-setup.js';

/** The settings of a project that wants sessions to last. */
const wanting = (minDuration: unknown) =>
  remoteConfig({
    sr_sampling_config: {
      capture_enabled: true,
      sample_rate: 1,
      min_session_duration_ms: minDuration,
    },
  });

/** A client in whose project sessions must last so long. */
function setup(minDuration: unknown) {
  const remote = fakeRemoteConfig(wanting(minDuration));
  const client = setupClient({ remote });
  const sentSessions = () => client.sent().map(({ sessionId }) => sessionId);
  return { ...client, remote, sentSessions };
}

describe('a session that has to last', () => {
  it('is recorded from its start, and sent by itself once it has', async () => {
    const { client, environment, rrweb, sentSessions, start } = setup(30_000);
    await start();
    rrweb.emit('early');
    await environment.advance(29_999);
    expect(sentSessions()).toEqual([]);
    expect(client.status().pending.outboxBatches).toBe(1);
    await environment.advance(1);
    expect(sentSessions()).toEqual(['1']);
  });

  it('is sent neither by a flush, nor when the page is left before', async () => {
    const { environment, flush, rrweb, sentSessions, start } = setup(30_000);
    await start();
    rrweb.emit('early');
    await flush();
    rrweb.emit('last');
    environment.fire('window', 'pagehide');
    await environment.advance(1_000);
    expect(sentSessions()).toEqual([]);
  });

  it('is sent when the page is left after that', async () => {
    const { environment, rrweb, start } = setup(30_000);
    await start();
    await environment.advance(31_000);
    const before = environment.requests.length;
    rrweb.emit('last');
    environment.fire('window', 'pagehide');
    expect(environment.requests).toHaveLength(before + 1);
  });

  it('is deleted, and counted, where another one follows before', async () => {
    const { client, environment, flush, sentSessions, start } = setup(30_000);
    await start();
    await environment.advance(20_000);
    client.setIdentity({ ...VISIT, sessionId: 2 });
    await environment.advance(1_000);
    await flush();
    expect(client.status().dropped).toEqual({ 'too-short': 2 });
    await environment.advance(30_000);
    expect(sentSessions()).toEqual(['2']);
  });

  it('counts from its ID where that is a time', async () => {
    const { environment, flush, sentSessions, start } = setup(30_000);
    const sessionId = environment.now() - 25_000;
    await start({ identity: { ...VISIT, sessionId } });
    await flush();
    expect(sentSessions()).toEqual([]);
    await environment.advance(5_000);
    expect(sentSessions()).toEqual([String(sessionId)]);
  });

  it('is not waited for after a shutdown', async () => {
    const { client, environment, sentSessions, start } = setup(30_000);
    await start();
    const ended = client.shutdown();
    await environment.idle();
    await ended;
    expect(sentSessions()).toEqual([]);
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
  });
});

describe('min_session_duration_ms', () => {
  it.each([[undefined], [null], [0]])(
    'as %s lets everything out at once',
    async (minDuration) => {
      const { flush, logger, sentSessions, start } = setup(minDuration);
      await start();
      await flush();
      expect(sentSessions()).toEqual(['1']);
      expect(logger.texts()).toEqual([]);
    },
  );

  it.each([['soon'], [-1], [{}]])(
    'as %o is ignored, which is said once',
    async (minDuration) => {
      const { flush, logger, remote, sentSessions, start } = setup(minDuration);
      await start();
      remote.answer(wanting(structuredClone(minDuration)));
      await flush();
      expect(sentSessions()).toEqual(['1']);
      expect(logger.texts()).toEqual([
        expect.stringContaining('min_session_duration_ms'),
      ]);
    },
  );

  it('above a minute is a minute', async () => {
    const { environment, sentSessions, start } = setup(3_600_000);
    await start();
    await environment.advance(59_999);
    expect(sentSessions()).toEqual([]);
    await environment.advance(1);
    expect(sentSessions()).toEqual(['1']);
  });
});

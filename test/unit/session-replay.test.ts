import { describe, expect, it, vi } from 'vitest';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { remoteConfig } from '../support/intake-config.js';
import { typesOf } from '../support/replay-events.js';
import { setupClient, VISIT } from './session-replay-setup.js';
import { sampleRules } from './privacy/sample-rules.js';

const textsOf = (events: readonly { data: unknown }[]): unknown[] =>
  events.flatMap(({ data }) => Reflect.get(Object(data), 'text') ?? []);

describe('recording', () => {
  it('begins a session with its meta event and snapshot, and delivers on flush', async () => {
    const { flush, rrweb, sent, start } = setupClient();
    await start();
    rrweb.emit('first');
    await flush();
    expect(sent()).toMatchObject([{ deviceId: 'device', sessionId: '1' }]);
    expect(typesOf(sent()[0]?.events ?? [])).toEqual([
      'Meta',
      'FullSnapshot',
      'IncrementalSnapshot',
    ]);
  });

  it('sends by itself within seconds', async () => {
    const { environment, sent, start } = setupClient();
    await start();
    await environment.advance(1_500);
    expect(sent()).toHaveLength(1);
  });

  it('keeps the events of each session under its own ID', async () => {
    const { client, flush, rrweb, sent, start } = setupClient();
    await start();
    rrweb.emit('old');
    client.setIdentity({ deviceId: 'device', sessionId: 2 });
    rrweb.emit('new');
    await flush();
    expect(sent().map(({ sessionId }) => sessionId)).toEqual(['1', '2']);
    expect(sent().map(({ events }) => textsOf(events))).toEqual([
      ['old'],
      ['new'],
    ]);
    expect(typesOf(sent()[1]?.events ?? []).slice(0, 2)).toEqual([
      'Meta',
      'FullSnapshot',
    ]);
  });

  it('takes no second snapshot when the same visit is set again', async () => {
    const { client, flush, sent, start } = setupClient();
    await start();
    client.setIdentity({ ...VISIT });
    await flush();
    expect(typesOf(sent()[0]?.events ?? [])).toEqual(['Meta', 'FullSnapshot']);
  });

  it('waits for an identity', async () => {
    const { client, rrweb, start } = setupClient();
    await start({ identity: undefined });
    expect(rrweb.isRunning()).toBe(false);
    expect(client.recordedVisit()).toBeUndefined();
    client.setIdentity(VISIT);
    await settle();
    expect(rrweb.isRunning()).toBe(true);
  });

  it('starts rrweb afresh, with a snapshot, under rules that come later', async () => {
    const remote = fakeRemoteConfig();
    const { rrweb, start } = setupClient({ remote });
    await start();
    const privacy = remoteConfig({
      sr_privacy_config: { blockSelector: ['.late'] },
    });
    remote.answer(privacy);
    remote.answer(privacy);
    expect(rrweb.starts()).toBe(2);
    expect(rrweb.options().blockSelector).toBe('.late');
  });

  it('records nothing in clear where the rules of the project cannot be read', async () => {
    const remote = fakeRemoteConfig();
    const { client, logger, start } = setupClient({
      remote,
      options: { privacyConfig: { defaultMaskLevel: 'light' } },
    });
    await start();
    remote.answer(remoteConfig({ sr_privacy_config: 'all' }));
    expect(client.status().privacy?.defaultMaskLevel).toBe('conservative');
    expect(logger.texts('warn')).toHaveLength(1);
  });

  it('tells the server the address of the page without its secrets', async () => {
    const { environment, flush, sent, start } = setupClient({
      options: { privacyConfig: { secretUrlParameters: ['nr'] } },
    });
    environment.url = 'https://u:p@shop.example/?nr=1&token=2';
    await start();
    await flush();
    expect(sent()[0]?.pageUrl).toBe('https://shop.example/?nr=&token=2');
  });

  it('stops after three errors of its own, and says so once', async () => {
    const { client, environment, rrweb, logger, start } = setupClient();
    await start();
    // Until nothing waits any more: each event then needs a timer.
    await environment.advance(250);
    const fail = (): never => {
      throw new Error('broken');
    };
    vi.spyOn(environment, 'schedule')
      .mockImplementationOnce(fail)
      .mockImplementationOnce(fail)
      .mockImplementationOnce(fail);
    for (const text of ['one', 'two', 'three']) rrweb.emit(text);
    expect(rrweb.isRunning()).toBe(false);
    expect(client.recordedVisit()).toBeUndefined();
    expect(logger.texts('error')).toHaveLength(1);
  });
});

describe('a session that is not recorded', () => {
  it.each([
    ['capture is off', { sr_sampling_config: { capture_enabled: false } }],
    [
      'it is not in the sample',
      { sr_sampling_config: { capture_enabled: true, sample_rate: 0 } },
    ],
  ])('costs nothing when %s', async (_, config) => {
    const { client, environment, loads, start } = setupClient({
      remote: fakeRemoteConfig(remoteConfig(config)),
    });
    await start();
    expect(client.recordedVisit()).toBeUndefined();
    expect(loads()).toBe(0);
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
  });

  it('is not recorded while no configuration can be had', async () => {
    const { client, loads, start } = setupClient({
      remote: fakeRemoteConfig(null),
    });
    await start();
    expect(client.recordedVisit()).toBeUndefined();
    expect(loads()).toBe(0);
  });

  it('asks for no configuration when the visitor has opted out', async () => {
    const remote = fakeRemoteConfig();
    const subscribe = vi.spyOn(remote, 'subscribe');
    const { client, rrweb, start } = setupClient({ remote });
    await start({ optOut: true });
    expect(subscribe).not.toHaveBeenCalled();
    client.setOptOut(false);
    await settle();
    expect(rrweb.isRunning()).toBe(true);
  });

  it('says why the recorder could not be loaded', async () => {
    const { client, logger, loadBy, start } = setupClient();
    loadBy(() => Promise.reject(new Error('no chunk')));
    await start();
    await settle();
    expect(client.recordedVisit()).toBeUndefined();
    expect(logger.texts('error')).toEqual([
      expect.stringContaining('no chunk'),
    ]);
  });
});

describe('start', () => {
  it('resolves after 1.5 s when no answer comes', async () => {
    const { client, environment } = setupClient({
      remote: fakeRemoteConfig('none'),
    });
    const onReady = vi.fn<() => void>();
    void client.start(VISIT, false).then(onReady);
    await environment.advance(1_499);
    expect(onReady).not.toHaveBeenCalled();
    await environment.advance(1);
    expect(onReady).toHaveBeenCalledOnce();
  });
});

describe('opting out', () => {
  it('stops at once and deletes what is not sent', async () => {
    const { client, environment, flush, rrweb, sent, start } = setupClient();
    await start();
    rrweb.emit('unsent');
    await environment.advance(250);
    client.setOptOut(true);
    expect(rrweb.isRunning()).toBe(false);
    await flush();
    expect(sent()).toEqual([]);
  });

  it('leaves a second recording that begins with its own snapshot', async () => {
    const { client, flush, rrweb, sent, start } = setupClient();
    await start();
    client.setOptOut(true);
    client.setOptOut(false);
    rrweb.emit('after');
    await flush();
    expect(typesOf(sent()[0]?.events ?? []).slice(0, 2)).toEqual([
      'Meta',
      'FullSnapshot',
    ]);
  });
});

describe('the server', () => {
  it('ends the session that it has switched off, and no other', async () => {
    const { client, environment, flush, rrweb, start } = setupClient();
    environment.respond(
      async () =>
        new Response('{}', {
          headers: { 'X-Session-Replay-Event-Skipped': '4005' },
        }),
    );
    await start();
    await flush();
    expect(rrweb.isRunning()).toBe(false);
    client.setIdentity({ deviceId: 'device', sessionId: 2 });
    expect(rrweb.isRunning()).toBe(true);
  });
});

describe('the status', () => {
  it('follows what becomes of the session and of its events', async () => {
    const { client, environment, flush, rrweb, start } = setupClient();
    expect(client.status()).toMatchObject({
      state: 'stopped',
      privacy: undefined,
    });
    await start();
    expect(client.status()).toEqual({
      state: 'recording',
      reason: 'recording',
      sessionReplayId: 'device/1',
      sampleRate: 1,
      configSource: 'remote',
      storeType: 'memory',
      worker: 'none',
      pending: { journalEvents: 0, outboxBatches: 0, bytes: 0 },
      privacy: sampleRules(),
      sent: 0,
      dropped: {},
      lastError: undefined,
    });
    // The meta event and the snapshot.
    await flush();
    expect(client.status().sent).toBe(2);
    environment.respond(async () => new Response('', { status: 400 }));
    rrweb.emit('lost');
    await flush();
    expect(client.status()).toMatchObject({ sent: 2, dropped: { refused: 1 } });
    client.setOptOut(true);
    expect(client.status()).toMatchObject({
      state: 'stopped',
      reason: 'the visitor has opted out',
      sessionReplayId: undefined,
    });
  });
});

describe('shutdown', () => {
  it('delivers what was recorded and leaves nothing behind', async () => {
    const { client, environment, rrweb, sent, start } = setupClient();
    await start();
    rrweb.emit('last');
    const ended = client.shutdown();
    rrweb.emit('too late');
    await environment.idle();
    await ended;
    expect(textsOf(sent().flatMap(({ events }) => events))).toEqual(['last']);
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
  });

  it('while the recorder is being loaded, starts none', async () => {
    const { client, rrweb, loadBy, start } = setupClient();
    let finishLoading = (): void => {};
    loadBy(
      () =>
        new Promise((resolve) => {
          finishLoading = () => resolve(rrweb.record);
        }),
    );
    await start();
    const ended = client.shutdown();
    finishLoading();
    await ended;
    expect(rrweb.starts()).toBe(0);
  });
});

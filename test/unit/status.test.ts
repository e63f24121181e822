import { describe, expect, it } from 'vitest';
import { initialSession, next, type Known } from '../../src/session/session.js';
import { readStatus, statusBeforeStart } from '../../src/status.js';

const ON = {
  captureEnabled: true,
  sampleRate: 0.5,
  minDuration: undefined,
  source: 'remote' as const,
  privacy: undefined,
};
/** In every sample. */
const STARTED: Partial<Known> = {
  started: true,
  identity: { deviceId: 'device', sessionId: 1719847315013 },
  localRate: 1,
};

const PENDING = { journalEvents: 3, outboxBatches: 2, bytes: 1_000 };

/** The status where this is known; 7 events were sent. */
function statusWhere(known: Partial<Known>, isDurable = true) {
  return readStatus(
    next(initialSession(0), known),
    {
      isDurable: () => isDurable,
      worker: () => 'running',
      pending: () => PENDING,
      sentCount: () => 7,
      isResting: () => false,
      dropCounts: () => ({ throttled: 3 }),
    },
    undefined,
    'keeps events in memory',
  );
}

describe('the status', () => {
  it('of a session that is recorded says as what and how', () => {
    expect(statusWhere({ ...STARTED, config: ON, recorder: 'loaded' })).toEqual(
      {
        state: 'recording',
        reason: 'recording',
        sessionReplayId: 'device/1719847315013',
        sampleRate: 0.5,
        configSource: 'remote',
        storeType: 'idb',
        worker: 'running',
        pending: PENDING,
        privacy: undefined,
        sent: 7,
        dropped: { throttled: 3 },
        lastError: 'keeps events in memory',
      },
    );
  });

  it('names the replay already while the recorder is being loaded', () => {
    expect(statusWhere({ ...STARTED, config: ON })).toMatchObject({
      state: 'starting',
      reason: 'loading the recorder',
      sessionReplayId: 'device/1719847315013',
      sampleRate: 0.5,
    });
  });

  it.each<[string, Partial<Known>, string, string]>([
    ['waits', {}, 'idle', 'waiting for the remote configuration'],
    ['may not', { config: 'none' }, 'stopped', 'could not be fetched'],
    [
      'is switched off',
      { config: { ...ON, captureEnabled: false } },
      'stopped',
      'switched off',
    ],
    [
      'is not in the sample',
      { config: { ...ON, sampleRate: 0.07 } },
      'stopped',
      'this session is not in the 7 % sample',
    ],
    [
      'is in no sample',
      { config: { ...ON, sampleRate: 0 } },
      'stopped',
      'the sample rate is 0',
    ],
    ['has opted out', { config: ON, optOut: true }, 'stopped', 'opted out'],
    ['is not alone', { config: ON, isAlone: false }, 'stopped', 'another'],
  ])(
    'of a session that %s says why, and names no replay',
    (_, known, state, reason) => {
      expect(statusWhere({ ...STARTED, ...known })).toMatchObject({
        state,
        reason: expect.stringContaining(reason),
        sessionReplayId: undefined,
        sampleRate: undefined,
      });
    },
  );

  it.each<[string | undefined, Partial<Known>]>([
    [undefined, {}],
    ['none', { config: 'none' }],
    ['remote', { config: ON }],
    ['cache', { config: { ...ON, source: 'cache' } }],
  ])('says that the settings are from %s', (source, known) => {
    expect(statusWhere({ ...STARTED, ...known }).configSource).toBe(source);
  });

  it('says when what is recorded does not outlive the page', () => {
    expect(statusWhere(STARTED, false).storeType).toBe('memory');
  });
});

it('before the start says that nothing was started', () => {
  expect(statusBeforeStart()).toEqual({
    state: 'stopped',
    reason: 'not started, or shut down',
    sessionReplayId: undefined,
    sampleRate: undefined,
    configSource: undefined,
    storeType: 'memory',
    worker: 'none',
    pending: { journalEvents: 0, outboxBatches: 0, bytes: 0 },
    privacy: undefined,
    sent: 0,
    dropped: {},
    lastError: undefined,
  });
});

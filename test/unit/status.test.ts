import { describe, expect, it } from 'vitest';
import { initialSession, next, type Known } from '../../src/session/session.js';
import { readStatus, statusBeforeStart } from '../../src/status.js';

const ON = { captureEnabled: true, sampleRate: 0.5, privacy: undefined };
/** In every sample. */
const STARTED: Partial<Known> = {
  started: true,
  identity: { deviceId: 'device', sessionId: 1719847315013 },
  localRate: 1,
};

/** The status where this is known; 7 events were sent. */
function statusWhere(known: Partial<Known>, isDurable = true) {
  return readStatus(
    next(initialSession(0), known),
    {
      isDurable: () => isDurable,
      sentCount: () => 7,
      isResting: () => false,
      dropCounts: () => ({ throttled: 3 }),
    },
    undefined,
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
        storeType: 'idb',
        sent: 7,
        dropped: { throttled: 3 },
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
      { config: { ...ON, sampleRate: 0 } },
      'stopped',
      'not in the sample',
    ],
    ['has opted out', { config: ON, optOut: true }, 'stopped', 'opted out'],
  ])(
    'of a session that %s says why, and names no replay',
    (_, known, state, reason) => {
      expect(statusWhere({ ...STARTED, ...known })).toEqual({
        state,
        reason: expect.stringContaining(reason),
        sessionReplayId: undefined,
        sampleRate: undefined,
        storeType: 'idb',
        sent: 7,
        dropped: { throttled: 3 },
      });
    },
  );

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
    storeType: 'memory',
    sent: 0,
    dropped: {},
  });
});

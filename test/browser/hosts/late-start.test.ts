import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHostVisit, type HostVisit } from '../../support/host-visit.js';
import { MODULE_HOSTS, SCRIPT_TAG_HOSTS } from '../../support/hosts.js';
import { remoteConfig } from '../../support/intake-config.js';
import { startIntake, type Intake } from '../../support/intake-server.js';
import { countSnapshots, mentions } from '../../support/replay-events.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** Settings that leave the sample rate to the site. */
const NO_RATE = {
  json: remoteConfig({ sr_sampling_config: { capture_enabled: true } }),
};

/** Sessions, and whether they are in a sample of 40 %; by `xxhash.xxh32` of Python. */
const SESSIONS: [number, boolean][] = [
  [1700000000000, true],
  [1700000000001, false],
  [1725148800000, true],
  [1731024000123, true],
  [1738368000456, false],
  [1743465600999, false],
  [1754006400321, true],
  [1760000000007, false],
];

/** It is in the sample. */
const ANOTHER_SESSION = 1725148800000;

const { getBrowser } = useBrowser();

describe.each([...MODULE_HOSTS, ...SCRIPT_TAG_HOSTS])(
  'added long after init, with $name',
  (site) => {
    let visit: HostVisit;
    let settings: Intake;

    beforeAll(async () => {
      settings = await startIntake();
      settings.setConfig(NO_RATE);
      visit = await openHostVisit(getBrowser(), site, {
        addPlugin: 'never',
        plugin: { sampleRate: 0.4, configServerUrl: settings.configUrl },
      });
    });
    afterAll(async () => {
      await visit.close();
      await settings.close();
    });
    beforeEach(() =>
      visit.run(`
      amplitude.setSessionId(1700000000000);
      hostConfig.lastEventTime = Date.now()`),
    );

    // The first of all: the settings are asked for once a page.
    it('records nothing when it is removed while it waits for the settings', async () => {
      const { run, write, recorded, track } = visit;
      await run('localStorage.clear()');
      await run(`amplitude.setSessionId(${ANOTHER_SESSION})`);
      settings.setConfig({ ...NO_RATE, delayMs: 500 });
      const before = settings.configRequests.length;
      await run('void amplitude.add(replay)');
      await waitUntil(
        'the question',
        () => settings.configRequests.length > before,
      );
      await run('amplitude.remove(replay.name).promise');
      await write('Restricted');
      await waitUntil('the end', () =>
        run(`replay.getStatus().state === 'stopped'`),
      );
      expect((await track('Restricted')).tag).toBeUndefined();
      await write('Open');
      settings.setConfig(NO_RATE);
      await run('amplitude.add(replay).promise');
      const { events } = await recorded('Open');
      expect(mentions(events, 'Restricted')).toBe(false);
      await run('amplitude.remove(replay.name).promise');
    });

    it('starts to record and to tag', async () => {
      const { run, write, recorded, track } = visit;
      expect((await track('Before')).tag).toBeUndefined();
      await run('amplitude.add(replay).promise');
      await write('Late start');
      const { events, deviceId, sessionId } = await recorded('Late start');
      expect(countSnapshots(events)).toBe(1);
      expect((await track('After')).tag).toBe(`${deviceId}/${sessionId}`);
      await run('amplitude.remove(replay.name).promise');
    });

    it('samples the sessions that every other version samples', async () => {
      await visit.run('amplitude.add(replay).promise');
      await waitUntil('the settings', () =>
        visit.run(`replay.getStatus().state === 'recording'`),
      );
      const sampled =
        await visit.run(`${JSON.stringify(SESSIONS)}.map(([id]) => {
        amplitude.setSessionId(id);
        return replay.getStatus().sessionReplayId !== undefined;
      })`);
      expect(sampled).toEqual(SESSIONS.map(([, isIn]) => isIn));
      await visit.run('amplitude.remove(replay.name).promise');
    });

    // Older ones say that they have no such plugin, and 2.9 throws.
    it.runIf(site.can.removesInSetup)(
      'records nothing when it is removed in the task that adds it',
      async () => {
        const { run, track } = visit;
        await run('amplitude.add(replay); void amplitude.remove(replay.name)');
        await waitUntil('the end', () =>
          run(`replay.getStatus().state === 'stopped'`),
        );
        expect((await track('Off')).tag).toBeUndefined();
      },
    );

    it('complains of nothing', () => {
      expect(visit.ownComplaints()).toEqual([]);
      expect(settings.invalid).toEqual([]);
    });
  },
);

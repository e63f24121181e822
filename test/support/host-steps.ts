import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHostVisit, type HostVisit } from './host-visit.js';
import type { HostSite } from './hosts.js';
import { countSnapshots, mentions, typesOf } from './replay-events.js';
import { useBrowser } from './use-browser.js';

/** Defines what holds on all of these sites: the recording follows whatever happens to the Browser SDK. */
export function testFollowing(sites: HostSite[]): void {
  const { getBrowser } = useBrowser();

  describe.each(sites)('with $name', (site) => {
    let visit: HostVisit;

    beforeAll(async () => {
      visit = await openHostVisit(getBrowser(), site);
    });
    afterAll(() => visit.close());

    // Each test has a session of its own on the one page.
    beforeEach(() => visit.startSession());

    it('records what its events are tagged with', async () => {
      const { track, write, recorded, deviceId, sessionId } = visit;
      const event = await track('Now');
      expect(event['library']).toContain(site.version);
      expect(event.tag).toBe(`${await deviceId()}/${await sessionId()}`);
      await write('Recorded');
      const replay = await recorded('Recorded');
      expect(`${replay.deviceId}/${replay.sessionId}`).toBe(event.tag);
    });

    it('begins each session with a snapshot of its own', async () => {
      const { run, write, recorded, sessionId } = visit;
      const oldId = await sessionId();
      const newId = oldId + 500;
      await write('Old session');
      await run(`amplitude.setSessionId(${newId})`);
      await write('New session');
      const replay = await recorded('New session');
      expect(replay.sessionId).toBe(String(newId));
      expect(typesOf(replay.events).slice(0, 2)).toEqual([
        'Meta',
        'FullSnapshot',
      ]);
      expect(countSnapshots(replay.events)).toBe(1);
      expect((await recorded('Old session')).sessionId).toBe(String(oldId));
    });

    it.each([
      ['setDeviceId', `amplitude.setDeviceId('device-' + Math.random())`],
      ['reset', 'amplitude.reset()'],
    ])('follows %s with a snapshot under the new device', async (_, change) => {
      const { run, track, write, recorded, deviceId, sessionId } = visit;
      const before = await deviceId();
      await run(change);
      expect(await run('replay.getStatus().sessionReplayId')).toBe(
        `${await deviceId()}/${await sessionId()}`,
      );
      expect(await deviceId()).not.toBe(before);
      await write('New device');
      const replay = await recorded('New device');
      expect(replay.deviceId).toBe(await deviceId());
      expect(typesOf(replay.events).slice(0, 2)).toEqual([
        'Meta',
        'FullSnapshot',
      ]);
      expect((await track('Elsewhere')).tag).toBe(
        `${replay.deviceId}/${replay.sessionId}`,
      );
    });

    it('goes on when the user changes', async () => {
      const { run, write, recorded } = visit;
      await write('Anonymous');
      await recorded('Anonymous');
      await run(`amplitude.setUserId('user-' + Math.random())`);
      await write('Signed in');
      const replay = await recorded('Signed in');
      expect(countSnapshots(replay.events)).toBe(1);
      expect(mentions(replay.events, 'Anonymous')).toBe(true);
    });

    it('stops within the task that opts out, and records again after an opt-in', async () => {
      const { run, write, recorded, intake } = visit;
      await write('Allowed');
      await recorded('Allowed');
      const uploadCount = intake.requests.length;
      await run(`
      document.querySelector('h1').textContent = 'Last';
      amplitude.setOptOut(true);
      window.reasonAtOnce = replay.getStatus().reason`);
      expect(await run('reasonAtOnce')).toContain('opted out');
      await write('Private');
      await write('Allowed again');
      // What is to be sent is sent after 100 ms.
      await sleep(300);
      expect(intake.requests.length).toBe(uploadCount);
      await run('amplitude.setOptOut(false)');
      const replay = await recorded('Allowed again');
      expect(mentions(replay.events, 'Last')).toBe(false);
      expect(mentions(replay.events, 'Private')).toBe(false);
      expect(countSnapshots(replay.events)).toBe(2);
    });

    it('tags no events of older sessions, and no $identify', async () => {
      const { run, track, tracked } = visit;
      const late = await track('Late', {
        session_id: 1_700_000_000_000,
        time: 1_700_000_000_001,
      });
      expect(late.tag).toBeUndefined();
      await run(
        `amplitude.identify(new amplitude.Identify().set('plan', 'free'))`,
      );
      expect((await tracked('$identify')).tag).toBeUndefined();
      expect((await track('Now')).tag).toBeDefined();
    });

    it('follows an event into the session that it starts', async () => {
      const { run, track, write, recorded, sessionId } = visit;
      const before = await sessionId();
      await run(
        'hostConfig.lastEventTime = Date.now() - hostConfig.sessionTimeout - 1',
      );
      const event = await track('After a pause');
      const id = await sessionId();
      expect(id).not.toBe(before);
      expect(event.session_id).toBe(id);
      expect(event.tag).toMatch(new RegExp(`/${id}$`));
      await write('After a pause');
      const replay = await recorded('After a pause');
      expect(replay.sessionId).toBe(String(id));
      expect(typesOf(replay.events).slice(0, 2)).toEqual([
        'Meta',
        'FullSnapshot',
      ]);
    });

    it.each([
      ['awaiting both', (call: string) => `${call}.promise`],
      ['awaiting nothing', (call: string) => `void ${call}`],
    ])(
      'stops when it is removed and starts when it is added, %s',
      async (_, form) => {
        const { run, write, recorded } = visit;
        await write('Open');
        await recorded('Open');
        await run(form('amplitude.remove(replay.name)'));
        await write('Restricted');
        await write('Open again');
        await run(form('amplitude.add(replay)'));
        const { events } = await recorded('Open again');
        expect(mentions(events, 'Restricted')).toBe(false);
        expect(countSnapshots(events)).toBe(2);
      },
    );

    it('records once when it is added twice', async () => {
      const { run, write, recorded, track } = visit;
      await run('amplitude.add(replay).promise');
      await write('Twice');
      const { events } = await recorded('Twice');
      expect(countSnapshots(events)).toBe(site.can.checksNames ? 1 : 2);
      expect((await track('Twice')).tag).toBeDefined();
      if (site.can.checksNames) return;
      // It has the plugin twice now.
      await run('amplitude.remove(replay.name).promise');
      await run('amplitude.remove(replay.name).promise');
      await run('amplitude.add(replay).promise');
    });

    // Without such checks, the Browser SDK throws and drops another plugin.
    it.runIf(site.can.checksNames)(
      'stays off when it is removed twice',
      async () => {
        const { run, write, recorded, track } = visit;
        await run('amplitude.remove(replay.name).promise');
        await run('amplitude.remove(replay.name).promise');
        expect(await run('replay.getStatus().state')).toBe('stopped');
        expect((await track('Off')).tag).toBeUndefined();
        await run('amplitude.add(replay).promise');
        await write('On');
        expect(countSnapshots((await recorded('On')).events)).toBe(2);
      },
    );

    it('complains of nothing', () => {
      expect(visit.ownComplaints()).toEqual([]);
      expect(visit.intake.invalid).toEqual([]);
    });
  });
}

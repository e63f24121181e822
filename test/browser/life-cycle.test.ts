import { describe, expect, it } from 'vitest';
import { SITES, type SiteOptions } from '../support/hosts.js';
import { remoteConfig } from '../support/intake-config.js';
import { startIntake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import { mentions } from '../support/replay-events.js';
import { useBrowser } from '../support/use-browser.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';

const { getBrowser, closeLater } = useBrowser();

describe.each(SITES)('on a site that uses $name', (site) => {
  async function visit(options: Omit<SiteOptions, 'intake'> = {}) {
    const intake = await startIntake();
    const pages = await startPages(await site.pages({ intake, ...options }));
    const { page, context, complaints } = await openWatchedPage(getBrowser());
    closeLater(() => context.close(), pages.close, intake.close);
    await page.goto(pages.url);
    await page.evaluate('started');
    const ownComplaints = () =>
      complaints.filter((text) => text.includes('Session Replay'));
    /** Adds a plugin of its own to another instance of the Browser SDK. */
    const addSecond = () =>
      page.evaluate(`
        window.other ??= amplitude.createInstance();
        window.second ??= new replay.constructor({
          sampleRate: 1, trackServerUrl: '${intake.trackUrl}', configServerUrl: '${intake.configUrl}',
        });
        window.otherStarted ??= other.init('other-key', {
          instanceName: 'other', autocapture: false, serverUrl: '${intake.analyticsUrl}',
          remoteConfig: { serverUrl: '${intake.configUrl}' }, enableDiagnostics: false,
        }).promise;
        otherStarted.then(() => other.add(second).promise);
      `);
    return { intake, page, complaints, ownComplaints, addSecond };
  }

  it('records with the first of two instances, and with the second once the first is removed', async () => {
    const { intake, page, ownComplaints, addSecond } = await visit();
    await waitUntil('a recording', () => intake.replays()[0]);
    await addSecond();
    expect(ownComplaints()).toEqual([
      expect.stringContaining('another session replay recorder'),
    ]);
    expect(await page.evaluate('second.getStatus().state')).toBe('stopped');
    expect(await page.evaluate('second.getSessionReplayProperties()')).toEqual(
      {},
    );
    expect(await page.evaluate('replay.getStatus().state')).toBe('recording');

    await page.evaluate(`
      amplitude.remove(replay.name);
      other.remove(second.name).promise.then(() => other.add(second).promise);
    `);
    await page.evaluate(
      `document.querySelector('h1').textContent = 'By the second'`,
    );
    const id = await page.evaluate<number>('other.getSessionId()');
    await waitUntil('what the second records', () =>
      mentions(intake.eventsOf(id), 'By the second'),
    );
    expect(ownComplaints()).toHaveLength(1);
  });

  it('deletes what an earlier page left when the visitor opts out on one that is not recorded', async () => {
    const { intake, page, complaints } = await visit();
    const hasDatabase = () =>
      page.evaluate<boolean>(`indexedDB.databases().then((all) =>
        all.some(({ name }) => name.startsWith('plugin-session-replay')))`);
    await waitUntil('a recording', () => intake.replays()[0]);
    intake.faultAlways({ kind: 'status', status: 503 });
    await page.evaluate(`document.querySelector('h1').textContent = 'Stored'`);
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 400))`);
    intake.setConfig({
      json: remoteConfig({
        sr_sampling_config: { capture_enabled: true, sample_rate: 0 },
      }),
    });
    await page.reload();
    await page.evaluate('started');
    await waitUntil('the settings', () =>
      page.evaluate<boolean>(`replay.getStatus().configSource === 'remote'`),
    );
    expect(await hasDatabase()).toBe(true);
    await page.evaluate('amplitude.setOptOut(true)');
    await waitUntil('an empty storage', async () => !(await hasDatabase()));
    intake.clearFaults();
    const id = await page.evaluate<number>('amplitude.getSessionId()');
    expect(mentions(intake.eventsOf(id), 'Stored')).toBe(false);
    expect(complaints.filter((text) => !text.includes('503'))).toEqual([]);
  });
});

/** Targeting rules of sites that use the Browser SDK: events and user properties come from it. */
import { describe, expect, it } from 'vitest';
import { SITES_IN_PARTS } from '../support/hosts.js';
import { CAPTURE_ALL, remoteConfig } from '../support/intake-config.js';
import { startIntake } from '../support/intake-server.js';
import { startPages } from '../support/page-server.js';
import {
  hasPlan,
  isEvent,
  targetingRules,
} from '../support/targeting-rules.js';
import { useBrowser } from '../support/use-browser.js';
import { waitUntil } from '../support/wait-until.js';
import { openWatchedPage } from '../support/watched-page.js';

const REPLAY_ID = '[Amplitude] Session Replay ID';

const { getBrowser, closeLater } = useBrowser();

describe.each(SITES_IN_PARTS)('on a site that uses $name', (site) => {
  async function visit(json: object) {
    const intake = await startIntake();
    intake.setConfig({ json });
    const plugin = { sampleRate: 0 };
    const pages = await startPages(await site.pages({ intake, plugin }));
    const { page, context, complaints } = await openWatchedPage(getBrowser());
    closeLater(() => context.close(), pages.close, intake.close);
    const loaded: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('targeting')) loaded.push(request.url());
    });
    await page.goto(pages.url);
    await page.evaluate('started');
    const tagOf = async (type: string) => {
      await page.evaluate('amplitude.flush().promise');
      const event = await waitUntil(type, () =>
        intake.trackedEvents.find(({ event_type }) => event_type === type),
      );
      return event.event_properties?.[REPLAY_ID];
    };
    const replayId = () =>
      page.evaluate('`${amplitude.getDeviceId()}/${amplitude.getSessionId()}`');
    return { intake, page, complaints, loaded, tagOf, replayId };
  }

  it.each([
    ['an event', 'Checkout', ''],
    [
      'what it has been told of the visitor',
      'Clicked',
      `amplitude.identify(new amplitude.Identify().set('plan', 'pro'));`,
    ],
  ])(
    'a session is recorded once it meets the rules by %s',
    async (_, type, before) => {
      const rules = targetingRules(isEvent('Checkout'), hasPlan('pro'));
      const { intake, page, complaints, loaded, tagOf, replayId } = await visit(
        remoteConfig({ sr_targeting_config: rules }),
      );
      await waitUntil('what evaluates rules', () => loaded[0]);
      await page.evaluate(`amplitude.track('Searched').promise`);
      expect(await tagOf('Searched')).toBeUndefined();
      await page.evaluate(`${before} amplitude.track('${type}').promise`);
      expect(await tagOf(type)).toBe(await replayId());
      await waitUntil('a recording', () => intake.replays()[0]);
      expect(loaded).toHaveLength(1);
      expect(complaints).toEqual([]);
    },
  );

  it('nothing that evaluates rules is loaded where there are none', async () => {
    const { intake, loaded } = await visit(CAPTURE_ALL);
    await waitUntil('a recording', () => intake.replays()[0]);
    expect(loaded).toEqual([]);
  });
});

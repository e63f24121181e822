import { expect, it } from 'vitest';
import { moduleExample, openExample } from '../../support/example-visit.js';
import { mentions } from '../../support/replay-events.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

const { getBrowser, closeLater } = useBrowser();

it('of several instances, the first goes on recording, and the second begins when the first is removed', async () => {
  const { page, intake, write, close } = await openExample(
    getBrowser(),
    await moduleExample(`
      import * as amplitude from '@amplitude/analytics-browser';
      import { sessionReplayPlugin } from 'plugin-session-replay-browser';

      const start = async (name) => {
        const instance = amplitude.createInstance();
        const replay = sessionReplayPlugin();
        instance.add(replay);
        await instance.init('KEY_OF_' + name, {
          instanceName: name,
          deviceId: 'device-of-' + name,
          flushIntervalMillis: 100,
        }).promise;
        await instance.track('Of ' + name).promise;
        return { instance, replay };
      };
      window.started = (async () => {
        window.first = await start('first');
        window.second = await start('second');
      })();`),
  );
  closeLater(close);
  const states = () =>
    page.evaluate(
      `[first, second].map(({ replay }) => replay.getStatus().state)`,
    );
  const devicesOf = (text: string) =>
    intake
      .replays()
      .filter(({ events }) => mentions(events, text))
      .map(({ deviceId }) => deviceId);
  const tagOf = (type: string) =>
    intake.trackedEvents.find(({ event_type }) => event_type === type)
      ?.event_properties?.['[Amplitude] Session Replay ID'];

  await page.evaluate('started');
  await write('Both are there');
  await waitUntil('the change', () => devicesOf('Both are there')[0]);
  expect(devicesOf('Both are there')).toEqual(['device-of-first']);
  expect(await states()).toEqual(['recording', 'stopped']);
  expect(tagOf('Of first')).toMatch(/^device-of-first\//);
  expect(tagOf('Of second')).toBeUndefined();

  await page.evaluate(`first.instance.remove(first.replay.name).promise`);
  await page.evaluate(`second.instance.remove(second.replay.name).promise`);
  await page.evaluate(`second.instance.add(second.replay).promise`);
  await write('The second is left');
  await waitUntil('the change', () => devicesOf('The second is left')[0]);
  expect(devicesOf('The second is left')).toEqual(['device-of-second']);
  expect(await states()).toEqual(['stopped', 'recording']);
});

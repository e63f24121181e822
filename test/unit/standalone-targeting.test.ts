import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { remoteConfig } from '../support/intake-config.js';
import {
  hasPlan,
  isEvent,
  targetingRules,
} from '../support/targeting-rules.js';
import { REPLAY_ID, setupStandalone as setup } from './standalone-setup.js';

describe('evaluateTargetingAndCapture', () => {
  const initWithRules = async () => {
    const set = setup();
    const sr_targeting_config = targetingRules(
      isEvent('Checkout'),
      hasPlan('pro'),
    );
    set.environment.respond(
      async () =>
        new Response(JSON.stringify(remoteConfig({ sr_targeting_config }))),
    );
    const userProperties = { plan: 'free' };
    await set.standalone.init('key', { ...set.options, userProperties })
      .promise;
    expect(set.standalone.getStatus().state).toBe('stopped');
    return set;
  };

  it.each([
    ['an event', { event: { event_type: 'Checkout' } }],
    ['what it says of the visitor', { userProperties: { plan: 'pro' } }],
  ])('records from then on when the rules are met by %s', async (_, input) => {
    const { standalone } = await initWithRules();
    await standalone.evaluateTargetingAndCapture({
      event: { event_type: 'Clicked' },
    });
    expect(standalone.getSessionReplayProperties()).toEqual({});
    await standalone.evaluateTargetingAndCapture(input);
    expect(standalone.getSessionReplayProperties()[REPLAY_ID]).toBe('device/1');
  });

  it.each([
    ['input', 'Checkout'],
    ['event', { event: 'Checkout' }],
    ['userProperties', { userProperties: 'pro' }],
  ])('says that %s is wrong, and goes on', async (name, input) => {
    const { standalone, logger } = await initWithRules();
    await standalone.evaluateTargetingAndCapture(input as never);
    expect(logger.texts()).toEqual([
      expect.stringContaining(`${name} must be an object`),
    ]);
    await standalone.evaluateTargetingAndCapture({
      event: { event_type: 'Checkout' },
    });
    expect(standalone.getStatus().sessionReplayId).toBe('device/1');
  });
});

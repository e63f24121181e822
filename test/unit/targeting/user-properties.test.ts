import { AnalyticsConnector } from '@amplitude/analytics-connector';
import { expect, it } from 'vitest';
import { readUserProperties } from '../../../src/targeting/user-properties.js';
import { createEnvironment } from '../../../src/environment.js';
import { fakeEnvironment } from '../../support/fake-environment.js';

/** What the Browser SDK does when it identifies somebody. */
const identify = (
  instanceName: string,
  userProperties: Record<string, unknown>,
) =>
  AnalyticsConnector.getInstance(instanceName)
    .identityStore.editIdentity()
    .updateUserProperties({ $set: userProperties })
    .commit();

it('are those that the site has said', () => {
  identify('$default_instance', { plan: 'free' });
  const visitor = { userProperties: { plan: 'pro' } };
  expect(readUserProperties(visitor, createEnvironment())).toEqual({
    plan: 'pro',
  });
});

// The Browser SDK takes an empty name for none.
it.each([undefined, '', 'second'])(
  'are those that the Browser SDK has been told: instance %o',
  (instanceName) => {
    identify(instanceName || '$default_instance', { plan: instanceName });
    expect(readUserProperties({ instanceName }, createEnvironment())).toEqual({
      plan: instanceName,
    });
  },
);

it('are unknown where there is no Browser SDK, or it was told nothing', () => {
  expect(readUserProperties({}, fakeEnvironment())).toBeUndefined();
  expect(
    readUserProperties({ instanceName: 'none' }, createEnvironment()),
  ).toBeUndefined();
});

import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import type { Identity } from '../../../src/session/replay-id.js';
import {
  createDecide,
  type TargetingEvent,
} from '../../../src/targeting/decide.js';
import type { Visitor } from '../../../src/targeting/user-properties.js';
import {
  fakeEnvironment,
  type FakeEnvironment,
} from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import {
  hadEvents,
  hasPlan,
  isEvent,
  isPage,
  targetingRules,
} from '../../support/targeting-rules.js';

const VISIT: Identity = { deviceId: 'device', sessionId: 1 };
const CHOSEN = {
  flag: 'sr_targeting_config',
  variant: 'on',
  metadata: { segmentName: 'Condition 1' },
};

let lastKey = 0;

/** Asks these rules on a page. */
function setup(
  rules: unknown,
  {
    environment = fakeEnvironment(),
    visitor = {},
    apiKey = `${++lastKey}`,
  }: {
    environment?: FakeEnvironment;
    visitor?: Visitor;
    apiKey?: string;
  } = {},
) {
  const logger = fakeLogger();
  const decide = createDecide({ apiKey, page: environment, logger, visitor });
  return {
    environment,
    logger,
    apiKey,
    decide: (event?: TargetingEvent, identity = VISIT) =>
      decide({ rules, identity, event }),
  };
}

const databases = async () =>
  (await indexedDB.databases()).map(({ name }) => name);

describe('a session', () => {
  it('is chosen by an event, with the condition that it has met', async () => {
    const { decide } = setup(targetingRules(isEvent('Checkout')));
    expect(await decide()).toBeUndefined();
    expect(await decide({ event_type: 'Clicked' })).toBeUndefined();
    expect(await decide({ event_type: 'Checkout' })).toEqual(CHOSEN);
  });

  it('is chosen by the events that it had so far, together', async () => {
    const { decide } = setup(targetingRules(hadEvents('Search', 'Checkout')));
    expect(await decide({ event_type: 'Search' })).toBeUndefined();
    expect(await decide({ event_type: 'Clicked' })).toBeUndefined();
    expect(await decide({ event_type: 'Checkout' })).toEqual(CHOSEN);
  });

  it('is chosen by the address of the page', async () => {
    const { decide, environment } = setup(
      targetingRules(isPage('https://shop.example/checkout')),
    );
    expect(await decide()).toBeUndefined();
    environment.url = 'https://shop.example/checkout';
    expect(await decide()).toEqual(CHOSEN);
  });

  it('is chosen by what the site says of the visitor', async () => {
    const visitor: Visitor = { userProperties: { plan: 'free' } };
    const { decide } = setup(targetingRules(hasPlan('pro')), { visitor });
    expect(await decide()).toBeUndefined();
    visitor.userProperties = { plan: 'pro' };
    expect(await decide()).toEqual(CHOSEN);
  });

  it('stays chosen on the pages that follow, and no other session with it', async () => {
    const rules = targetingRules(isEvent('Checkout'));
    const { decide, environment, apiKey } = setup(rules);
    await decide({ event_type: 'Checkout' });
    const nextPage = setup(targetingRules(), { environment, apiKey });
    expect(await nextPage.decide()).toEqual(CHOSEN);
    expect(
      await nextPage.decide(undefined, { ...VISIT, sessionId: 2 }),
    ).toBeUndefined();
    expect(
      await nextPage.decide(undefined, { ...VISIT, deviceId: 'other' }),
    ).toBeUndefined();
  });
});

describe('rules that cannot be read', () => {
  it.each([
    ['are a text', 'on'],
    ['are a list', []],
    ['have no segments', { key: 'sr_targeting_config' }],
  ])('reject where they %s', async (_, rules) => {
    const { decide } = setup(rules);
    await expect(decide()).rejects.toBeInstanceOf(TypeError);
    await expect(decide({ event_type: 'Clicked' })).rejects.toBeInstanceOf(
      TypeError,
    );
  });
});

describe('the storage of the engine', () => {
  it('is not opened before an event has to be noted', async () => {
    const { decide, apiKey } = setup(targetingRules(isEvent('Checkout')));
    await decide();
    expect(await databases()).not.toContain(`${apiKey}_amp_targeting`);
    await decide({ event_type: 'Clicked' });
    expect(await databases()).toContain(`${apiKey}_amp_targeting`);
  });

  it('is waited for once, and for a second', async () => {
    const { decide, environment } = setup(targetingRules(isEvent('Checkout')));
    const open = vi
      .spyOn(indexedDB, 'open')
      .mockReturnValue(Reflect.construct(IDBOpenDBRequest, []));
    const onDecision = vi.fn<(decision: unknown) => void>();
    void decide({ event_type: 'Clicked' }).then(onDecision);
    await environment.advance(999);
    expect(onDecision).not.toHaveBeenCalled();
    await environment.advance(1);
    expect(onDecision).toHaveBeenCalledWith(undefined);
    expect(await decide({ event_type: 'Checkout' })).toEqual(CHOSEN);
    expect(open).toHaveBeenCalledOnce();
    open.mockRestore();
  });

  it('that cannot be had is no trouble of the site', async () => {
    const { decide, logger } = setup(targetingRules(isEvent('Checkout')));
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    expect(await decide({ event_type: 'Checkout' })).toEqual(CHOSEN);
    expect(logger.texts()).toEqual([]);
    open.mockRestore();
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { TargetingQuestion } from '../../src/targeting/decide.js';
import { fakeRemoteConfig } from '../support/fake-remote-config.js';
import { settle } from '../support/fake-timers.js';
import { CAPTURE_ALL, remoteConfig } from '../support/intake-config.js';
import { createDeferred } from './deferred.js';
import { setupClient, VISIT } from './session-replay-setup.js';

const RULES = { key: 'rules' };
const WITH_RULES = remoteConfig({ sr_targeting_config: RULES });
const DECISION = { flag: 'rules', variant: 'on' };
const CHECKOUT = { event_type: 'Checkout' };
const NEXT_VISIT = { ...VISIT, sessionId: 2 };

/** A client of a project with rules, which choose sessions in which somebody checks out. */
function setup({
  first = WITH_RULES,
}: { first?: Parameters<typeof fakeRemoteConfig>[0] } = {}) {
  const questions: TargetingQuestion[] = [];
  const remote = fakeRemoteConfig(first);
  const decide = vi.fn(async (question: TargetingQuestion) => {
    questions.push(question);
    return question.event === CHECKOUT ? DECISION : undefined;
  });
  const loadTargetingPart = vi.fn(async () => ({ createDecide: () => decide }));
  const set = setupClient({
    options: { sampleRate: 0 },
    remote,
    loadTargetingPart,
  });
  return { ...set, remote, decide, questions, loadTargetingPart };
}

describe('a session of a project with targeting rules', () => {
  it('is recorded from the moment on at which it meets them, whatever the sample rate', async () => {
    const { client, rrweb, start, flush, sent } = setup();
    await start();
    expect(client.status()).toMatchObject({
      state: 'stopped',
      reason: 'this session has met no targeting rule so far',
    });
    expect(rrweb.starts()).toBe(0);
    await client.targeting.evaluate(CHECKOUT);
    await settle();
    expect(client.status()).toMatchObject({
      state: 'recording',
      sampleRate: 1,
    });
    await flush();
    expect(sent()[0]?.events.slice(2)).toMatchObject([
      { type: 5, data: { tag: 'targeting-decision', payload: DECISION } },
    ]);
  });

  it('is asked about at once, as it is, and with each event', async () => {
    const { client, questions, start } = setup();
    await start();
    await client.targeting.evaluate({ event_type: 'Clicked' });
    expect(questions).toEqual([
      { rules: RULES, identity: VISIT, event: undefined },
      { rules: RULES, identity: VISIT, event: { event_type: 'Clicked' } },
    ]);
  });

  it('is asked about no more once it is chosen', async () => {
    const { client, decide, start } = setup();
    await start();
    await client.targeting.evaluate(CHECKOUT);
    await client.targeting.evaluate(CHECKOUT);
    expect(decide).toHaveBeenCalledTimes(2);
  });

  it('does not make the one that follows it chosen', async () => {
    const { client, questions, rrweb, start } = setup();
    await start();
    await client.targeting.evaluate(CHECKOUT);
    await settle();
    client.setIdentity(NEXT_VISIT);
    await client.settled();
    expect(rrweb.isRunning()).toBe(false);
    expect(questions.at(-1)).toMatchObject({ identity: NEXT_VISIT });
    await client.targeting.evaluate(CHECKOUT);
    await settle();
    expect(client.recordedVisit()).toEqual(NEXT_VISIT);
  });

  it('leaves its decision to itself where the project has rules no more', async () => {
    const { client, remote, start, flush, sent } = setup();
    await start();
    await client.targeting.evaluate(CHECKOUT);
    await settle();
    remote.answer(CAPTURE_ALL);
    client.setIdentity(NEXT_VISIT);
    await flush();
    const last = sent().at(-1);
    expect(last?.sessionId).toBe('2');
    expect(last?.events.map((event) => event.type)).not.toContain(5);
  });

  it('is not chosen by an answer that comes when another one is being recorded', async () => {
    const { client, decide, start } = setup();
    await start();
    const { promise, resolve } = createDeferred<typeof DECISION>();
    decide.mockImplementationOnce(() => promise);
    const late = client.targeting.evaluate(CHECKOUT);
    client.setIdentity(NEXT_VISIT);
    await client.targeting.evaluate(CHECKOUT);
    resolve(DECISION);
    await late;
    await settle();
    expect(client.recordedVisit()).toEqual(NEXT_VISIT);
  });

  it('is chosen by an event that came before the configuration', async () => {
    const { client, remote, start } = setup({ first: 'none' });
    void start();
    await settle();
    const evaluated = client.targeting.evaluate(CHECKOUT);
    remote.answer(WITH_RULES);
    await evaluated;
    await settle();
    expect(client.status().state).toBe('recording');
  });

  it('is not asked about while capture is off or the visitor has opted out', async () => {
    const { client, remote, start, loadTargetingPart } = setup({
      first: 'none',
    });
    void start();
    await settle();
    remote.answer(
      remoteConfig({
        sr_sampling_config: { capture_enabled: false },
        sr_targeting_config: RULES,
      }),
    );
    await client.targeting.evaluate(CHECKOUT);
    client.setOptOut(true);
    remote.answer(WITH_RULES);
    await client.targeting.evaluate(CHECKOUT);
    expect(loadTargetingPart).not.toHaveBeenCalled();
  });

  it('lets start wait for the first answer, but for 1.5 s at most', async () => {
    const { client, environment, loadTargetingPart } = setup();
    loadTargetingPart.mockImplementation(() => new Promise(() => {}));
    const onReady = vi.fn<() => void>();
    void client.start(VISIT, false).then(onReady);
    await environment.advance(1_499);
    expect(onReady).not.toHaveBeenCalled();
    await environment.advance(1);
    expect(onReady).toHaveBeenCalledOnce();
    expect(client.targeting.isLoaded()).toBe(false);
  });
});

describe('a session of a project without targeting rules', () => {
  it.each([
    ['none', {}],
    ['empty ones', { sr_targeting_config: {} }],
    ['null', { sr_targeting_config: null }],
  ])('loads nothing that evaluates them: %s', async (_, rules) => {
    const { client, start, loadTargetingPart } = setup({
      first: remoteConfig({
        ...rules,
        sr_sampling_config: { capture_enabled: true, sample_rate: 1 },
      }),
    });
    await start();
    await client.targeting.evaluate(CHECKOUT);
    await settle();
    expect(client.status().state).toBe('recording');
    expect(loadTargetingPart).not.toHaveBeenCalled();
  });
});

describe('where rules cannot be evaluated', () => {
  it.each(['loaded', 'read'])(
    'nothing is recorded, and one error says so: %s',
    async (what) => {
      const { client, decide, loadTargetingPart, logger, rrweb, start } =
        setup();
      const fail = () => Promise.reject(new Error('no such file'));
      if (what === 'loaded') loadTargetingPart.mockImplementation(fail);
      else decide.mockImplementation(fail);
      void client.targeting.evaluate(CHECKOUT);
      await start();
      await client.targeting.evaluate(CHECKOUT);
      expect(client.status()).toMatchObject({
        state: 'stopped',
        reason: 'the targeting rules could not be evaluated',
      });
      expect(rrweb.starts()).toBe(0);
      expect(logger.texts()).toEqual([
        'off, because the targeting rules could not be evaluated: Error: no such file',
      ]);
    },
  );
});

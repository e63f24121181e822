import { describe, expect, it, vi } from 'vitest';
import { createRest } from '../../../src/recorder/rest.js';
import { fakeEnvironment } from '../../support/fake-environment.js';

/** Up to ten changes in a second are little. */
function setup() {
  const environment = fakeEnvironment();
  const watchers = new Set<(count: number) => void>();
  const onCalm = vi.fn<() => void>();
  const rest = createRest({
    environment,
    watch: (onChanges) => {
      watchers.add(onChanges);
      return () => watchers.delete(onChanges);
    },
    isLittle: (count) => count <= 10,
  });
  const change = (count: number): void => {
    for (const watcher of watchers) watcher(count);
  };
  return { environment, rest, onCalm, watchers, change };
}

describe('a rest', () => {
  it('lasts five seconds on a page that is calm, and watches it no longer', async () => {
    const { environment, rest, onCalm, watchers } = setup();
    rest.start(onCalm);
    await environment.advance(4_999);
    expect([rest.isOn(), onCalm.mock.calls.length]).toEqual([true, 0]);
    await environment.advance(1);
    expect([rest.isOn(), onCalm.mock.calls.length]).toEqual([false, 1]);
    expect(watchers.size).toBe(0);
    await environment.advance(60_000);
    expect(onCalm).toHaveBeenCalledTimes(1);
  });

  it('goes on as long as the page changes a lot', async () => {
    const { environment, rest, onCalm, change } = setup();
    rest.start(onCalm);
    for (let second = 0; second < 30; second += 1) {
      change(6);
      change(5);
      await environment.advance(1_000);
    }
    expect(onCalm).not.toHaveBeenCalled();
    change(10);
    await environment.advance(1_000);
    expect(onCalm).toHaveBeenCalledTimes(1);
  });

  it('takes twice as long each time, up to a minute', async () => {
    const { environment, rest } = setup();
    const lengths: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const fromMs = environment.now();
      rest.start(() => lengths.push(environment.now() - fromMs));
      await environment.advance(100_000);
    }
    expect(lengths).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('that is cancelled does not end', async () => {
    const { environment, rest, onCalm, watchers } = setup();
    rest.start(onCalm);
    rest.cancel();
    expect([rest.isOn(), watchers.size]).toEqual([false, 0]);
    await environment.advance(100_000);
    expect(onCalm).not.toHaveBeenCalled();
  });
});

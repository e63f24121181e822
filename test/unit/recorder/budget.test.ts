import { describe, expect, it, vi } from 'vitest';
import { createBudget } from '../../../src/recorder/budget.js';

function setup() {
  let nowMs = 1_000;
  const onExceeded = vi.fn<() => void>();
  const onCalm = vi.fn<() => void>();
  const budget = createBudget({
    environment: { elapsed: () => nowMs },
    onExceeded,
    onCalm,
  });
  const wait = (ms: number): void => {
    nowMs += ms;
  };
  /** Takes so long for so many changes. */
  const work = (ms: number, changes = 0): void =>
    budget.spend(changes, () => wait(ms));
  return { ...budget, onExceeded, onCalm, wait, work };
}

describe('a budget', () => {
  it('is exceeded by what takes more than a tenth of five seconds', () => {
    const { work, wait, onExceeded } = setup();
    for (let i = 0; i < 5; i += 1) {
      work(100);
      wait(800);
    }
    expect(onExceeded).not.toHaveBeenCalled();
    work(1);
    expect(onExceeded).toHaveBeenCalledTimes(1);
  });

  it('is not exceeded by the same in a longer time', () => {
    const { work, wait, onExceeded } = setup();
    for (let i = 0; i < 50; i += 1) {
      work(100);
      wait(1_000);
    }
    expect(onExceeded).not.toHaveBeenCalled();
  });

  it('counts afresh after it was exceeded', () => {
    const { work, onExceeded } = setup();
    work(501);
    work(400);
    expect(onExceeded).toHaveBeenCalledTimes(1);
    work(101);
    expect(onExceeded).toHaveBeenCalledTimes(2);
  });

  it('counts a task within another once', () => {
    const { spend, work, onExceeded } = setup();
    spend(0, () => work(400));
    expect(onExceeded).not.toHaveBeenCalled();
  });

  it('counts a task that fails, and lets its error through', () => {
    const { spend, wait, onExceeded } = setup();
    const fail = () =>
      spend(0, () => {
        wait(501);
        throw new Error('boom');
      });
    expect(fail).toThrow('boom');
    expect(onExceeded).toHaveBeenCalledTimes(1);
  });

  it.each([
    [124, 1],
    [126, 0],
  ])('a period that took %i ms is %i times calm', (ms, times) => {
    const { work, wait, onCalm } = setup();
    work(ms);
    wait(5_001);
    work(0);
    expect(onCalm).toHaveBeenCalledTimes(times);
  });

  it('knows what changes cost, and so how many of them are little', () => {
    const { work, isLittle } = setup();
    work(501, 1_000);
    expect(isLittle(49)).toBe(true);
    expect(isLittle(50)).toBe(false);
  });
});

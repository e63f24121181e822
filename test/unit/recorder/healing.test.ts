import { describe, expect, it } from 'vitest';
import { createHealing } from '../../../src/recorder/healing.js';
import { fakeEnvironment } from '../../support/fake-environment.js';

const MINUTE_MS = 60_000;

function setup() {
  const environment = fakeEnvironment();
  let snapshots = 0;
  const healing = createHealing({
    environment,
    takeSnapshot: () => {
      snapshots += 1;
    },
  });
  return { environment, ...healing, snapshots: () => snapshots };
}

describe('a mending snapshot', () => {
  it('is taken when the way is free after a loss, and not before', () => {
    const { lost, wayIsFree, snapshots } = setup();
    lost();
    expect(snapshots()).toBe(0);
    wayIsFree();
    expect(snapshots()).toBe(1);
  });

  it('is not taken where nothing was lost', () => {
    const { wayIsFree, snapshots } = setup();
    wayIsFree();
    wayIsFree();
    expect(snapshots()).toBe(0);
  });

  it('mends all losses before it at once', async () => {
    const { environment, lost, wayIsFree, snapshots } = setup();
    lost();
    lost();
    wayIsFree();
    await environment.advance(10 * MINUTE_MS);
    wayIsFree();
    expect(snapshots()).toBe(1);
  });

  it('is taken at most once a minute, then every two minutes, then every four', async () => {
    const { environment, lost, wayIsFree, snapshots } = setup();
    const takenAfterMs: number[] = [];
    const startMs = environment.now();
    while (takenAfterMs.length < 4) {
      const before = snapshots();
      // Each one is lost itself.
      lost();
      wayIsFree();
      if (snapshots() > before) takenAfterMs.push(environment.now() - startMs);
      await environment.advance(1_000);
    }
    expect(takenAfterMs).toEqual([0, MINUTE_MS, 3 * MINUTE_MS, 7 * MINUTE_MS]);
  });

  it('that has to wait is still due after that', async () => {
    const { environment, lost, wayIsFree, snapshots } = setup();
    lost();
    wayIsFree();
    lost();
    wayIsFree();
    await environment.advance(MINUTE_MS - 1);
    wayIsFree();
    expect(snapshots()).toBe(1);
    await environment.advance(1);
    wayIsFree();
    expect(snapshots()).toBe(2);
  });

  it('may lose something itself, which the next one mends', async () => {
    const environment = fakeEnvironment();
    let snapshots = 0;
    const healing = createHealing({
      environment,
      takeSnapshot: () => {
        snapshots += 1;
        healing.lost();
        healing.wayIsFree();
      },
    });
    healing.lost();
    healing.wayIsFree();
    expect(snapshots).toBe(1);
    await environment.advance(MINUTE_MS);
    healing.wayIsFree();
    expect(snapshots).toBe(2);
  });
});

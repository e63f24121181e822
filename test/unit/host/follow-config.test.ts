import { expect, it, vi } from 'vitest';
import { followConfig } from '../../../src/host/follow-config.js';

/** Settings as the Browser SDK keeps them. */
class HostConfig {
  stored: Record<string, unknown> = { deviceId: 'device', sessionId: 1 };
  defaultTracking = false;
  get deviceId(): unknown {
    return this.stored['deviceId'];
  }
  set deviceId(deviceId: unknown) {
    this.stored['deviceId'] = deviceId;
  }
  get optOut(): unknown {
    return this.stored['optOut'];
  }
  set optOut(optOut: unknown) {
    this.stored['optOut'] = optOut;
  }
}

it('tells of an assignment in the same moment, once the host has stored it', () => {
  const config = new HostConfig();
  const told: unknown[] = [];
  followConfig(config, () => told.push({ ...config.stored }));
  config.optOut = true;
  config.deviceId = 'phone';
  expect(told).toEqual([
    { deviceId: 'device', sessionId: 1, optOut: true },
    { deviceId: 'phone', sessionId: 1, optOut: true },
  ]);
  expect(config.deviceId).toBe('phone');
});

it('leaves the configuration as it was when that is ended', () => {
  const config = new HostConfig();
  const onAssigned = vi.fn();
  const before = Object.getOwnPropertyDescriptors(config);
  for (let round = 0; round < 3; round += 1) followConfig(config, onAssigned)();
  expect(Object.getOwnPropertyDescriptors(config)).toEqual(before);
  config.optOut = true;
  expect(config.stored['optOut']).toBe(true);
  expect(onAssigned).not.toHaveBeenCalled();
});

it('tells all who follow, in whichever order they end', () => {
  const config = new HostConfig();
  const before = Object.getOwnPropertyDescriptors(config);
  const told: string[] = [];
  const endFirst = followConfig(config, () => told.push('first'));
  const endSecond = followConfig(config, () => told.push('second'));
  config.optOut = true;
  endFirst();
  config.deviceId = 'phone';
  expect(told).toEqual(['first', 'second', 'second']);
  endSecond();
  config.optOut = false;
  expect(told).toHaveLength(3);
  expect(Object.keys(Object.getOwnPropertyDescriptors(config))).toEqual(
    Object.keys(before),
  );
});

it('adds nothing to what is copied of the configuration', () => {
  const config = new HostConfig();
  followConfig(config, () => {});
  expect(Object.keys(config)).toEqual(['stored', 'defaultTracking']);
});

it.each([
  ['plain settings', { optOut: false, deviceId: 'device' }],
  ['settings that are missing', {}],
  ['settings without a prototype', Object.create(null) as object],
])('leaves %s alone', (_, config) => {
  const before = Object.getOwnPropertyDescriptors(config);
  followConfig(config, () => {})();
  expect(Object.getOwnPropertyDescriptors(config)).toEqual(before);
  followConfig(config, () => {});
  expect(Object.getOwnPropertyDescriptors(config)).toEqual(before);
});

import { describe, expect, it } from 'vitest';
import { inTime } from '../../src/in-time.js';
import { fakeEnvironment } from '../support/fake-environment.js';
import { settle } from '../support/fake-timers.js';
import { createDeferred } from './deferred.js';

/** Work that may take 100 ms, and what is heard of it. */
function setup() {
  const environment = fakeEnvironment();
  const { promise, resolve, reject } = createDeferred<string>();
  const heard: string[] = [];
  inTime(promise, 100, environment).then(
    (value) => heard.push(value),
    (error: Error) => heard.push(error.message),
  );
  return { environment, resolve, reject, heard };
}

describe('inTime', () => {
  it('gives the result of work that is done in the last moment', async () => {
    const { environment, resolve, heard } = setup();
    await environment.advance(99);
    expect(heard).toEqual([]);
    resolve('done');
    await settle();
    expect(heard).toEqual(['done']);
  });

  it('rejects as the work does', async () => {
    const { reject, heard } = setup();
    reject(new Error('failed'));
    await settle();
    expect(heard).toEqual(['failed']);
  });

  it('rejects when the work takes too long', async () => {
    const { environment, heard } = setup();
    await environment.advance(100);
    expect(heard).toEqual(['no answer within 100 ms']);
  });

  it('hears no more of work that is done too late', async () => {
    const { environment, resolve, heard } = setup();
    await environment.advance(100);
    resolve('late');
    await settle();
    expect(heard).toEqual(['no answer within 100 ms']);
  });

  it('hears no more of work that fails too late, nor does anybody else', async () => {
    const { environment, reject, heard } = setup();
    await environment.advance(100);
    // An unhandled rejection would fail the run.
    reject(new Error('late'));
    await settle();
    expect(heard).toEqual(['no answer within 100 ms']);
  });

  it.each(['resolves', 'rejects', 'takes too long'])(
    'leaves no timer when the work %s',
    async (how) => {
      const { environment, resolve, reject } = setup();
      expect(environment.leftovers().timers).toBe(1);
      if (how === 'resolves') resolve('done');
      else if (how === 'rejects') reject(new Error('failed'));
      else await environment.advance(100);
      await settle();
      expect(environment.leftovers().timers).toBe(0);
    },
  );
});

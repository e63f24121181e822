import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../src/environment.js';

/** The environment of a page that has only these globals. */
function environmentOf(globals: object) {
  return createEnvironment(globals as typeof globalThis);
}

describe('a database', () => {
  it.each([
    ['is there where it is listed', [{ name: 'ours' }], true],
    ['is not there where others are', [{ name: 'other' }], false],
    ['is not there where none is', [], false],
  ])('%s', async (_, databases, isThere) => {
    const { hasDatabase } = environmentOf({
      indexedDB: { databases: async () => databases },
    });
    await expect(hasDatabase('ours')).resolves.toBe(isThere);
  });

  it('may be there where the browser cannot tell', async () => {
    const { hasDatabase } = environmentOf({ indexedDB: {} });
    await expect(hasDatabase('ours')).resolves.toBe(true);
  });

  it.each([
    ['has none', {}],
    [
      'forbids it',
      { indexedDB: { databases: () => Promise.reject(new Error('insecure')) } },
    ],
  ])('is not there where the browser %s', async (_, globals) => {
    const { hasDatabase } = environmentOf(globals);
    await expect(hasDatabase('ours')).resolves.toBe(false);
  });
});

describe('the place of the page’s recorder', () => {
  it('is taken once, whichever copy of the library asks, and free again after that', () => {
    const globals = {};
    const first = environmentOf(globals);
    const second = environmentOf(globals);
    const release = first.claimPage();
    expect(second.claimPage()).toBeUndefined();
    release?.();
    expect(second.claimPage()).toBeTypeOf('function');
    // Whoever had it before takes it from nobody.
    release?.();
    expect(first.claimPage()).toBeUndefined();
  });

  it('is noted where scripts that list the globals do not see it', () => {
    const globals = {};
    environmentOf(globals).claimPage();
    expect(Object.keys(globals)).toEqual([]);
  });
});

describe('the identity that Amplitude’s products share', () => {
  const identityStore = { getIdentity: () => ({ optOut: true }) };

  it.each([
    [undefined, '$default_instance'],
    ['', '$default_instance'],
    ['mine', 'mine'],
  ])('of the instance %o is that of %s', (instanceName, name) => {
    const { sharedIdentity } = environmentOf({
      analyticsConnectorInstances: { [name]: { identityStore } },
    });
    expect(sharedIdentity(instanceName)).toBe(identityStore);
  });

  it.each([[{}], [{ analyticsConnectorInstances: {} }]])(
    'is missing on a page with %o',
    (globals) => {
      expect(environmentOf(globals).sharedIdentity('mine')).toBeUndefined();
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { MaskLevel, PrivacyConfig } from '../../../src/config/options.js';
import { SECRET_PARAMETERS } from '../../../src/privacy/redact.js';
import { joinRules } from '../../../src/privacy/rules.js';
import { sampleRules } from './sample-rules.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';

/** Joins rules as a server or a site without type checks may write them. */
function join(local: object, remote?: object) {
  const logger = fakeLogger();
  const rules = joinRules(local, remote, fakeEnvironment().isSelector, logger);
  return { rules, logger };
}

const NOTHING = sampleRules();

describe('joined rules', () => {
  it.each<[string, PrivacyConfig, PrivacyConfig | undefined, object]>([
    ['nothing at all', {}, undefined, {}],
    ['nothing on either side', {}, {}, {}],
    [
      'local rules alone',
      {
        blockSelector: ['.b', '.c'],
        maskSelector: ['.m'],
        unmaskSelector: ['.u'],
        defaultMaskLevel: 'light',
      },
      undefined,
      {
        blockSelector: '.b,.c',
        maskSelector: '.m',
        unmaskSelector: '.u',
        defaultMaskLevel: 'light',
      },
    ],
    ['a single selector', { blockSelector: '.b' }, {}, { blockSelector: '.b' }],
    ['an empty selector', { blockSelector: '' }, {}, {}],
    [
      'remote rules alone',
      {},
      { maskSelector: ['.m'] },
      { maskSelector: '.m' },
    ],
    [
      'selectors that only one side names',
      { maskSelector: ['.local'] },
      { maskSelector: ['.remote'] },
      { maskSelector: '.local,.remote' },
    ],
    [
      'a mask that is an unmask remotely',
      { maskSelector: ['.a', '.b'] },
      { unmaskSelector: ['.a'] },
      { maskSelector: '.b', unmaskSelector: '.a' },
    ],
    [
      'an unmask that is a mask remotely',
      { unmaskSelector: ['.a'] },
      { maskSelector: ['.a'] },
      { maskSelector: '.a' },
    ],
    [
      'a block that is a mask remotely',
      { blockSelector: ['.a'] },
      { maskSelector: ['.a'] },
      { maskSelector: '.a' },
    ],
    [
      'the same on both sides',
      { blockSelector: ['.a'] },
      { blockSelector: ['.a'] },
      { blockSelector: '.a' },
    ],
    [
      'one selector named twice on one side: the strictest wins',
      { unmaskSelector: ['.a', '.b'], maskSelector: ['.a', '.b'] },
      { unmaskSelector: ['.c'], blockSelector: ['.c'] },
      { maskSelector: '.a,.b', blockSelector: '.c' },
    ],
    [
      'levels on both sides: the remote one wins, also where it is laxer',
      { defaultMaskLevel: 'conservative' },
      { defaultMaskLevel: 'light' },
      { defaultMaskLevel: 'light' },
    ],
    [
      'a level that the remote side does not name',
      { defaultMaskLevel: 'light' },
      { maskSelector: [] },
      { defaultMaskLevel: 'light' },
    ],
    [
      'URL levels: remote ones come first',
      { urlMaskLevels: [{ match: 'local', maskLevel: 'light' }] },
      { urlMaskLevels: [{ match: 'remote', maskLevel: 'conservative' }] },
      {
        urlMaskLevels: [
          { match: 'remote', maskLevel: 'conservative' },
          { match: 'local', maskLevel: 'light' },
        ],
      },
    ],
  ])('of %s', (_, local, remote, expected) => {
    const { rules, logger } = join(local, remote);
    expect(rules).toEqual({ ...NOTHING, ...expected });
    expect(logger.messages).toEqual([]);
  });

  it.each<[object, object | undefined, object]>([
    [
      { maskAttributes: ['ID', 'title'] },
      { maskAttributes: ['Name'] },
      { maskAttributes: ['name', 'id', 'title'] },
    ],
    [
      { secretUrlParameters: ['Nr'] },
      undefined,
      { secretUrlParameters: ['nr'] },
    ],
    [
      { secretUrlParameters: ['nr'] },
      { secretUrlParameters: [] },
      { secretUrlParameters: [] },
    ],
  ])('of %j and %j', (local, remote, expected) => {
    expect(join(local, remote).rules).toMatchObject(expected);
  });

  it('of nothing at all, which the server may send as null', () => {
    expect(join({}, null as never)).toMatchObject({ rules: NOTHING });
  });

  it.each<[unknown, MaskLevel]>([
    [null, 'medium'],
    [undefined, 'medium'],
  ])('take a level of %s for one that is not set', (level, expected) => {
    const { rules, logger } = join({}, { defaultMaskLevel: level });
    expect(rules.defaultMaskLevel).toBe(expected);
    expect(logger.messages).toEqual([]);
  });
});

describe('what cannot be read masks everything, with one warning', () => {
  const URL_RULE = { match: '*', maskLevel: 'light' };

  it.each<[string, object, object | undefined, string]>([
    ['an invalid block selector', { blockSelector: 'div[' }, {}, 'div['],
    ['an invalid mask selector', { maskSelector: ['..a'] }, {}, '..a'],
    [
      'a block selector that is no text',
      { blockSelector: [null as never, '.b'] },
      {},
      'null',
    ],
    [
      'a mask selector that is no text',
      {},
      { maskSelector: [5 as never] },
      '5',
    ],
    ['one from the server', {}, { maskSelector: ['..a'] }, '..a'],
    [
      'one that both sides name',
      { maskSelector: ['..a'] },
      { maskSelector: ['..a'] },
      '..a',
    ],
    ['one that is no text', { maskSelector: [5] }, {}, '5'],
    ['an unknown level', { defaultMaskLevel: 'strict' }, {}, 'strict'],
    ['one from the server', {}, { defaultMaskLevel: 'strict' }, 'strict'],
    [
      'an unknown level of a page',
      {},
      { urlMaskLevels: [{ match: '*', maskLevel: 'strict' }] },
      'strict',
    ],
    [
      'a page without a level',
      { urlMaskLevels: [{ match: '*' }] },
      undefined,
      'undefined',
    ],
    [
      'a page rule without a match',
      {},
      { urlMaskLevels: [{ maskLevel: 'light' }] },
      '',
    ],
    ['a page rule that is empty', {}, { urlMaskLevels: [null] }, ''],
    ['an attribute that is no text', { maskAttributes: [5] }, {}, '5'],
    ['a parameter without a name', { secretUrlParameters: [''] }, {}, ''],
    ['a parameter that is no text', {}, { secretUrlParameters: [5] }, '5'],
  ])('%s', (_, local, remote, named) => {
    const { rules, logger } = join(
      { urlMaskLevels: [URL_RULE], ...local },
      {
        ...remote,
      },
    );
    expect(rules.defaultMaskLevel).toBe('conservative');
    expect(rules.urlMaskLevels).toEqual([]);
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts('warn')[0]).toContain(named);
  });

  it.each(['strict', 5, true, []])(
    'settings of the project that are %j',
    (remote) => {
      const { rules, logger } = join(
        { unmaskSelector: ['.u'], secretUrlParameters: ['nr'] },
        remote as never,
      );
      expect(rules).toMatchObject({
        defaultMaskLevel: 'conservative',
        unmaskSelector: '',
      });
      expect(rules.secretUrlParameters).toEqual([...SECRET_PARAMETERS, 'nr']);
      expect(logger.texts('warn')).toHaveLength(1);
    },
  );

  it('what the valid selectors hide stays hidden', () => {
    const { rules } = join({
      maskSelector: ['..a', '.m'],
      blockSelector: ['div[', '.b'],
    });
    expect(rules).toMatchObject({ maskSelector: '.m', blockSelector: '.b' });
  });

  it('no selector shows what an unreadable one may have hidden', () => {
    const { rules } = join({ maskSelector: ['..a'], unmaskSelector: ['.u'] });
    expect(rules.unmaskSelector).toBe('');
  });

  it('each of several problems has its own warning', () => {
    const { logger } = join(
      { maskSelector: ['..a'], blockSelector: ['div['] },
      { defaultMaskLevel: 'strict' },
    );
    expect(logger.texts()).toHaveLength(3);
  });
});

it('what is no text does not spoil the selectors beside it', () => {
  const { blockSelector } = joinRules(
    { blockSelector: [null as never, '.b'] },
    undefined,
    () => true,
    fakeLogger(),
  );
  expect(blockSelector).toBe('.b');
});

it('an invalid unmask selector is left out with one warning, as nothing shows by it', () => {
  const { rules, logger } = join({ unmaskSelector: ['..a', '.b'] });
  expect(rules).toEqual({ ...NOTHING, unmaskSelector: '.b' });
  expect(logger.texts()).toHaveLength(1);
  expect(logger.texts('warn')[0]).toContain('..a');
});

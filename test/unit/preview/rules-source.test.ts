import { expect, it } from 'vitest';
import {
  createRulesSource,
  type RulesTeller,
} from '../../../src/preview/rules-source.js';
import type { PrivacyConfig } from '../../../src/config/options.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { sampleRules } from '../privacy/sample-rules.js';

/** `replay` and `privacyConfig` are what a site without types may hand in. */
function setup({
  replay,
  privacyConfig,
}: { replay?: unknown; privacyConfig?: unknown } = {}) {
  const logger = fakeLogger();
  const read = createRulesSource({
    replay: replay as RulesTeller | undefined,
    privacyConfig: privacyConfig as PrivacyConfig | undefined,
    isSelector: fakeEnvironment().isSelector,
    logger,
  });
  return { read, warnings: () => logger.texts() };
}

it('shows the defaults where nothing is handed in', () => {
  const { read, warnings } = setup();
  expect(read().rules).toEqual(sampleRules());
  expect(read().source).toContain('the defaults');
  expect(warnings()).toEqual([]);
});

it('joins the rules that are handed in as the recorder does', () => {
  const { read } = setup({
    privacyConfig: { maskSelector: ['.a', '.b'], defaultMaskLevel: 'light' },
  });
  expect(read().rules).toEqual(
    sampleRules({ maskSelector: '.a,.b', defaultMaskLevel: 'light' }),
  );
  expect(read().source).toContain('privacyConfig');
});

it('warns of an invalid selector once, and masks as the recorder does then', () => {
  const { read, warnings } = setup({ privacyConfig: { maskSelector: ['!'] } });
  expect(read().rules.defaultMaskLevel).toBe('conservative');
  read();
  expect(warnings()).toEqual([
    expect.stringContaining('invalid mask selector "!"'),
  ]);
});

it('asks the recorder each time, and falls back while it has no rules', () => {
  let privacy: unknown;
  const { read } = setup({
    replay: { getStatus: () => ({ privacy }) },
    privacyConfig: { defaultMaskLevel: 'light' },
  });
  expect(read().rules.defaultMaskLevel).toBe('light');
  privacy = sampleRules({ defaultMaskLevel: 'conservative' });
  expect(read().rules).toBe(privacy);
  expect(read().source).toContain('in force');
});

it('calls getStatus as a method', () => {
  const replay = {
    rules: sampleRules(),
    getStatus() {
      return { privacy: this.rules };
    },
  };
  expect(setup({ replay }).read().rules).toBe(replay.rules);
});

it.each<[string, { replay?: unknown; privacyConfig?: unknown }, string]>([
  ['a number as replay', { replay: 7 }, 'neither the plugin'],
  ['null as replay', { replay: null }, 'neither the plugin'],
  ['an object without status', { replay: {} }, 'neither the plugin'],
  [
    'a status that throws',
    {
      replay: {
        getStatus: () => {
          throw new Error('broken');
        },
      },
    },
    'Error: broken',
  ],
  [
    'a status with other rules',
    { replay: { getStatus: () => ({ privacy: 7 }) } },
    'no privacy rules',
  ],
  ['a text as rules', { privacyConfig: '.secret' }, 'no object'],
])('warns once of %s, and shows the defaults', (_, options, warning) => {
  const { read, warnings } = setup(options);
  expect(read().rules).toEqual(sampleRules());
  read();
  expect(warnings()).toEqual([expect.stringContaining(warning)]);
});

import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parameters } from '../privacy/property/runs.js';
import { someAnswer, steps } from './commands.js';
import { openPage, type PageKind } from './page.js';

const kinds: fc.Arbitrary<PageKind> = fc.record({
  host: fc.record({
    calls: fc.constantFrom('before', 'after', 'never'),
    registers: fc.boolean(),
  }),
  cached: fc.option(
    someAnswer.filter((it) => it !== 'failed'),
    { nil: undefined },
  ),
  first: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constant({
        sampling: { capture_enabled: true, sample_rate: 1 },
      }),
    },
    { weight: 1, arbitrary: fc.constant('silent' as const) },
    { weight: 1, arbitrary: someAnswer },
  ),
  localRate: fc.constantFrom(1, 0.5),
  storeType: fc.constant('memory' as const),
});

it('follows its host through any order of what may happen', async () => {
  let uploadCount = 0;
  let recordedCount = 0;
  const property = fc.asyncProperty(
    kinds,
    fc.commands(steps, { maxCommands: 25, size: 'max' }),
    fc.boolean(),
    async (kind, commands, isAdded) => {
      const page = openPage(kind);
      if (isAdded) page.addFirst();
      await fc.asyncModelRun(() => ({ model: {}, real: page }), commands);
      if (page.recorded()) recordedCount += 1;
      expect(await page.end()).toEqual([]);
      uploadCount += page.uploadCount();
    },
  );
  const { numRuns, ...given } = parameters(2_000);
  await fc.assert(property, { numRuns, ...given });
  // Else the property would say little.
  expect(uploadCount).toBeGreaterThan(numRuns);
  expect(recordedCount).toBeGreaterThan(numRuns / 4);
}, 3_600_000);

import * as fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { randomChanges } from './random-changes.js';
import { randomRules } from './random-rules.js';
import { recordPage } from './recording.js';
import { parameters } from './runs.js';
import { shapes } from './shapes.js';

afterEach(() => {
  document.body.innerHTML = '';
});

it('events hold what the vocabulary shows at their moment, and nothing that it hides', async () => {
  let shownCount = 0;
  let hiddenCount = 0;
  const property = fc.asyncProperty(
    fc.array(shapes.any, { maxLength: 4 }),
    randomRules,
    randomChanges,
    async (many, rules, changes) => {
      const ledger = await recordPage(many, rules, changes);
      shownCount += ledger.shownCount;
      hiddenCount += ledger.hiddenCount;
      expect(ledger.faults).toEqual([]);
    },
  );
  await fc.assert(property, parameters(120));
  // Else the property would say little.
  expect(hiddenCount).toBeGreaterThan(shownCount / 10);
  expect(shownCount).toBeGreaterThan(hiddenCount / 10);
}, 3_600_000);

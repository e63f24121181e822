import * as fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { createDecisions } from '../../../../src/privacy/decision.js';
import { createSecrets } from '../../../../src/privacy/secrets.js';
import { createPage } from './page.js';
import { randomRules, URLS } from './random-rules.js';
import { parameters } from './runs.js';
import { shapes } from './shapes.js';
import { createVocabulary } from './vocabulary.js';

afterEach(() => {
  document.body.innerHTML = '';
});

it('the decision on each node is what the vocabulary says', () => {
  const property = fc.property(
    fc.array(shapes.any, { maxLength: 4 }),
    randomRules,
    fc.constantFrom(...URLS),
    (many, rules, url) => {
      document.body.innerHTML = '';
      const page = createPage();
      for (const shape of many) page.grow(shape, document.body);
      page.remember(() => true);
      const expected = createVocabulary(rules, url, page.wasPassword);
      const decision = createDecisions(rules, createSecrets().isSecret)(url);

      for (const node of page.nodes) {
        const isText = node.nodeType === Node.TEXT_NODE;
        expect({
          isBlocked: decision.isBlocked(node),
          isMaskedPlace: decision.isMasked(node, 'place'),
          isHidden: decision.isMasked(node, isText ? 'text' : 'value'),
        }).toEqual({
          isBlocked: expected.isBlocked(node),
          isMaskedPlace: expected.isMaskedPlace(node),
          isHidden: isText
            ? expected.hidesText(node as Text)
            : expected.hidesValue(node as Element),
        });
      }
    },
  );
  fc.assert(property, parameters(200));
}, 3_600_000);

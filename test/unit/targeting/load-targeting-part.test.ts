import { expect, it } from 'vitest';
import { loadTargetingPart } from '../../../src/targeting/load-targeting-part.js';
import { VERSION } from '../../../src/version.js';

it('loads what decides, and says of which version it is', async () => {
  expect(await loadTargetingPart()).toMatchObject({
    VERSION,
    createDecide: expect.any(Function),
  });
});

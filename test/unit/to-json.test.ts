import { expect, it } from 'vitest';
import { toJson } from '../../src/to-json.js';
import { withPrototypeJs } from '../support/prototype-js.js';

it('is that of the browser on a page with Prototype.js', () => {
  const data = { remoteConfig: { a: ['.x', { b: [1, null] }] }, c: undefined };
  const json = withPrototypeJs(() => toJson(data));
  expect(json).toBe(JSON.stringify(data));
});

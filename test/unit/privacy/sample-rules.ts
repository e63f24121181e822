import type { PrivacyRules } from '../../../src/privacy/mask.js';

/** The rules of a site that asks for nothing, but for what the test says. */
export function sampleRules(differs: Partial<PrivacyRules> = {}): PrivacyRules {
  return {
    blockSelector: null,
    maskSelector: '',
    unmaskSelector: '',
    defaultMaskLevel: 'medium',
    urlMaskLevels: [],
    ...differs,
  };
}

import { SECRET_PARAMETERS } from '../../../src/privacy/redact.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';

/** The rules of a site that asks for nothing, but for what the test says. */
export function sampleRules(differs: Partial<PrivacyRules> = {}): PrivacyRules {
  return {
    blockSelector: null,
    maskSelector: '',
    unmaskSelector: '',
    maskAttributes: [],
    secretUrlParameters: SECRET_PARAMETERS,
    defaultMaskLevel: 'medium',
    urlMaskLevels: [],
    ...differs,
  };
}

import { it } from 'vitest';
import {
  LOCAL_RULES,
  plainArea,
  unmaskedArea,
} from '../../support/canary-areas.js';
import type { Time } from '../../support/canary-plan.js';
import {
  visitCanaries,
  type CanaryVisitOptions,
} from '../../support/canary-visit.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const TWO_TIMES: Time[] = ['at load', 'changed later'];

/** Times at which an element comes from elsewhere. */
const MOVING_TIMES: Time[] = [
  'moved into the area, then filled',
  'filled, then moved into the area',
  'while detached',
];

const STRICT_AREAS = [plainArea('masked'), unmaskedArea('strict-unmasked')];

const LEVELS: [string, CanaryVisitOptions][] = [
  [
    'light',
    {
      areas: [unmaskedArea('light-unmasked')],
      times: [...TWO_TIMES, ...MOVING_TIMES],
      privacyConfig: { ...LOCAL_RULES, defaultMaskLevel: 'light' },
    },
  ],
  [
    'medium',
    {
      areas: [plainArea('medium'), unmaskedArea('medium-unmasked')],
      times: [...TWO_TIMES, 'added later', 'while detached'],
      privacyConfig: LOCAL_RULES,
    },
  ],
  [
    'conservative',
    {
      areas: STRICT_AREAS,
      times: [...TWO_TIMES, 'added later', ...MOVING_TIMES],
      privacyConfig: { ...LOCAL_RULES, defaultMaskLevel: 'conservative' },
    },
  ],
  [
    'conservative of the project settings',
    {
      areas: STRICT_AREAS,
      times: TWO_TIMES,
      privacyConfig: LOCAL_RULES,
      remote: { defaultMaskLevel: 'conservative' },
    },
  ],
  [
    'conservative of the page address',
    {
      areas: STRICT_AREAS,
      times: TWO_TIMES,
      privacyConfig: {
        ...LOCAL_RULES,
        defaultMaskLevel: 'light',
        urlMaskLevels: [{ match: '*/', maskLevel: 'conservative' }],
      },
    },
  ],
  [
    'conservative of an address that the page goes to by script',
    {
      areas: STRICT_AREAS,
      times: ['changed later', 'added later', ...MOVING_TIMES],
      meanwhile: `history.pushState({}, '', '/private')`,
      privacyConfig: {
        ...LOCAL_RULES,
        defaultMaskLevel: 'light',
        urlMaskLevels: [{ match: '*/private', maskLevel: 'conservative' }],
      },
    },
  ],
];

it.concurrent.for(LEVELS)(
  'hides what the level covers, and nothing else: %s',
  async ([, options], { expect, onTestFinished }) => {
    const { leaks, missing } = await visitCanaries(
      getBrowser(),
      { onTestFinished },
      options,
    );
    expect({ leaks, missing }).toEqual({ leaks: [], missing: [] });
  },
);

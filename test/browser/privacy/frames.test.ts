import { it } from 'vitest';
import {
  COVERED_AREAS,
  plainArea,
  unmaskedArea,
} from '../../support/canary-areas.js';
import type { Area, Time } from '../../support/canary-plan.js';
import {
  visitCanaries,
  type CanaryVisitOptions,
} from '../../support/canary-visit.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const [MASK, MASK_ITSELF, BLOCK, BLOCK_ITSELF] = COVERED_AREAS;

/** Frames lose what they hold when they are moved. */
const VISITED: [Time, (Area | undefined)[]][] = [
  ['at load', COVERED_AREAS],
  ['added later', [MASK_ITSELF, BLOCK_ITSELF]],
  ['changed later', [MASK, BLOCK]],
  [
    'in the task that the rule begins to match',
    [MASK_ITSELF, BLOCK, BLOCK_ITSELF],
  ],
  ['moved into the area, then filled', [MASK, BLOCK]],
  ['while detached', [MASK, BLOCK]],
];

const VISITS: [string, CanaryVisitOptions][] = [
  ...VISITED.map(([time, areas]): [string, CanaryVisitOptions] => [
    time,
    {
      areas: [plainArea('light'), ...areas.filter((area) => !!area)],
      times: [time],
      privacyConfig: { defaultMaskLevel: 'light' },
    },
  ]),
  [
    'level medium',
    {
      areas: [plainArea('medium'), unmaskedArea('medium-unmasked')],
      times: ['at load'],
    },
  ],
  [
    'level conservative',
    {
      areas: [plainArea('masked'), unmaskedArea('strict-unmasked')],
      times: ['at load', 'changed later'],
      privacyConfig: { defaultMaskLevel: 'conservative' },
    },
  ],
];

it.concurrent.for(VISITS)(
  'hides what rules cover in frames, and nothing else: %s',
  async ([, options], { expect, onTestFinished }) => {
    const { leaks, missing } = await visitCanaries(
      getBrowser(),
      { onTestFinished },
      { ...options, isAboutFrames: true },
    );
    expect({ leaks, missing }).toEqual({ leaks: [], missing: [] });
  },
);

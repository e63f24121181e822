import { it } from 'vitest';
import {
  COVERED_AREAS,
  LOCAL_RULES,
  plainArea,
  REMOTE_RULES,
  SELECTED_AREAS,
} from '../../support/canary-areas.js';
import { TIMES, type Time } from '../../support/canary-plan.js';
import { visitCanaries } from '../../support/canary-visit.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

/** Times at which the areas of selectors are on the page too: they differ from those of classes in how they are found. */
const SELECTOR_TIMES: Time[] = [
  'at load',
  'in the task that the rule begins to match',
];

it.concurrent.for(TIMES.map((time): [Time] => [time]))(
  'hides what masks and blocks cover, and nothing else: %s',
  async ([time], { expect, onTestFinished }) => {
    const { leaks, missing } = await visitCanaries(
      getBrowser(),
      { onTestFinished },
      {
        areas: [
          plainArea('light'),
          ...COVERED_AREAS,
          ...(SELECTOR_TIMES.includes(time) ? SELECTED_AREAS : []),
        ],
        times: [time],
        privacyConfig: { ...LOCAL_RULES, defaultMaskLevel: 'light' },
        remote: REMOTE_RULES,
      },
    );
    expect({ leaks, missing }).toEqual({ leaks: [], missing: [] });
  },
);

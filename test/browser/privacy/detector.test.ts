import { describe, expect, it } from 'vitest';
import { LOCAL_RULES, plainArea } from '../../support/canary-areas.js';
import { ALL_PLACES, PLACES } from '../../support/canary-places.js';
import { findTexts } from '../../support/canary-search.js';
import { visitCanaries } from '../../support/canary-visit.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const TEXT = 'canary000042z';

it('knows many places, each by a name of its own', () => {
  expect(PLACES.size).toBe(ALL_PLACES.length);
  expect(PLACES.size).toBeGreaterThan(200);
});

it('finds what stands where nothing hides it, wherever the recorder leaves it', async (test) => {
  const { leaks, missing } = await visitCanaries(getBrowser(), test, {
    areas: [plainArea('masked', 'not masked at all')],
    times: ['at load', 'changed later'],
    privacyConfig: { ...LOCAL_RULES, defaultMaskLevel: 'light' },
  });
  const isCaught = (name: string, time: string) =>
    leaks.some(
      (leak) =>
        leak.startsWith(`${name} | not masked at all | ${time}\n`) &&
        leak.includes('stored in ') &&
        leak.includes('uploaded '),
    );
  const open = ALL_PLACES.filter(
    ({ kind, isFrame }) => ['text', 'field'].includes(kind) && !isFrame,
  );
  for (const time of ['at load', 'changed later'])
    expect(
      open.map(({ name }) => name).filter((name) => !isCaught(name, time)),
    ).toEqual([]);
  expect(missing).toEqual([]);
});

it('misses what should be shown and is not', async (test) => {
  const { missing } = await visitCanaries(getBrowser(), test, {
    areas: [{ ...plainArea('light'), className: 'amp-block' }],
    times: ['at load'],
    privacyConfig: { defaultMaskLevel: 'light' },
  });
  expect(missing.length).toBeGreaterThan(100);
});

describe('finds a text', () => {
  it.each([
    ['as it is', `"${TEXT}"`],
    ['in capitals', TEXT.toUpperCase()],
    ['from behind', 'z240000yranac'],
    [
      'percent-encoded',
      TEXT.split('')
        .map((it) => `%${hex(it)}`)
        .join(''),
    ],
    [
      'with JSON escapes',
      TEXT.split('')
        .map((it) => `\\u00${hex(it)}`)
        .join(''),
    ],
    [
      'with HTML escapes',
      TEXT.split('')
        .map((it) => `&#x${hex(it)};`)
        .join(''),
    ],
    ['in base64', `"${btoa(`some ${TEXT} more`)}"`],
    ['in base64 of other bounds', `"${btoa(`more of ${TEXT} more`)}"`],
  ])('%s', (_, text) => {
    expect(findTexts(text).map((found) => found.text)).toContain(TEXT);
  });

  it('nowhere in stars', () => {
    expect(findTexts('*************')).toEqual([]);
  });
});

function hex(character: string): string {
  return character.charCodeAt(0).toString(16);
}

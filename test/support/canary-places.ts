import { ATTRIBUTE_PLACES } from './canary-attribute-places.js';
import { FIELD_STORY_PLACES } from './canary-choice-places.js';
import { FIELD_PLACES } from './canary-field-places.js';
import { FRAME_PLACES } from './canary-frame-places.js';
import type { Place } from './canary-place.js';
import { SHADOW_PLACES } from './canary-shadow-places.js';
import { SHADOW_STYLE_PLACES } from './canary-shadow-style-places.js';
import { STYLE_PLACES } from './canary-style-places.js';
import { TEXT_PLACES } from './canary-text-places.js';
import { URL_PLACES } from './canary-url-places.js';

/** Every place where text can enter a recording. */
export const ALL_PLACES: readonly Place[] = [
  ...TEXT_PLACES,
  ...ATTRIBUTE_PLACES,
  ...FIELD_PLACES,
  ...FIELD_STORY_PLACES,
  ...URL_PLACES,
  ...STYLE_PLACES,
  ...SHADOW_PLACES,
  ...SHADOW_STYLE_PLACES,
  ...FRAME_PLACES,
];

/** The same by name. */
export const PLACES: ReadonlyMap<string, Place> = new Map(
  ALL_PLACES.map((place) => [place.name, place]),
);

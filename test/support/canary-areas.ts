import type { Area } from './canary-plan.js';

/** Options of the library under which `SELECTED_AREAS` are covered. */
export const LOCAL_RULES = {
  maskSelector: ['.local-mask'],
  blockSelector: '.local-block',
  maskAttributes: ['data-note'],
};

/** The rules of the project's settings for them. */
export const REMOTE_RULES = {
  maskSelector: ['.remote-mask'],
  blockSelector: ['.remote-block'],
};

/** Areas that classes cover, around each place or on it. */
export const COVERED_AREAS: Area[] = [
  { name: 'amp-mask', situation: 'masked', className: 'amp-mask' },
  {
    name: 'amp-mask itself',
    situation: 'masked',
    className: 'amp-mask',
    isItself: true,
  },
  { name: 'amp-block', situation: 'blocked', className: 'amp-block' },
  {
    name: 'amp-block itself',
    situation: 'blocked',
    className: 'amp-block',
    isItself: true,
  },
];

/** Areas that selectors cover. */
export const SELECTED_AREAS: Area[] = [
  { name: 'local mask', situation: 'masked', className: 'local-mask' },
  { name: 'remote mask', situation: 'masked', className: 'remote-mask' },
  { name: 'local block', situation: 'blocked', className: 'local-block' },
  { name: 'remote block', situation: 'blocked', className: 'remote-block' },
];

/** What the level alone decides. */
export const plainArea = (
  situation: 'light' | 'medium' | 'masked',
  name = 'no rule',
): Area => ({ name, situation, className: '' });

/** What an unmask rule shows. */
export const unmaskedArea = (
  situation: 'light-unmasked' | 'medium-unmasked' | 'strict-unmasked',
): Area => ({ name: 'amp-unmask', situation, className: 'amp-unmask' });

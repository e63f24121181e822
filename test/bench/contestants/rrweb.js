import { record } from '@rrweb/record';

/** The recorder alone, with the options of `src/recorder/rrweb-options.ts`: what no library built on it can go below. */
window.startContestant = async () => {
  window.emittedTypes = {};
  record({
    recordAfter: 'DOMContentLoaded',
    inlineStylesheet: true,
    blockClass: 'amp-block',
    maskTextClass: 'amp-mask',
    slimDOMOptions: { script: true, comment: true, headFavicon: true },
    sampling: { mousemove: 50, scroll: 100, media: 500 },
    emit: ({ type }) => {
      window.emittedTypes[type] = (window.emittedTypes[type] ?? 0) + 1;
    },
  });
};

import { pluginOptions, startAmplitude } from './amplitude.js';

/** The script-tag build, which the page has loaded before. */
window.startContestant = (intakeUrl) =>
  startAmplitude(
    intakeUrl,
    window.sessionReplay.plugin(pluginOptions(intakeUrl)),
  );

import { sessionReplayPlugin } from '@amplitude/plugin-session-replay-browser';
import { pluginOptions, startAmplitude } from './amplitude.js';

window.startContestant = (intakeUrl) =>
  startAmplitude(intakeUrl, sessionReplayPlugin(pluginOptions(intakeUrl)));

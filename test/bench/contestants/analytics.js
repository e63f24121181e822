import { startAmplitude } from './amplitude.js';

window.startContestant = (intakeUrl) => startAmplitude(intakeUrl);

import { datadogRum } from '@datadog/browser-rum';

window.startContestant = async (intakeUrl) => {
  datadogRum.init({
    applicationId: 'application',
    clientToken: 'token',
    proxy: ({ path }) => `${intakeUrl}/datadog${path}`,
    sessionSampleRate: 100,
    sessionReplaySampleRate: 100,
  });
  datadogRum.startSessionReplayRecording();
};

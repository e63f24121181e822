import * as amplitude from '@amplitude/analytics-browser';

/** What session replay is used with, and what ours switches on where it is off. */
const SESSIONS_ONLY = {
  sessions: true,
  attribution: false,
  pageViews: false,
  formInteractions: false,
  fileDownloads: false,
  elementInteractions: false,
};

/** Starts the Browser SDK as `analytics`, `ours` and `published` all have it: quiet, and talking to this machine only. */
export async function startAmplitude(intakeUrl, plugin) {
  window.amplitude = amplitude;
  if (plugin) amplitude.add(plugin);
  await amplitude.init('bench-key', {
    serverUrl: `${intakeUrl}/2/httpapi`,
    remoteConfig: { serverUrl: `${intakeUrl}/config` },
    enableDiagnostics: false,
    autocapture: SESSIONS_ONLY,
  }).promise;
}

/** Options that both plugins know by the same names. */
export function pluginOptions(intakeUrl) {
  return {
    sampleRate: 1,
    trackServerUrl: `${intakeUrl}/sessions/v2/track`,
    configServerUrl: `${intakeUrl}/config`,
  };
}

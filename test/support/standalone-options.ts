import type { Intake } from './intake-server.js';

/** Options of `init` for a page that records itself from the start, as JSON. */
export function standaloneOptions(
  { trackUrl, configUrl }: Pick<Intake, 'trackUrl' | 'configUrl'>,
  more: object = {},
): string {
  return JSON.stringify({
    deviceId: 'device',
    sessionId: 1,
    sampleRate: 1,
    trackServerUrl: trackUrl,
    configServerUrl: configUrl,
    ...more,
  });
}

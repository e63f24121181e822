import { generateHashCode } from '@amplitude/analytics-core';
import { replayId, type Identity } from './session/replay-id.js';

const REPLAY_ID_PROPERTY = '[Amplitude] Session Replay ID';
const DEBUG_PROPERTY = '[Amplitude] Session Replay Debug';

/** Event properties by which a recording is found. */
export type ReplayProperties = Record<string, string>;

/**
 * The properties that tag the events of a recorded visit; none where no visit is recorded.
 *
 * Shape: the replay ID, and in debug mode a JSON object that holds a hash of the API key.
 */
export function replayProperties(
  visit: Identity | undefined,
  { debugMode, apiKey }: { debugMode: boolean; apiKey: string },
): ReplayProperties {
  if (!visit) return {};
  return {
    [REPLAY_ID_PROPERTY]: replayId(visit),
    ...(debugMode && {
      [DEBUG_PROPERTY]: JSON.stringify({
        appHash: String(generateHashCode(apiKey)),
      }),
    }),
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeRecords } from './intake-records.js';

/** How the intake answers a request for remote configuration. */
export interface ConfigAnswer {
  /** The body. A string is sent as it is, so that it need not be JSON. */
  json?: unknown;
  /** @defaultValue 200 */
  status?: number;
  /**
   * How long the answer takes; `Infinity` means that none ever comes.
   *
   * Unit: ms.
   * @defaultValue 0
   */
  delayMs?: number;
}

/** Capture on, every session: the answer of an intake that was told nothing else. */
export const CAPTURE_ALL = remoteConfig({
  sr_sampling_config: { capture_enabled: true, sample_rate: 1 },
});

/** The body that holds these settings, for `setConfig({ json: remoteConfig({…}) })`. */
export function remoteConfig(sessionReplay: Record<string, unknown>) {
  return { configs: { sessionReplay } };
}

export function createConfigAnswers(
  records: Pick<IntakeRecords, 'configRequests' | 'invalid'>,
) {
  let current: ConfigAnswer = {};

  async function answerConfig(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { json = CAPTURE_ALL, status = 200, delayMs = 0 } = current;
    const { method = '', url = '' } = request;
    const [path = '', query] = url.split('?');
    if (method !== 'GET' || query !== 'config_group=browser') {
      records.invalid.push({ method, url, problem: 'not a config request' });
      response.writeHead(400).end();
      return;
    }
    const apiKey = decodeURIComponent(path.slice('/config/'.length));
    records.configRequests.push({ receivedAtMs: Date.now(), apiKey });
    if (delayMs === Infinity) return;
    if (delayMs > 0) await sleep(delayMs);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(typeof json === 'string' ? json : JSON.stringify(json));
  }

  return {
    answerConfig,
    setConfig: (answer: ConfigAnswer) => {
      current = answer;
    },
  };
}

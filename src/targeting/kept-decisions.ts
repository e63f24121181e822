import type { Environment } from '../environment.js';
import { toJson } from '../to-json.js';
import type { TargetingDecision } from './decide.js';

/** Sessions whose decision is kept. More than a visitor has at the same time, in whichever tabs. */
const MAX_KEPT = 10;

/** By replay ID, the latest last. */
type Kept = [id: string, decision: TargetingDecision][];

/**
 * Keeps which sessions were chosen, so that the pages that follow go on with them. Where nothing can be kept, the rules
 * are evaluated afresh on each page. Never throws.
 */
export function createKeptDecisions(
  apiKey: string,
  environment: Pick<Environment, 'localStorage'>,
) {
  const key = `AMP_session_replay_targeting_${apiKey.slice(0, 10)}`;
  const readAll = (): Kept => {
    try {
      const kept: unknown = JSON.parse(
        environment.localStorage.getItem(key) ?? '[]',
      );
      return Array.isArray(kept) ? (kept as Kept) : [];
    } catch {
      // No storage, or something else in it.
      return [];
    }
  };
  return {
    read: (id: string): TargetingDecision | undefined =>
      readAll().find((row) => row?.[0] === id)?.[1],
    write: (id: string, decision: TargetingDecision): void => {
      try {
        const kept = [...readAll(), [id, decision]].slice(-MAX_KEPT);
        environment.localStorage.setItem(key, toJson(kept));
      } catch {
        // Full or forbidden.
      }
    },
  };
}

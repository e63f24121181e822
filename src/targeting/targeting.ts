import type { CaptureConfig } from '../config/remote-config.js';
import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { isSameVisit } from '../session/replay-id.js';
import type { Known, Session } from '../session/session.js';
import type { TargetingEvent } from './decide.js';
import type { TargetingPart } from './load-targeting-part.js';
import type { Visitor } from './user-properties.js';

/** Asks the targeting rules of the project whether a session that waits for that is to be recorded. */
export interface Targeting {
  /** Never rejects. Resolves when it is clear what the rules say now. */
  evaluate: (event?: TargetingEvent) => Promise<void>;
  /** Whether an answer comes soon: the code that gives it is there. */
  isLoaded: () => boolean;
}

/** Builds it. Nothing is loaded, and no storage opened, before rules have to be evaluated. */
export function createTargeting({
  loadPart,
  configured,
  session,
  learn,
  ...needs
}: {
  apiKey: string;
  page: Environment;
  logger: Logger;
  loadPart: () => Promise<TargetingPart>;
  visitor: Visitor;
  /** Resolves when it is known whether there are rules. */
  configured: Promise<void>;
  session: () => Session;
  learn: (news: Partial<Known>) => void;
}): Targeting {
  let decide: ReturnType<TargetingPart['createDecide']> | undefined;
  return {
    evaluate: async (event) => {
      if (session().phase.kind === 'idle') await configured;
      const { config, phase } = session();
      const identity = phase.kind === 'stopped' && phase.waiting;
      if (!identity) return;
      try {
        decide ??= (await loadPart()).createDecide(needs);
        const decision = await decide({
          rules: (config as CaptureConfig).targeting,
          identity,
          event,
        });
        if (decision && isSameVisit(identity, session().identity))
          learn({ targeted: { ...identity, decision } });
      } catch (error) {
        if (!session().targetingFailed)
          needs.logger.error(
            `off, because the targeting rules could not be evaluated: ${describe(error)}`,
          );
        learn({ targetingFailed: true });
      }
    },
    isLoaded: () => decide !== undefined,
  };
}

/** Evaluates targeting rules with Amplitude's own engine. The only place that calls it. */
import { evaluateTargeting } from '@amplitude/targeting';
import type { Logger } from '../guard.js';
import { inTime } from '../in-time.js';
import { replayId, type Identity } from '../session/replay-id.js';
import { createKeptDecisions } from './kept-decisions.js';
import { readUserProperties, type Visitor } from './user-properties.js';

/** Why a session was chosen. The recording carries it. */
export interface TargetingDecision {
  /** Key of the rules. */
  flag: string;
  variant: string;
  /** What the rules say of the condition that was met, for example its name. */
  metadata?: Record<string, unknown>;
}

/** An event as it is sent to Amplitude. */
export interface TargetingEvent {
  event_type: string;
  /** Unit: ms since 1970. Default: now. */
  time?: number | undefined;
  event_properties?: object | undefined;
}

/** What is decided about. */
export interface TargetingQuestion {
  /** The rules as the server sends them: a flag of Amplitude Experiment, whose variant `on` means "record". */
  rules: unknown;
  identity: Identity;
  event: TargetingEvent | undefined;
}

/** What is handed to the file that decides. */
export interface TargetingNeeds {
  apiKey: string;
  page: TargetingEnvironment;
  logger: Logger;
  visitor: Visitor;
}

/** The part of the environment that is used there, under names that the other file must know. */
export interface TargetingEnvironment {
  now: () => number;
  schedule: (delayMs: number, task: () => void) => () => void;
  localStorage: Pick<Storage, 'getItem' | 'setItem'>;
  pageUrl: () => string;
  global: (name: string) => unknown;
}

type Call = Parameters<typeof evaluateTargeting>[0];

/** The variant that means "record". */
const ON = 'on';

/**
 * How long the engine's storage is waited for. It notes the types of a session's events, for rules that want several.
 *
 * Unit: ms.
 * Why: the events of the host wait for it. Once it was late, it is not asked again on this page.
 */
const STORAGE_WAIT_MS = 1_000;

/**
 * Builds the function that says whether, and why, a session is to be recorded: `undefined` where it is not, so far.
 * Once chosen, a session stays so, on the pages that follow too.
 *
 * Errors: rejects where the rules cannot be read.
 */
export function createDecide({
  apiKey,
  page: environment,
  logger,
  visitor,
}: TargetingNeeds): (
  question: TargetingQuestion,
) => Promise<TargetingDecision | undefined> {
  const kept = createKeptDecisions(apiKey, environment);
  let isStorageSlow = false;

  const evaluate = async (call: Call, event: TargetingEvent | undefined) => {
    if (!event) return evaluateTargeting(call);
    const { time = environment.now(), ...untimed } = event;
    const withEvent = (it: TargetingEvent): Call =>
      ({ ...call, event: it }) as Call;
    if (!isStorageSlow)
      try {
        return await inTime(
          evaluateTargeting(withEvent({ ...event, time })),
          STORAGE_WAIT_MS,
          environment,
        );
      } catch {
        isStorageSlow = true;
      }
    // Without a time, the engine does not note an event.
    return evaluateTargeting(withEvent(untimed));
  };

  return async ({ rules, identity, event }) => {
    const id = replayId(identity);
    const earlier = kept.read(id);
    if (earlier) return earlier;
    const userProperties = readUserProperties(visitor, environment);
    const variants = await evaluate(
      {
        ...identity,
        apiKey,
        ...(userProperties && { userProperties }),
        flag: rules as Call['flag'],
        page: { url: environment.pageUrl() },
        // That its storage cannot be had is its own matter, and not for every event.
        loggerProvider: {
          ...logger,
          warn: logger.debug,
        } as object as Call['loggerProvider'],
      },
      event,
    );
    const flag = (rules as Call['flag']).key;
    const { key, metadata } = variants[flag] ?? {};
    if (key !== ON) return undefined;
    const decision = { flag, variant: ON, ...(metadata && { metadata }) };
    kept.write(id, decision);
    return decision;
  };
}

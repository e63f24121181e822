/** What the library needs of the host's logger. */
export interface Logger {
  error: (...parts: unknown[]) => void;
  warn: (...parts: unknown[]) => void;
  log: (...parts: unknown[]) => void;
  debug: (...parts: unknown[]) => void;
}

/** The library's own logger. */
export interface OwnLogger extends Logger {
  /** Tells, where warnings are told, what is no problem. */
  notice: (text: string) => void;
  /** The error or warning told last. */
  lastProblem: () => string | undefined;
}

/**
 * The wall between us and the host page: what is wrapped never throws and never rejects.
 * A failure is logged once per place.
 */
export interface Guard {
  /** Wraps a callback that is handed to the browser, to rrweb or to the host. */
  sync: <A extends unknown[]>(
    place: string,
    task: (...args: A) => void,
  ) => (...args: A) => void;
  /** Starts counting afresh, for a new session. */
  forgive: () => void;
  /** Runs asynchronous work whose outcome nobody waits for. Resolves also where the work failed. */
  async: (place: string, task: () => Promise<unknown>) => Promise<void>;
}

/**
 * Internal errors in one session after which recording stops.
 *
 * Why: a recorder that keeps failing produces replays nobody can trust, and costs the page.
 */
const MAX_ERRORS = 3;

/** Builds a guard. `onTooMany` is called once, when errors reach the limit. */
export function createGuard(logger: Logger, onTooMany: () => void): Guard {
  const reported = new Set<string>();
  let errorCount = 0;

  const report = (place: string, error: unknown): void => {
    errorCount += 1;
    if (!reported.has(place)) {
      reported.add(place);
      logger.error(`failed in ${place}: ${describe(error)}`);
    }
    if (errorCount !== MAX_ERRORS) return;
    try {
      onTooMany();
    } catch (failure) {
      logger.error(`could not stop: ${describe(failure)}`);
    }
  };

  return {
    forgive: () => {
      errorCount = 0;
    },
    sync:
      (place, task) =>
      (...args) => {
        try {
          task(...args);
        } catch (error) {
          report(place, error);
        }
      },
    async: async (place, task) => {
      try {
        await task();
      } catch (error) {
        report(place, error);
      }
    },
  };
}

/** A short text of anything that was thrown. */
export function describe(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'unknown error';
  }
}

/** Levels from the gravest on, as numbered by the Browser SDK's `logLevel`: 1 for errors to 4. */
const LEVELS: (keyof Logger)[] = ['error', 'warn', 'log', 'debug'];

/**
 * Makes a logger of a host's one, which may throw or lack a level. It says whose message each is.
 * `maxLevel` as in `logLevel`.
 */
export function createLogger(
  provider: Partial<Logger>,
  maxLevel = LEVELS.length,
): OwnLogger {
  let lastProblem: string | undefined;
  const at =
    (level: keyof Logger, isProblem = false) =>
    (...parts: unknown[]): void => {
      if (isProblem) lastProblem = parts.join(' ');
      if (LEVELS.indexOf(level) >= maxLevel) return;
      try {
        provider[level]?.('Session Replay:', ...parts);
      } catch {
        // Nothing is left to tell it to.
      }
    };
  return {
    error: at('error', true),
    warn: at('warn', true),
    notice: at('warn'),
    log: at('log'),
    debug: at('debug'),
    lastProblem: () => lastProblem,
  };
}

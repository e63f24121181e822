import type { OwnLogger } from '../../src/guard.js';

type Level = 'error' | 'warn' | 'log' | 'debug';

/** A logger that keeps what it is told. */
export interface FakeLogger extends OwnLogger {
  /** Messages by level, in order. */
  messages: { level: Level; text: string }[];
  /** The messages of these levels. Default: those that a site's owner sees, errors and warnings. */
  texts: (...levels: Level[]) => string[];
}

export function fakeLogger(): FakeLogger {
  const messages: FakeLogger['messages'] = [];
  const at =
    (level: Level) =>
    (...parts: unknown[]): void => {
      messages.push({ level, text: parts.map(String).join(' ') });
    };
  const texts: FakeLogger['texts'] = (...levels) => {
    const wanted = levels.length > 0 ? levels : ['error', 'warn'];
    return messages
      .filter(({ level }) => wanted.includes(level))
      .map(({ text }) => text);
  };
  return {
    error: at('error'),
    warn: at('warn'),
    notice: at('warn'),
    lastProblem: () => texts().at(-1),
    log: at('log'),
    debug: at('debug'),
    messages,
    texts,
  };
}

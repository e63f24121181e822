import type { Logger } from '../../src/guard.js';

/** A logger that keeps what it is told. */
export interface FakeLogger extends Logger {
  /** Messages by level, in order. */
  messages: { level: keyof Logger; text: string }[];
  /** The messages of these levels. Default: those that a site's owner sees, errors and warnings. */
  texts: (...levels: (keyof Logger)[]) => string[];
}

export function fakeLogger(): FakeLogger {
  const messages: FakeLogger['messages'] = [];
  const at =
    (level: keyof Logger) =>
    (...parts: unknown[]): void => {
      messages.push({ level, text: parts.map(String).join(' ') });
    };
  return {
    error: at('error'),
    warn: at('warn'),
    log: at('log'),
    debug: at('debug'),
    messages,
    texts: (...levels) => {
      const wanted = levels.length > 0 ? levels : ['error', 'warn'];
      return messages
        .filter(({ level }) => wanted.includes(level))
        .map(({ text }) => text);
    },
  };
}

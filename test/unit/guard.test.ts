import { describe, expect, it, vi } from 'vitest';
import {
  createGuard,
  createLogger,
  describe as describeError,
} from '../../src/guard.js';
import { fakeLogger } from '../support/fake-logger.js';

function setup(onTooMany = vi.fn()) {
  const logger = fakeLogger();
  const guard = createGuard(logger, onTooMany);
  /** A callback of ours that throws. */
  const fail = (place: string, error: unknown = new Error('boom')) =>
    guard.sync(place, () => {
      throw error;
    })();
  return { logger, onTooMany, guard, fail };
}

describe('a guarded callback', () => {
  it('gets the arguments it is called with', () => {
    const { guard } = setup();
    const task = vi.fn<(count: number, name: string) => void>();
    guard.sync('here', task)(1, 'two');
    expect(task.mock.calls).toEqual([[1, 'two']]);
  });

  it('keeps its failure from the caller and says where it was', () => {
    const { logger, fail } = setup();
    expect(() => fail('the queue')).not.toThrow();
    expect(logger.texts()).toHaveLength(1);
    expect(logger.texts('error')[0]).toMatch(/the queue.*boom/);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'boom'],
    ['a symbol', Symbol('boom')],
    ['an object without a text', Object.create(null)],
    [
      'an object whose text throws',
      {
        toString: () => {
          throw new Error('again');
        },
      },
    ],
    [
      'an error whose message throws',
      Object.defineProperty(new Error('boom'), 'message', {
        get: () => {
          throw new Error('again');
        },
      }),
    ],
  ])('may throw %s', (_, thrown) => {
    const { logger, fail } = setup();
    expect(() => fail('here', thrown)).not.toThrow();
    expect(logger.texts('error')).toHaveLength(1);
  });
});

describe('guarded work', () => {
  it('resolves once the work is done', async () => {
    const { guard } = setup();
    const steps: string[] = [];
    await guard.async('here', async () => {
      await Promise.resolve();
      steps.push('worked');
    });
    steps.push('went on');
    expect(steps).toEqual(['worked', 'went on']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['rejects', () => Promise.reject(new Error('boom'))],
    [
      'throws before it returns a promise',
      () => {
        throw new Error('boom');
      },
    ],
  ])('resolves also where it %s', async (_, task) => {
    const { guard, logger } = setup();
    await expect(guard.async('storage', task)).resolves.toBeUndefined();
    expect(logger.texts('error')).toHaveLength(1);
    expect(logger.texts('error')[0]).toMatch(/storage.*boom/);
  });
});

describe('repeated failures', () => {
  it('are logged once for each place', () => {
    const { logger, fail } = setup();
    fail('a');
    fail('a');
    fail('b');
    expect(logger.texts('error')).toHaveLength(2);
  });

  it('do not end recording before the third', () => {
    const { onTooMany, fail } = setup();
    fail('a');
    fail('a');
    expect(onTooMany).not.toHaveBeenCalled();
  });

  it('end recording at the third, wherever they happen, and only once', async () => {
    const { onTooMany, guard, fail } = setup();
    fail('a');
    await guard.async('b', () => Promise.reject(new Error('boom')));
    fail('c');
    expect(onTooMany).toHaveBeenCalledTimes(1);
    for (let more = 0; more < 5; more += 1) fail('d');
    expect(onTooMany).toHaveBeenCalledTimes(1);
  });

  it('stay behind the wall when ending the recording fails, too', () => {
    const { fail } = setup(
      vi.fn(() => {
        throw new Error('cannot stop');
      }),
    );
    fail('a');
    fail('b');
    expect(() => fail('c')).not.toThrow();
  });
});

describe('the text of an error', () => {
  it.each<[unknown, string]>([
    [new TypeError('Failed to fetch'), 'TypeError: Failed to fetch'],
    ['boom', 'boom'],
    [undefined, 'undefined'],
    [404, '404'],
  ])('of %o is %s', (error, text) => {
    expect(describeError(error)).toBe(text);
  });
});

describe("the host's logger", () => {
  const LEVELS = ['error', 'warn', 'log', 'debug'] as const;

  it.each(LEVELS)('gets every part of a message at level %s', (level) => {
    const provider = { [level]: vi.fn() };
    createLogger(provider)[level]('a', 1);
    expect(provider[level]?.mock.calls).toEqual([['Session Replay:', 'a', 1]]);
  });

  it('is called as a method, as loggers with state need', () => {
    class HostLogger {
      lines: unknown[] = [];
      warn(...parts: unknown[]) {
        this.lines.push(parts.join(' '));
      }
    }
    const host = new HostLogger();
    const { warn } = createLogger(host);
    warn('careful');
    expect(host.lines).toEqual(['Session Replay: careful']);
  });

  it.each(LEVELS)('may lack level %s', (level) => {
    expect(() => createLogger({})[level]('a')).not.toThrow();
  });

  it.each(LEVELS)('may throw at level %s', (level) => {
    const provider = {
      [level]: () => {
        throw new Error('no console');
      },
    };
    expect(() => createLogger(provider)[level]('a')).not.toThrow();
  });

  it.each([
    [0, []],
    [1, ['error']],
    [2, ['error', 'warn']],
    [3, ['error', 'warn', 'log']],
    [4, ['error', 'warn', 'log', 'debug']],
    [undefined, ['error', 'warn', 'log', 'debug']],
  ])('at logLevel %s gets %o', (logLevel, expected) => {
    const provider = fakeLogger();
    const logger = createLogger(provider, logLevel);
    for (const level of LEVELS) logger[level]('a');
    expect(provider.messages.map(({ level }) => level)).toEqual(expected);
  });

  it('knows the problem that it told last, also where nobody is shown it', () => {
    const provider = fakeLogger();
    const logger = createLogger(provider, 0);
    expect(logger.lastProblem()).toBeUndefined();
    logger.warn('first', 1);
    logger.error('second');
    logger.log('third');
    logger.notice('fourth');
    expect(logger.lastProblem()).toBe('second');
    expect(provider.texts()).toEqual([]);
  });

  it('tells a notice where it tells warnings', () => {
    const provider = fakeLogger();
    createLogger(provider, 2).notice('recording');
    expect(provider.texts('warn')).toEqual(['Session Replay: recording']);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { createGuard } from '../../../src/guard.js';
import { startLifecycle } from '../../../src/page/lifecycle.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLogger } from '../../support/fake-logger.js';

const HANDLER_NAMES = ['onHidden', 'onExit', 'onReturn', 'onOnline'] as const;

/** `calls` has the names of the handlers that were called. */
function setup(onCall: () => void = () => {}, wantsFocus = false) {
  const environment = fakeEnvironment();
  const logger = fakeLogger();
  const calls: string[] = [];
  const handler = (name: string) =>
    vi.fn(() => {
      calls.push(name);
      onCall();
    });
  const stop = startLifecycle({
    environment,
    guard: createGuard(logger, () => {}),
    handlers: {
      onHidden: handler('onHidden'),
      onExit: handler('onExit'),
      onReturn: handler('onReturn'),
      onFocus: wantsFocus ? handler('onFocus') : undefined,
      onOnline: handler('onOnline'),
    },
  });
  return { environment, logger, calls, stop };
}

/** A page event that says whether the page comes from, or goes into, the back/forward cache. */
function pageEvent(type: string, persisted: boolean): Event {
  return Object.assign(new Event(type), { persisted });
}

type Environment = ReturnType<typeof fakeEnvironment>;

const EVENTS: [string, (environment: Environment) => void, string[]][] = [
  [
    'the page is hidden',
    (environment) => {
      environment.hidden = true;
      environment.fire('document', 'visibilitychange');
    },
    ['onHidden'],
  ],
  [
    'the page is shown again',
    (environment) => {
      environment.hidden = false;
      environment.fire('document', 'visibilitychange');
    },
    [],
  ],
  [
    'the window loses the focus',
    ({ fire }) => fire('window', 'blur'),
    ['onHidden'],
  ],
  [
    'the browser freezes the page',
    ({ fire }) => fire('document', 'freeze'),
    ['onHidden'],
  ],
  [
    'the page goes away',
    ({ fire }) => fire('window', 'pagehide', pageEvent('pagehide', false)),
    ['onExit'],
  ],
  [
    'the page goes into the back/forward cache',
    ({ fire }) => fire('window', 'pagehide', pageEvent('pagehide', true)),
    ['onExit'],
  ],
  [
    'the page comes back from the back/forward cache',
    ({ fire }) => fire('window', 'pageshow', pageEvent('pageshow', true)),
    ['onReturn'],
  ],
  [
    'the page is shown for the first time',
    ({ fire }) => fire('window', 'pageshow', pageEvent('pageshow', false)),
    [],
  ],
  ['the network is back', ({ fire }) => fire('window', 'online'), ['onOnline']],
];

describe("the page's life", () => {
  it.each(EVENTS)('when %s', (_, happen, expected) => {
    const { environment, calls } = setup();
    happen(environment);
    expect(calls).toEqual(expected);
  });

  it('a field that loses the focus does not count as a hidden page', () => {
    const { environment, calls } = setup();
    const field = document.body.appendChild(document.createElement('input'));
    // As the browser does it: the window hears of it on the way down to the field.
    const pass = (event: Event) => environment.fire('window', 'blur', event);
    window.addEventListener('blur', pass, { capture: true });
    field.dispatchEvent(new FocusEvent('blur'));
    expect(calls).toEqual([]);
    window.dispatchEvent(new FocusEvent('blur'));
    expect(calls).toEqual(['onHidden']);
    window.removeEventListener('blur', pass, { capture: true });
    field.remove();
  });
});

describe('the focus', () => {
  it('counts when the window gets it back, and nobody listens otherwise', () => {
    const { environment, calls, stop } = setup(() => {}, true);
    environment.fire('window', 'focus');
    expect(calls).toEqual([]);
    for (const type of ['blur', 'focus', 'focus'])
      environment.fire('window', type);
    expect(calls).toEqual(['onHidden', 'onFocus']);
    const withFocus = environment.leftovers().listeners;
    stop();
    expect(environment.leftovers().listeners).toBe(0);
    expect(setup().environment.leftovers().listeners).toBe(withFocus - 1);
  });

  it('that a field gets does not count', () => {
    const { environment, calls } = setup(() => {}, true);
    environment.fire('window', 'blur');
    const field = document.body.appendChild(document.createElement('input'));
    const pass = (event: Event) => environment.fire('window', 'focus', event);
    window.addEventListener('focus', pass, { capture: true });
    field.dispatchEvent(new FocusEvent('focus'));
    expect(calls).toEqual(['onHidden']);
    window.removeEventListener('focus', pass, { capture: true });
    field.remove();
  });
});

describe('a handler that fails', () => {
  it('does not reach the page', () => {
    const { environment, calls, logger } = setup(() => {
      throw new Error('boom');
    });
    for (const [, happen] of EVENTS)
      expect(() => happen(environment)).not.toThrow();
    expect([...new Set(calls)].sort()).toEqual([...HANDLER_NAMES].sort());
    // One for each of the four places.
    expect(logger.texts('error')).toHaveLength(HANDLER_NAMES.length);
  });
});

describe('after stop', () => {
  it('no listener remains and nothing is heard', () => {
    const { environment, calls, stop } = setup();
    expect(environment.leftovers().listeners).toBeGreaterThan(0);
    stop();
    expect(environment.leftovers()).toEqual({
      timers: 0,
      idleTasks: 0,
      listeners: 0,
    });
    for (const [, happen] of EVENTS) happen(environment);
    expect(calls).toEqual([]);
  });
});

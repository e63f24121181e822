import * as fc from 'fast-check';

/** What a sequence of steps has to end in. */
export interface SequenceEnd {
  /** The replay ID while it is recorded. */
  visit: string | undefined;
  status: string | undefined;
  state: string;
  reason: string;
}

/**
 * Steps of a page, by name, as code. `model` holds what the last calls say: whether the plugin is there, and the
 * visitor has opted out. What begins a recording is preceded by `clean`, so that no snapshot shows an earlier mark.
 */
const STEPS = {
  add: 'clean(); amplitude.add(replay); model.isAdded = true;',
  'remove, add': `clean(); amplitude.remove(replay.name); amplitude.add(replay); model.isAdded = true;`,
  remove: 'clean(); amplitude.remove(replay.name); model.isAdded = false;',
  session: 'clean(); amplitude.setSessionId(++model.lastSession);',
  'same session': 'amplitude.setSessionId(amplitude.getSessionId());',
  device: `clean(); amplitude.setDeviceId('device-' + ++model.lastSession);`,
  reset: 'clean(); amplitude.reset();',
  user: `amplitude.setUserId('user-' + ++model.lastSession);`,
  'opt out': `clean(); amplitude.setOptOut(true); model.isOptedOut = true;
    if (replay.getSessionReplayProperties()[REPLAY_ID]) model.faults.push('recorded after the opt-out');`,
  'opt in': 'clean(); amplitude.setOptOut(false); model.isOptedOut = false;',
  track: `void amplitude.track('Step');`,
  'late event': `void amplitude.track('Late', {}, { session_id: 1700000000000 });`,
  identify: `void amplitude.identify(new amplitude.Identify().set('plan', 'free'));`,
  write: 'mark();',
  navigate: `history.pushState({}, '', '/?' + ++model.lastSession); model.pushed += 1;`,
  back: 'if (model.pushed > 0) { model.pushed -= 1; history.back(); }',
  blur: `window.dispatchEvent(new Event('blur'));`,
  focus: `window.dispatchEvent(new Event('focus'));`,
  wait: 'await pause(15);',
  'wait long': 'await pause(150);',
  'next task': 'await pause(0);',
} satisfies Record<string, string>;

type Step = keyof typeof STEPS;

const names = Object.keys(STEPS) as Step[];

/** A short sequence of steps. */
export const sequences = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names) },
    // So that something is recorded most of the time.
    { weight: 1, arbitrary: fc.constantFrom<Step>('add', 'opt in', 'write') },
  ),
  { minLength: 2, maxLength: 9, size: 'max' },
);

/** Code that the page runs once. */
export const PREPARE = `
  const REPLAY_ID = '[Amplitude] Session Replay ID';
  // Going back must not leave the page, where two of them overtake each other.
  for (let count = 0; count < 5; count += 1) history.pushState({}, '', '/?' + count);
  const heading = document.querySelector('h1');
  window.pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  window.model = { isAdded: true, isOptedOut: false, lastSession: Date.now(), marks: 0, pushed: 0, faults: [] };
  window.visit = () => model.isAdded && !model.isOptedOut
    ? amplitude.getDeviceId() + '/' + amplitude.getSessionId() : undefined;
  window.clean = () => { heading.textContent = 'Clean'; };
  window.mark = () => { heading.textContent = '<' + ++model.marks + ' ' + (visit() ?? 'private') + '>'; };
  window.REPLAY_ID = REPLAY_ID;`;

/** Code that runs the steps on a device of their own, and evaluates to how they end. */
export function sequenceCode(steps: readonly Step[]): string {
  return `(async () => {
    clean();
    amplitude.setDeviceId('device-' + ++model.lastSession);
    amplitude.setSessionId(++model.lastSession);
    ${steps.map((step) => STEPS[step]).join('\n')}
    const isAsExpected = () => {
      const { state, sessionReplayId } = replay.getStatus();
      return sessionReplayId === visit() && (state === 'recording' || !visit());
    };
    for (let count = 0; count < 300 && !isAsExpected(); count += 1) await pause(10);
    mark();
    // So that it is told before the next sequence writes something else.
    window.dispatchEvent(new Event('blur'));
    if (visit()) void amplitude.track('End');
    const { sessionReplayId, state, reason } = replay.getStatus();
    const end = { visit: visit(), status: sessionReplayId, state, reason };
    await pause(0);
    return { ...end, faults: model.faults.splice(0) };
  })()`;
}

/** The marks in a text: each says of which visit it is. */
export function marksIn(text: string): string[] {
  return [...text.matchAll(/<(\d+ [^<>]+)>/g)].map(([, mark]) => String(mark));
}

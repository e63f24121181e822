import type { Intake } from './intake-server.js';
import { standaloneOptions } from './standalone-options.js';

/** Unit: ms. 50 a second. */
const CHANGE_INTERVAL_MS = 20;

/**
 * A page that changes 50 times a second once `startChanges()` is called: mostly texts, every fifth time an attribute,
 * once a second an input. Each change is of another element than those shortly before, so that none hides one before it,
 * and has its number in it as `step-<number>-`.
 */
export function busyPage(
  intake: Pick<Intake, 'trackUrl' | 'configUrl'>,
): string {
  const options = standaloneOptions(intake, {
    // What is typed shows, and so which change it was.
    privacyConfig: { defaultMaskLevel: 'light' },
  });
  return `<!doctype html><title>Busy</title>
    <script src="/dist/session-replay.min.js"></script>
    <ul></ul><input /><input /><input />
    <script>(${runInPage.toString()})(${CHANGE_INTERVAL_MS})</script>
    <script>sessionReplay.init('test-key', ${options})</script>`;
}

/** The numbers of the changes that these events tell of, event by event: within one they have no order. */
export function stepsOf(events: readonly string[]): number[] {
  return events.flatMap((event) =>
    [...event.matchAll(/step-(\d+)-/g)]
      .map(([, step]) => Number(step))
      .sort((a, b) => a - b),
  );
}

/** Runs in the page. */
function runInPage(intervalMs: number): void {
  const WORDS =
    'order basket shipped Vienna Lyon today tomorrow pending returned customer invoice express paid open'.split(
      ' ',
    );
  const items = Array.from({ length: 200 }, (_, index) => {
    const item = document.createElement('li');
    item.textContent = `item ${index}`;
    document.querySelector('ul')?.append(item);
    return item;
  });
  const inputs = document.querySelectorAll('input');
  let seed = 1;
  /** The same numbers in each run, from 0 to `below`. */
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const sentence = (): string =>
    Array.from({ length: 2 + random(8) }, () =>
      random(4) === 0 ? random(100_000) : WORDS[random(WORDS.length)],
    ).join(' ');

  let step = 0;
  const change = (): void => {
    const name = `step-${step}-`;
    const item = items[(step * 7) % items.length];
    const input = inputs[random(inputs.length)];
    if (!item || !input) return;
    if (step % 50 === 49) {
      input.value = `${name} ${sentence()}`;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (step % 5 === 4) {
      item.dataset['state'] = name;
    } else if (step % 2 === 0 && item.firstChild) {
      item.firstChild.nodeValue = `${name} ${sentence()}`;
    } else {
      item.textContent = `${name} ${sentence()}`;
    }
    step += 1;
  };
  Reflect.set(window, 'startChanges', () => {
    setInterval(change, intervalMs);
  });
  Reflect.set(window, 'countChanges', () => step);
}

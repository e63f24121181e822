/** Decides when a preview is drawn anew: after every change of the page, but not so often that the page gets slow. */
import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';
import type { Root } from './parts.js';

/** Shortest time from one drawing to the next. Unit: ms. */
const MIN_PAUSE_MS = 250;

/**
 * Longest time from one drawing to the next. Unit: ms.
 *
 * Why: animations, style sheets that arrive, and `pushState` report nothing.
 */
const MAX_PAUSE_MS = 1000;

/** How much longer than a drawing the pause after it is, at the least: on huge pages each one takes its time. */
const PAUSE_RATIO = 4;

/** What may move or change a part of the page. */
const EVENTS = ['scroll', 'load', 'toggle', 'transitionend', 'animationend'];
const WINDOW_EVENTS = ['resize', 'popstate', 'hashchange', 'pageshow'] as const;

/** Draws for the first time, and goes on. Returns what ends it. */
export function startRedraws({
  environment,
  scope,
  guard,
  draw,
  isOwn,
  onScroll,
}: {
  environment: Pick<Environment, 'elapsed' | 'schedule' | 'listen'>;
  scope: Pick<typeof globalThis, 'MutationObserver' | 'AbortController'>;
  guard: Pick<Guard, 'sync'>;
  /** Returns the trees that it has found, whose changes are watched from then on. */
  draw: () => Root[];
  /** Whether a changed node is the preview itself. */
  isOwn: (node: Node) => boolean;
  /** The page is being scrolled, and the next drawing comes later. */
  onScroll: () => void;
}): () => void {
  let earliestMs = 0;
  let due: { atMs: number; cancel: () => void } | undefined;
  const watched = new WeakSet<Root>();
  const listeners = new scope.AbortController();

  const drawBy = (atMs: number): void => {
    if (listeners.signal.aborted || (due && due.atMs <= atMs)) return;
    due?.cancel();
    const cancel = environment.schedule(
      atMs - environment.elapsed(),
      runGuarded,
    );
    due = { atMs, cancel };
  };
  const drawSoon = (): void =>
    drawBy(Math.max(earliestMs, environment.elapsed()));
  const observer = new scope.MutationObserver((changes) => {
    if (changes.some(({ target }) => !isOwn(target))) drawSoon();
  });

  const watch = (root: Root): void => {
    if (watched.has(root)) return;
    watched.add(root);
    observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    for (const type of EVENTS)
      root.addEventListener(type, drawSoon, {
        capture: true,
        passive: true,
        signal: listeners.signal,
      });
  };
  const run = (): void => {
    due = undefined;
    const beganMs = environment.elapsed();
    try {
      for (const root of draw()) watch(root);
    } finally {
      const endedMs = environment.elapsed();
      const pauseMs = Math.max(MIN_PAUSE_MS, PAUSE_RATIO * (endedMs - beganMs));
      earliestMs = endedMs + pauseMs;
      drawBy(endedMs + Math.max(MAX_PAUSE_MS, pauseMs));
    }
  };

  const runGuarded = guard.sync('drawing the privacy preview', run);

  const stops = [
    ...WINDOW_EVENTS.map((type) =>
      environment.listen('window', type, drawSoon),
    ),
    environment.listen('window', 'scroll', onScroll),
  ];
  runGuarded();
  return () => {
    listeners.abort();
    observer.disconnect();
    due?.cancel();
    for (const stop of stops) stop();
  };
}

import type { Environment } from '../environment.js';
import type { Guard } from '../guard.js';

/** What the page tells us about its end. */
export interface LifecycleHandlers {
  /** The page was hidden, or the window lost the focus: it may never be seen again. */
  onHidden: () => void;
  /** The page goes away; nothing asynchronous will run any more, unless it comes back. */
  onExit: () => void;
  /** The page came back from the back/forward cache. */
  onReturn: () => void;
  /** The window got the focus back. `undefined`: nobody wants to know. */
  onFocus: (() => void) | undefined;
  /** The network is back. */
  onOnline: () => void;
}

/** Watches the page's life. Returns a function that stops watching. */
export function startLifecycle({
  environment,
  guard,
  handlers,
}: {
  environment: Pick<Environment, 'listen' | 'isHidden'>;
  guard: Guard;
  handlers: LifecycleHandlers;
}): () => void {
  const { listen } = environment;
  const { onFocus } = handlers;
  let isBlurred = false;
  const onHidden = guard.sync('page hidden', handlers.onHidden);
  const stops = [
    listen('document', 'visibilitychange', () => {
      if (environment.isHidden()) onHidden();
    }),
    listen('window', 'blur', (event) => {
      // A field that loses the focus fires the same event below the window.
      if (event.target !== event.currentTarget) return;
      isBlurred = true;
      onHidden();
    }),
    listen('document', 'freeze', onHidden),
    listen('window', 'pagehide', guard.sync('page exit', handlers.onExit)),
    listen(
      'window',
      'pageshow',
      guard.sync('page return', (event: Event) => {
        if ((event as PageTransitionEvent).persisted) handlers.onReturn();
      }),
    ),
    listen('window', 'online', guard.sync('online', handlers.onOnline)),
  ];
  if (onFocus)
    stops.push(
      listen(
        'window',
        'focus',
        guard.sync('focus', (event: Event) => {
          if (!isBlurred || event.target !== event.currentTarget) return;
          isBlurred = false;
          onFocus();
        }),
      ),
    );
  return () => {
    for (const stop of stops) stop();
  };
}
